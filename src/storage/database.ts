import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { CatalogEntry } from '../domain/catalog.ts'
import { defaultCatalog } from '../domain/catalog-defaults.ts'
import { insertCatalogEntries } from './catalog.ts'
import type { Engine } from './engine/engine.ts'
import { openPostgres } from './engine/postgres.ts'
import { openSqlite } from './engine/sqlite.ts'
import { migrations } from './migrations/list.ts'
import type { Migration } from './migrations/migration.ts'

export type { Engine } from './engine/engine.ts'

/**
 * Opens the database without touching its schema.
 * @param where a `postgres://` URL, or the data folder for the embedded database (made if missing)
 */
export async function openDatabase(where: { url: string | null; folder: string }): Promise<Engine> {
  if (where.url !== null) return openPostgres(where.url)
  await mkdir(where.folder, { recursive: true, mode: 0o700 })
  return openSqlite(join(where.folder, 'caseloom.db'))
}

/** @returns names of the migrations that the database has, in order; empty for a new database */
async function appliedMigrations(engine: Engine): Promise<string[]> {
  if (!(await engine.hasSchema())) return []
  const rows = await engine.db
    .selectFrom('meta')
    .select('key')
    .where('key', 'like', 'migration:%')
    .orderBy('key')
    .execute()
  return rows.map((row) => row.key.slice('migration:'.length))
}

/** @returns the migrations that this program has and the database has not; `unknown` are those the other way round */
export async function pendingMigrations(
  engine: Engine,
  steps: readonly Migration[] = migrations,
): Promise<{ isNew: boolean; pending: string[]; unknown: string[] }> {
  const done = await appliedMigrations(engine)
  return {
    isNew: done.length === 0,
    pending: steps.map(({ name }) => name).filter((name) => !done.includes(name)),
    unknown: done.filter((name) => !steps.some((step) => step.name === name)),
  }
}

/**
 * Brings the schema up to date and fills a new database with the default look-ups. Safe to call from several
 * processes at once and to interrupt: each step is one transaction.
 * @returns names of the steps that were taken
 */
export async function migrate(
  engine: Engine,
  now: number,
  steps: readonly Migration[] = migrations,
): Promise<string[]> {
  const done = new Set(await appliedMigrations(engine))
  const taken: string[] = []
  for (const migration of steps) {
    if (done.has(migration.name)) continue
    const mark = `insert into meta (key, value) values ('migration:${migration.name}', '${now}')`
    try {
      await engine.migrate([...migration.statements(engine.words), mark])
    } catch (error) {
      // Another process may have taken the same step while this one waited for its turn.
      if ((await appliedMigrations(engine)).includes(migration.name)) continue
      throw error
    }
    taken.push(migration.name)
  }
  await fillCatalog(engine, defaultCatalog())
  return taken
}

async function fillCatalog(engine: Engine, entries: readonly CatalogEntry[]): Promise<void> {
  await engine.write(async (tx) => {
    const marked = await tx
      .insertInto('meta')
      .values({ key: 'catalog', value: '1' })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .returning('key')
      .executeTakeFirst()
    if (marked) await insertCatalogEntries(tx, entries)
  })
}
