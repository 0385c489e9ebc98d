import { type Kysely, sql } from 'kysely'
import type { Engine } from '../engine/engine.ts'
import type { Db, Tables, Tx } from '../schema.ts'
import { addMarks } from '../sealed-index.ts'
import { type Fields, type SealedTableName, sealedTables } from './columns.ts'
import { columnsOf, marksOf, openRow, settleRow } from './row.ts'
import { readState, type SealState, stateKey } from './state.ts'
import { writeColumns } from './walk-rows.ts'

/** How far the rows were gone through, for one version of the state; in `meta`, so that anybody can go on. */
interface Progress {
  readonly version: number
  /** `bytes` comes after the last table, `end` after that. */
  readonly at: SealedTableName | 'bytes' | 'end'
  /** The last row, or the name of the last file, that is done. */
  readonly after: number | string
}

const progressKey = 'encryption:progress'

/** Most rows of one transaction: short enough that nobody waits for their locks. */
const batch = 200

const tables = Object.keys(sealedTables) as SealedTableName[]

/**
 * Brings the next rows into the form in which they would be written now: sealed with the newest key, or clear. Each call is
 * one transaction and remembers how far it came, so whatever interrupts them, the next call goes on; two processes at once
 * share the work.
 * @returns where it stands now
 */
export async function settleNext(engine: Engine, tx: Tx): Promise<Progress['at']> {
  const progress = await lockProgress(tx)
  if (progress.at === 'bytes' || progress.at === 'end') return progress.at
  const table = progress.at
  const rows = await nextRows(engine, tx, table, Number(progress.after))
  const { key } = sealedTables[table]
  for (const row of rows) await settle(engine, tx, table, row)
  const last = rows.at(-1)
  const next: Progress =
    rows.length === batch && last
      ? { ...progress, after: Number(last[key]) }
      : { ...progress, at: tables[tables.indexOf(table) + 1] ?? 'bytes', after: 0 }
  await saveProgress(tx, next)
  return next.at
}

async function settle(engine: Engine, tx: Tx, table: SealedTableName, row: Fields): Promise<void> {
  const next = settleRow(tx.seal, engine.keys.activeKey, table, row)
  if (next === row || !(await writeColumns(tx, table, row, next))) return
  if (!columnsOf(table).some(({ indexed }) => indexed)) return
  const id = Number(row[sealedTables[table].key])
  // Marks of custom fields do not depend on keys or groups.
  await tx
    .deleteFrom('sealed_index')
    .where('owner', '=', table)
    .where('owner_id', '=', id)
    .where('field', 'not like', `${table}.fields.%`)
    .execute()
  await addMarks(tx, table, id, marksOf(tx.seal, table, openRow(tx.seal, table, row)))
}

async function nextRows(
  engine: Engine,
  tx: Tx,
  table: SealedTableName,
  after: number,
): Promise<readonly Fields[]> {
  const { key, needs } = sealedTables[table]
  const names = new Set<string>([key, ...needs, ...columnsOf(table).map(({ name }) => name)])
  const columns = sql.join([...names].map((name) => sql.ref(name)))
  const locked = engine.skipLocked ? sql`for update` : sql``
  const { rows } = await sql<Fields>`select ${columns} from ${sql.table(table)}
    where ${sql.ref(key)} > ${after} order by ${sql.ref(key)} limit ${sql.lit(batch)} ${locked}`.execute(tx)
  return rows
}

/** @returns the name of the last file that is done, or null if files are not what is next */
export async function filesDone(tx: Tx): Promise<string | null> {
  const progress = await lockProgress(tx)
  return progress.at === 'bytes' ? String(progress.after === 0 ? '' : progress.after) : null
}

/** Remembers the last file that is done; null when that was all. */
export async function saveFilesDone(tx: Tx, version: number, last: string | null): Promise<void> {
  const progress = await lockProgress(tx)
  if (progress.at !== 'bytes' || progress.version !== version) return
  await saveProgress(tx, { ...progress, ...(last === null ? { at: 'end' } : { after: last }) })
}

/** @returns the state of encryption; throws for a database without keys */
export async function readSealState(db: Db): Promise<SealState> {
  const row = await db.selectFrom('meta').select('value').where('key', '=', stateKey).executeTakeFirst()
  if (!row) throw new Error('the database has no keys yet')
  return readState(row.value)
}

/** @returns how far the work for the present state came; its beginning if it was for another one */
async function lockProgress(tx: Tx): Promise<Progress> {
  const { version } = await readSealState(tx)
  const begin: Progress = { version, at: tables[0] ?? 'bytes', after: 0 }
  const { rows } = await sql<{ value: string }>`insert into meta (key, value)
    values (${progressKey}, ${JSON.stringify(begin)})
    on conflict (key) do update set value = meta.value returning value`.execute(tx as Kysely<Tables>)
  const stored = rows[0] === undefined ? begin : (JSON.parse(rows[0].value) as Progress)
  return stored.version === version ? stored : begin
}

async function saveProgress(tx: Tx, progress: Progress): Promise<void> {
  const value = JSON.stringify(progress)
  await tx.updateTable('meta').set({ value }).where('key', '=', progressKey).execute()
}
