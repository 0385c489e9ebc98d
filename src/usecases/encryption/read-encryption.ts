import type { Actor } from '../../domain/actor.ts'
import { permit } from '../../domain/permission.ts'
import { readKeyRows } from '../../storage/seal/key-rows.ts'
import type { SealGroup } from '../../storage/seal/seal.ts'
import { readSealState } from '../../storage/seal/settle.ts'
import { type ColumnSurvey, surveyColumns } from '../../storage/seal/survey.ts'
import { wrapsOf } from '../../storage/seal/wrapped-key.ts'
import type { Desk } from '../desk.ts'

/** How encryption at rest stands, as far as it is known without looking at every row. */
export interface EncryptionState {
  /** What is encrypted besides secrets. */
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
}

/** The same with what lies in each column. */
export interface EncryptionStatus extends EncryptionState {
  readonly columns: readonly ColumnSurvey[]
}

/** @returns how encryption at rest stands, for those who manage keys; throws `forbidden` (REST v3 §14) */
export async function readEncryptionState(desk: Desk, actor: Actor): Promise<EncryptionState> {
  permit(actor, 'keys.manage')
  const [{ covered, unsettled }, { keys }] = await Promise.all([readSealState(desk.db), readKeyRows(desk.db)])
  return {
    groups: covered,
    unsettled,
    keys: keys.map((row) => ({
      id: row.id,
      purpose: row.purpose,
      state: row.state,
      masters: Object.keys(wrapsOf(row)).length,
    })),
  }
}

/** @returns the same with what lies in each column; reads every row */
export async function readEncryption(desk: Desk, actor: Actor): Promise<EncryptionStatus> {
  const state = await readEncryptionState(desk, actor)
  const { key } = await readSealState(desk.db)
  return { ...state, columns: await surveyColumns(desk.db, key) }
}
