import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { CustomRecord, RecordCriterion, RecordOperand, RecordQuery } from '../domain/record.ts'
import { comparison } from './comparison.ts'
import type { Engine } from './engine/engine.ts'
import { fieldCondition, fieldOperand, isTextField } from './field-criteria.ts'
import type { Db, Row, Tx } from './schema.ts'
import type { Seal } from './seal/seal.ts'
import { closeFields, fieldMarks, openFields } from './sealed-fields.ts'
import { addMarks, removeMarks } from './sealed-index.ts'

/** @returns the record of that module or undefined */
export async function findRecord(db: Db, moduleId: number, id: number): Promise<CustomRecord | undefined> {
  if (!Number.isSafeInteger(id)) return undefined
  const row = await db
    .selectFrom('records')
    .selectAll()
    .where('id', '=', id)
    .where('module_id', '=', moduleId)
    .executeTakeFirst()
  return row && toRecord(row, db.seal)
}

/** The same inside a transaction, locked until its end so that nobody decides on it meanwhile. */
export async function findRecordToChange(
  engine: Engine,
  tx: Tx,
  moduleId: number,
  id: number,
): Promise<CustomRecord | undefined> {
  if (!Number.isSafeInteger(id)) return undefined
  await engine.lockRow(tx, 'records', id)
  return findRecord(tx, moduleId, id)
}

/** @returns the titles of records by id, whatever their module */
export async function recordTitles(db: Db, ids: readonly number[]): Promise<Map<number, string>> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  const rows = await db.selectFrom('records').select(['id', 'title']).where('id', 'in', wanted).execute()
  return new Map(rows.map((row) => [row.id, row.title]))
}

/** @returns the records of the query in its order; ties by id in the same direction */
export async function queryRecords(
  db: Db,
  engine: Engine['name'],
  query: RecordQuery,
): Promise<CustomRecord[]> {
  const { by, order } = query.sort
  const nulls = sql.raw(order === 'asc' ? 'asc nulls first' : 'desc nulls last')
  const key = isText(by) ? sql`lower(${operand(by, engine)})` : operand(by, engine)
  const rows = await filtered(db, engine, query)
    .selectAll('records')
    .orderBy(sql`${key} ${nulls}`)
    .orderBy('records.id', order)
    .limit(query.limit)
    .offset(query.offset)
    .execute()
  return rows.map((row) => toRecord(row, db.seal))
}

/** @returns how many records the query finds, pages aside */
export async function countRecords(
  db: Db,
  engine: Engine['name'],
  query: Pick<RecordQuery, 'moduleId' | 'where'>,
): Promise<number> {
  const row = await filtered(db, engine, query)
    .select((of) => of.fn.countAll<number>().as('total'))
    .executeTakeFirst()
  return Number(row?.total ?? 0)
}

/** Adds a record. @returns its id */
export async function addRecord(tx: Tx, draft: Omit<CustomRecord, 'id'>): Promise<number> {
  const { id } = await tx
    .insertInto('records')
    .values({
      ...toRow(draft, tx.seal),
      guid: draft.guid,
      module_id: draft.moduleId,
      created_by_id: draft.createdById,
      created_at: draft.createdAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await addMarks(tx, 'records', id, fieldMarks(tx.seal, 'records', draft.fields))
  return id
}

/** Writes the record as it now is. */
export async function saveRecord(tx: Tx, changed: CustomRecord): Promise<void> {
  await tx.updateTable('records').set(toRow(changed, tx.seal)).where('id', '=', changed.id).execute()
  await removeMarks(tx, 'records', changed.id)
  await addMarks(tx, 'records', changed.id, fieldMarks(tx.seal, 'records', changed.fields))
}

/** Removes the record for good. */
export async function removeRecord(tx: Tx, id: number): Promise<void> {
  await tx.deleteFrom('records').where('id', '=', id).execute()
  await removeMarks(tx, 'records', id)
}

/** Removes every record of the module for good. */
export async function removeRecordsOf(tx: Tx, moduleId: number): Promise<void> {
  await tx
    .deleteFrom('sealed_index')
    .where('owner', '=', 'records')
    .where('owner_id', 'in', (of) => of.selectFrom('records').select('id').where('module_id', '=', moduleId))
    .execute()
  await tx.deleteFrom('records').where('module_id', '=', moduleId).execute()
}

function filtered(db: Db, engine: Engine['name'], query: Pick<RecordQuery, 'moduleId' | 'where'>) {
  let select = db.selectFrom('records').where('records.module_id', '=', query.moduleId)
  for (const criterion of query.where) select = select.where(condition(criterion, engine, db.seal))
  return select
}

function condition(criterion: RecordCriterion, engine: Engine['name'], seal: Seal): Expression<SqlBool> {
  if ('all' in criterion) return joined(criterion.all, 'and', engine, seal)
  if ('any' in criterion) return joined(criterion.any, 'or', engine, seal)
  if ('not' in criterion)
    return sql<SqlBool>`not coalesce((${condition(criterion.not, engine, seal)}), 1 = 0)`
  if ('field' in criterion) return fieldCondition('records', criterion, engine, seal)
  return comparison(operand(criterion.of, engine), isText(criterion.of), criterion)
}

function joined(
  criteria: readonly RecordCriterion[],
  word: 'and' | 'or',
  engine: Engine['name'],
  seal: Seal,
): Expression<SqlBool> {
  if (criteria.length === 0) return word === 'and' ? sql<SqlBool>`1 = 1` : sql<SqlBool>`1 = 0`
  const parts = criteria.map((each) => sql`(${condition(each, engine, seal)})`)
  return sql<SqlBool>`(${sql.join(parts, word === 'and' ? sql` and ` : sql` or `)})`
}

function operand(of: RecordOperand, engine: Engine['name']): RawBuilder<unknown> {
  if ('column' in of) return sql`${sql.ref(`records.${of.column}`)}`
  if ('person' in of) {
    return sql`(select ${sql.ref(`people.${of.fact}`)} from people
      where people.id = ${sql.ref(`records.${of.person}_id`)})`
  }
  return fieldOperand('records', of, engine)
}

function isText(of: RecordOperand): boolean {
  if ('column' in of) return of.column === 'title' || of.column === 'description'
  return 'person' in of || isTextField(of)
}

function toRecord(row: Row<'records'>, seal: Seal): CustomRecord {
  return {
    id: row.id,
    guid: row.guid,
    moduleId: row.module_id,
    title: row.title,
    description: row.description,
    fields: openFields(seal, 'records', row.guid, row.fields),
    createdById: row.created_by_id,
    updatedById: row.updated_by_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

/** Everything but what never changes. */
function toRow(of: Omit<CustomRecord, 'id'>, seal: Seal) {
  return {
    title: of.title,
    description: of.description,
    fields: closeFields(seal, 'records', of.guid, of.fields),
    updated_by_id: of.updatedById,
    updated_at: of.updatedAt,
  }
}
