import { sql } from 'kysely'
import type { Tx } from '../schema.ts'
import { type Fields, type SealedTableName, sealedTables } from './columns.ts'
import { columnsOf } from './row.ts'

/** Writes the columns that may be sealed and differ. @returns whether any did */
export async function writeColumns(
  tx: Tx,
  table: SealedTableName,
  before: Fields,
  after: Fields,
): Promise<boolean> {
  const names = columnsOf(table)
    .map(({ name }) => name)
    .filter((name) => after[name] !== before[name])
  if (names.length === 0) return false
  const { key } = sealedTables[table]
  const changes = names.map((name) => sql`${sql.ref(name)} = ${after[name]}`)
  await sql`update ${sql.table(table)} set ${sql.join(changes)}
    where ${sql.ref(key)} = ${before[key]}`.execute(tx)
  return true
}
