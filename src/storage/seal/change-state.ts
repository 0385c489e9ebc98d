import type { Tx } from '../schema.ts'
import { lockState, readKeyRows, saveState } from './key-rows.ts'
import { addKey } from './keys.ts'
import type { SealGroup } from './seal.ts'
import { keyUses } from './survey.ts'
import { wrapsOf } from './wrapped-key.ts'

/**
 * Says what is sealed from now on. Rows that are there already are gone through later (`settle.ts`).
 * @returns the version of the new state, or null if that was sealed already and nothing else
 */
export async function sealGroupsNow(tx: Tx, groups: readonly SealGroup[]): Promise<number | null> {
  const state = await lockState(tx)
  const same = groups.length === state.covered.length && groups.every((each) => state.covered.includes(each))
  if (same) return null
  const version = state.version + 1
  await saveState(tx, { ...state, version, covered: groups, unsettled: true })
  return version
}

/**
 * Makes a new key for all new values, unless a rotation was begun and not ended, which then goes on.
 * @returns `begun`, or `rewrapping` if a new master key was prepared and not taken into use, and nothing was done
 */
export async function beginRotation(
  tx: Tx,
  master: Buffer,
  now: number,
): Promise<'begun' | 'goes on' | 'rewrapping'> {
  const state = await lockState(tx)
  const { keys } = await readKeyRows(tx)
  // The new key would be wrapped by one of the two master keys only, and the other could not open it.
  if (keys.some((row) => Object.keys(wrapsOf(row)).length > 1)) return 'rewrapping'
  if (keys.some((row) => row.state === 'old')) return 'goes on'
  await tx
    .updateTable('encryption_keys')
    .set({ state: 'old' })
    .where('purpose', '=', 'data')
    .where('state', '=', 'active')
    .execute()
  const key = await addKey(tx, [master], 'data', now)
  await saveState(tx, { ...state, version: state.version + 1, key, unsettled: true })
  return 'begun'
}

/**
 * Ends the work for the state: keys that nothing is sealed with any more lose their wrapped form.
 * @param version of the state that all rows and files were gone through for
 * @returns false if the state changed meanwhile, or something is still sealed with a former key
 */
export async function endSettling(tx: Tx, version: number, now: number): Promise<boolean> {
  const state = await lockState(tx)
  if (state.version !== version) return false
  const { keys } = await readKeyRows(tx)
  const former = keys.filter((row) => row.purpose === 'data' && row.state === 'old')
  for (const { id } of former) {
    // Looked for once more, because without its key a value is lost for good.
    if ((await keyUses(tx, id)) > 0) {
      await saveState(tx, { ...state, version: version + 1 })
      return false
    }
    await tx
      .updateTable('encryption_keys')
      .set({ state: 'retired', wrapped: '', retired_at: now })
      .where('id', '=', id)
      .execute()
  }
  await saveState(tx, { ...state, version: version + 1, unsettled: false })
  return true
}
