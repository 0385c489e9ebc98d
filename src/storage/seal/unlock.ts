import { rm } from 'node:fs/promises'
import type { Engine } from '../engine/engine.ts'
import type { Tx } from '../schema.ts'
import { markAddresses, sealLookalikes } from './first-keys.ts'
import { type KeyRows, WrongMasterKey } from './key-ring.ts'
import { readKeyRows } from './key-rows.ts'
import { addKey, dropFormerWraps } from './keys.ts'
import {
  EncryptionProblem,
  findMasterKey,
  type MasterKeySource,
  makeKeyFile,
  ownKeyFile,
} from './master-key.ts'
import { firstState, stateKey } from './state.ts'

/**
 * Gives the open and migrated database its keys: unwraps those it has, or makes the first ones. A new master key is made
 * in the data folder only for a database without keys, so that no mistake in the settings locks anybody out.
 * @param now ms
 * @returns whether the keys were made just now. Throws `EncryptionProblem`
 */
export async function unlock(engine: Engine, source: MasterKeySource, now: number): Promise<boolean> {
  const rows = await readKeyRows(engine.db)
  if (rows.state !== null) {
    await open(engine, source, rows)
    return false
  }
  const path = ownKeyFile(source.dataFolder)
  const isOurs = !source.given && source.file === null && (await makeKeyFile(path))
  const master = await findMasterKey(source)
  if (master === null) throw new Error('a master key just made is not there')
  let made: boolean
  try {
    made = await engine.write((tx) => makeKeys(engine, tx, master, now))
  } catch (error) {
    engine.keys.lock()
    throw error
  }
  if (made) return true
  try {
    await open(engine, source, await readKeyRows(engine.db))
  } catch (error) {
    // Another process made the keys meanwhile, with another master key: the one made here opens nothing.
    if (isOurs && error instanceof EncryptionProblem) await rm(path, { force: true })
    throw error
  }
  return false
}

/** @returns false if the database has keys already */
async function makeKeys(engine: Engine, tx: Tx, master: Buffer, now: number): Promise<boolean> {
  const begun = await tx
    .insertInto('meta')
    .values({ key: stateKey, value: '' })
    .onConflict((on) => on.column('key').doNothing())
    .returning('key')
    .executeTakeFirst()
  if (!begun) return false
  await addKey(tx, [master], 'index', now)
  const value = JSON.stringify(firstState(await addKey(tx, [master], 'data', now)))
  await tx.updateTable('meta').set({ value }).where('key', '=', stateKey).execute()
  engine.keys.unlock(master, await readKeyRows(tx))
  await sealLookalikes(tx)
  await markAddresses(tx)
  return true
}

async function open(engine: Engine, source: MasterKeySource, rows: KeyRows): Promise<void> {
  const master = await findMasterKey(source)
  if (master === null) {
    throw new EncryptionProblem(
      `The database has encryption keys, but there is no master key: neither MASTER_KEY nor MASTER_KEY_FILE is set, and ${ownKeyFile(source.dataFolder)} does not exist. Put back the master key that belongs to this database; without it nothing sealed can be read.`,
    )
  }
  try {
    engine.keys.unlock(master, rows)
  } catch (error) {
    if (!(error instanceof WrongMasterKey)) throw error
    throw new EncryptionProblem(
      `${nameOf(source)} is not the master key of this database. Nothing was changed.`,
    )
  }
  await dropFormerWraps(engine, master)
}

function nameOf(source: MasterKeySource): string {
  if (source.given) return 'The key in MASTER_KEY'
  return `The key in ${source.file ?? ownKeyFile(source.dataFolder)}`
}
