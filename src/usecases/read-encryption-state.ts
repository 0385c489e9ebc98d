import type { Actor } from '../domain/actor.ts'
import { permit } from '../domain/permission.ts'
import { readKeyRows } from '../storage/seal/key-rows.ts'
import { readSealState } from '../storage/seal/settle.ts'
import { wrapsOf } from '../storage/seal/wrapped-key.ts'
import type { Desk } from './desk.ts'

/** How encryption at rest stands, as far as it is known without looking at every row. */
export interface EncryptionState {
  /** What is encrypted besides secrets. */
  groups: string[]
  /** Whether rows or files are still to be gone through. */
  unsettled: boolean
  keys: { id: string; purpose: string; state: string; masters: number }[]
}

/** @returns how encryption at rest stands, for those who manage keys; throws `forbidden` (REST v3 §14) */
export async function readEncryptionState(desk: Desk, actor: Actor): Promise<EncryptionState> {
  permit(actor, 'keys.manage')
  const [state, { keys }] = await Promise.all([readSealState(desk.db), readKeyRows(desk.db)])
  return {
    groups: [...state.covered],
    unsettled: state.unsettled,
    keys: keys.map((row) => ({
      id: row.id,
      purpose: row.purpose,
      state: row.state,
      masters: Object.keys(wrapsOf(row)).length,
    })),
  }
}
