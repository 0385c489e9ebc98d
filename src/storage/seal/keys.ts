import { randomBytes } from 'node:crypto'
import type { Engine } from '../engine/engine.ts'
import type { Tx } from '../schema.ts'
import { readKeyRows } from './key-rows.ts'
import { keyIdLength } from './sealed-text.ts'
import { type KeyPurpose, type KeyRow, masterName, unwrap, wrap, wrapsOf } from './wrapped-key.ts'

/**
 * Makes a key, which is in use from then on.
 * @param masters every master key that shall open it, newest last
 * @returns its id
 */
export async function addKey(
  tx: Tx,
  masters: readonly Buffer[],
  purpose: KeyPurpose,
  now: number,
): Promise<string> {
  const of = { id: randomBytes(keyIdLength / 2).toString('hex'), purpose }
  const key = randomBytes(32)
  const wraps = Object.fromEntries(masters.map((master) => [masterName(master), wrap(master, of, key)]))
  await tx
    .insertInto('encryption_keys')
    .values({ ...of, wrapped: JSON.stringify(wraps), state: 'active', created_at: now, retired_at: null })
    .execute()
  return of.id
}

/**
 * Wraps every key by a second master key as well. From then on either opens the database, until it is opened with the
 * second one: whatever interrupts this or what follows, one of them always opens everything.
 * @returns how many keys there are
 */
export async function wrapForNext(tx: Tx, master: Buffer, next: Buffer): Promise<number> {
  const { keys } = await readKeyRows(tx)
  const inUse = keys.filter(({ state }) => state !== 'retired')
  for (const row of inUse) {
    const key = unwrap(master, row)
    if (key === null) throw new Error(`the key ${row.id} is not wrapped by this master key`)
    const name = masterName(master)
    const wraps = {
      [name]: wrapsOf(row)[name],
      [masterName(next)]: wrap(next, row as KeyRow & { purpose: KeyPurpose }, key),
    }
    await tx
      .updateTable('encryption_keys')
      .set({ wrapped: JSON.stringify(wraps) })
      .where('id', '=', row.id)
      .execute()
  }
  return inUse.length
}

/** Opened with the newest of several master keys: the former ones open the database no longer. */
export async function dropFormerWraps(engine: Engine, master: Buffer): Promise<void> {
  const name = masterName(master)
  const { keys } = await readKeyRows(engine.db)
  const several = keys.filter((row) => {
    const names = Object.keys(wrapsOf(row))
    return names.length > 1 && names.at(-1) === name
  })
  if (several.length === 0) return
  await engine.write(async (tx) => {
    for (const row of several) {
      const wrapped = JSON.stringify({ [name]: wrapsOf(row)[name] })
      await tx.updateTable('encryption_keys').set({ wrapped }).where('id', '=', row.id).execute()
    }
  })
}
