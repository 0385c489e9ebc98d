import { beginRotation } from '../../storage/seal/change-state.ts'
import type { Desk } from '../desk.ts'
import { settleEverything } from './settle-everything.ts'

/**
 * Gives new values a new key and seals all others with it, then retires the former key (REST v3 §14). Interrupted, it goes on
 * when it is called again.
 * @returns how it began, or `rewrapping` if nothing was done because a new master key waits to be taken into use
 */
export async function rotate(desk: Desk): Promise<'begun' | 'goes on' | 'rewrapping'> {
  const { engine } = desk
  const began = await engine.write((tx) => beginRotation(tx, engine.keys.masterKey, desk.now()))
  if (began === 'rewrapping') return began
  engine.announce()
  await settleEverything(desk)
  return began
}
