import { Catalog, type CatalogEntry, type CatalogKind } from '../domain/catalog.ts'
import { firstFieldId } from '../domain/custom-field.ts'
import type { Engine } from './engine/engine.ts'
import { fromJson } from './json.ts'
import { keptQuery } from './kept-query.ts'
import type { Db, NewRow, Row, Tx } from './schema.ts'

/** Last catalog read through each handle's database, so that an unchanged one costs a single small look-up. */
const kept = new WeakMap<object, Catalog>()

const readMark = keptQuery(0, (db: Db) => db.selectFrom('meta').select('value').where('key', '=', 'catalog'))

/**
 * @param engine whose catalog it is; what was read before is kept for it
 * @returns all look-ups as they are now; inside a transaction as that transaction sees them
 */
export async function loadCatalog(db: Db, engine: Pick<Engine, 'db'>): Promise<Catalog> {
  const [mark] = await readMark(db)
  const version = Number(mark?.value ?? 0)
  const known = kept.get(engine)
  if (known && known.version === version) return known
  const rows = await db
    .selectFrom('catalog')
    .selectAll()
    .orderBy('kind')
    .orderBy('position')
    .orderBy('id')
    .execute()
  const fresh = new Catalog(version, rows.map(toEntry))
  // What a transaction sees may never be committed, and its version would then come to mean something else.
  if (db === engine.db) kept.set(engine, fresh)
  return fresh
}

/** Adds an entry under the next id of its kind. @returns the id */
export async function addCatalogEntry(
  tx: Tx,
  draft: Omit<CatalogEntry, 'id' | 'position' | 'deleted'>,
): Promise<number> {
  // Counting on is safe here: the mark is locked first, so only one transaction at a time adds look-ups.
  await touchCatalog(tx)
  const last = await tx
    .selectFrom('catalog')
    .select((of) => [of.fn.max('id').as('id'), of.fn.max('position').as('position')])
    .where('kind', '=', draft.kind)
    .executeTakeFirst()
  const id = Math.max((last?.id ?? 0) + 1, draft.kind === 'field' ? firstFieldId : 1)
  await insertCatalogEntries(tx, [{ ...draft, id, position: (last?.position ?? 0) + 1, deleted: false }])
  return id
}

/** Writes the entry's new values, or marks it deleted at `deletedAt`, which frees its name. */
export async function saveCatalogEntry(tx: Tx, entry: CatalogEntry, deletedAt: number | null): Promise<void> {
  await touchCatalog(tx)
  const { kind: _kind, id: _id, ...values } = toRow({ ...entry, deleted: deletedAt !== null })
  await tx
    .updateTable('catalog')
    .set({ ...values, deleted_at: deletedAt })
    .where('kind', '=', entry.kind)
    .where('id', '=', entry.id)
    .execute()
}

/** Inserts entries with the ids they have. */
export async function insertCatalogEntries(tx: Tx, entries: readonly CatalogEntry[]): Promise<void> {
  await tx.insertInto('catalog').values(entries.map(toRow)).execute()
}

async function touchCatalog(tx: Tx): Promise<void> {
  await tx
    .updateTable('meta')
    .set((of) => ({ value: of.cast<string>(of(of.cast<number>('value', 'bigint'), '+', 1), 'text') }))
    .where('key', '=', 'catalog')
    .execute()
}

function toEntry(row: Row<'catalog'>): CatalogEntry {
  return {
    kind: row.kind as CatalogKind,
    id: row.id,
    name: row.name,
    description: row.description,
    parentId: row.parent_id,
    position: row.position,
    data: fromJson<CatalogEntry['data']>(row.data),
    deleted: row.deleted_at !== null,
  }
}

function toRow(entry: CatalogEntry): NewRow<'catalog'> {
  return {
    kind: entry.kind,
    id: entry.id,
    name: entry.name,
    description: entry.description,
    parent_id: entry.parentId,
    position: entry.position,
    data: JSON.stringify(entry.data),
    deleted_at: entry.deleted ? 0 : null,
    name_key: entry.deleted
      ? null
      : `${entry.kind}:${entry.parentId ?? ''}:${entry.name.trim().toLowerCase()}`,
  }
}
