import { readKeyRows } from '../../storage/seal/key-rows.ts'
import type { SealGroup } from '../../storage/seal/seal.ts'
import { readSealState } from '../../storage/seal/settle.ts'
import { type ColumnSurvey, surveyColumns } from '../../storage/seal/survey.ts'
import { wrapsOf } from '../../storage/seal/wrapped-key.ts'
import type { Desk } from '../desk.ts'

/** How encryption at rest stands. */
export interface EncryptionStatus {
  readonly groups: readonly SealGroup[]
  /** Whether rows or files are still to be gone through. */
  readonly unsettled: boolean
  readonly keys: readonly {
    readonly id: string
    readonly purpose: string
    readonly state: string
    /** By how many master keys it can be opened: two while a new one waits to be taken into use. */
    readonly masters: number
  }[]
  readonly columns: readonly ColumnSurvey[]
}

/** @returns how encryption at rest stands; reads every row */
export async function readEncryption(desk: Desk): Promise<EncryptionStatus> {
  const state = await readSealState(desk.db)
  const { keys } = await readKeyRows(desk.db)
  return {
    groups: state.covered,
    unsettled: state.unsettled,
    keys: keys.map((row) => ({
      id: row.id,
      purpose: row.purpose,
      state: row.state,
      masters: Object.keys(wrapsOf(row)).length,
    })),
    columns: await surveyColumns(desk.db, state.key),
  }
}
