import { sql } from 'kysely'
import type { Tx } from '../schema.ts'
import { type Fields, type SealedTableName, sealedTables } from './columns.ts'
import { closeRow, columnsOf } from './row.ts'
import { sealedStart } from './sealed-text.ts'
import { writeColumns } from './walk-rows.ts'

/** How many rows are changed between two looks at the table. */
const batch = 500

/**
 * A database that had no keys may hold texts that happen to look sealed. They are sealed, so that from now on what looks
 * sealed is.
 */
export async function sealLookalikes(tx: Tx): Promise<void> {
  for (const table of Object.keys(sealedTables) as SealedTableName[]) {
    const { key, needs } = sealedTables[table]
    for (const column of columnsOf(table)) {
      const names = [...new Set([key, ...needs, column.name])]
      const pattern = column.paths === undefined ? `${sealedStart}%` : `%"${sealedStart}%`
      const { rows } = await sql<Fields>`select ${sql.join(names.map((name) => sql.ref(name)))}
        from ${sql.table(table)} where ${sql.ref(column.name)} like ${pattern}`.execute(tx)
      for (const row of rows) await writeColumns(tx, table, row, closeRow(tx.seal, table, row))
    }
  }
}

/** Addresses and login names are found by marks from now on, whatever else is sealed. */
export async function markAddresses(tx: Tx): Promise<void> {
  for (;;) {
    const rows = await tx
      .selectFrom('addresses')
      .select(['key', 'person_id'])
      .where('address', '!=', '')
      .limit(batch)
      .execute()
    for (const { key } of rows) {
      const mark = tx.seal.mark('address', key)
      await tx.updateTable('addresses').set({ key: mark, address: '' }).where('key', '=', key).execute()
    }
    if (rows.length < batch) break
  }
  const logins = await tx
    .selectFrom('people')
    .select(['id', 'login_key'])
    .where('login_key', 'is not', null)
    .execute()
  for (const { id, login_key } of logins) {
    if (login_key === null) continue
    const mark = tx.seal.mark('login', login_key)
    await tx.updateTable('people').set({ login_key: mark }).where('id', '=', id).execute()
  }
}
