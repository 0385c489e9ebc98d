import { keptQuery } from './kept-query.ts'
import type { Db, Tx } from './schema.ts'

/** Facts of the installation that are data, not settings. */
export type MetaKey = 'default_partner' | 'default_provider' | 'first_start'

const byKey = keptQuery(1, (db: Db, key: string) =>
  db.selectFrom('meta').select('value').where('key', '=', key),
)

/** @returns the value or null */
export async function readSetting(db: Db, key: MetaKey): Promise<string | null> {
  const [row] = await byKey(db, key)
  return row?.value ?? null
}

/** Sets the value. @returns false if it was set before and `once` is asked for */
export async function writeSetting(tx: Tx, key: MetaKey, value: string, once = false): Promise<boolean> {
  const row = await tx
    .insertInto('meta')
    .values({ key, value })
    .onConflict((on) => (once ? on.column('key').doNothing() : on.column('key').doUpdateSet({ value })))
    .returning('key')
    .executeTakeFirst()
  return row !== undefined
}
