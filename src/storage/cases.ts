import { type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely'
import type { Wire } from '../domain/actor.ts'
import { type Case, caseLookups, type TextFormat } from '../domain/case.ts'
import type { CaseQuery } from '../domain/case-query.ts'
import { caseCondition, caseOperand, columnName, sealedOperand, withinReach } from './case-criteria.ts'
import type { Engine } from './engine/engine.ts'
import { fromJson, toJson } from './json.ts'
import { keptInsert, keptQuery } from './kept-query.ts'
import type { Db, NewRow, Row, Tables, Tx } from './schema.ts'
import { closeRow, marksOf, openRow } from './seal/row.ts'
import type { Seal } from './seal/seal.ts'
import { refuseSealedSort } from './sealed-criteria.ts'
import { closeFields, fieldMarks, holdsSecrets, openFields } from './sealed-fields.ts'
import { addMarks, removeMarks, replaceMarks } from './sealed-index.ts'

const caseByNumber = keptQuery(1, (db: Db, number: number) =>
  db.selectFrom('cases').selectAll().where('number', '=', number),
)

/** @returns the case, also a trashed one, or undefined */
export async function findCase(db: Db, number: number): Promise<Case | undefined> {
  if (!Number.isSafeInteger(number)) return undefined
  const [row] = await caseByNumber(db, number)
  return row && toCase(row, db.seal)
}

/** @returns the case with that guid, in lower case with dashes */
export async function findCaseByGuid(db: Db, guid: string): Promise<Case | undefined> {
  const row = await db.selectFrom('cases').selectAll().where('guid', '=', guid).executeTakeFirst()
  return row && toCase(row, db.seal)
}

/** @returns the case, locked until the transaction ends so that nobody decides on it meanwhile */
export async function findCaseToChange(engine: Engine, tx: Tx, number: number): Promise<Case | undefined> {
  if (!Number.isSafeInteger(number)) return undefined
  await engine.lockRow(tx, 'cases', number)
  return findCase(tx, number)
}

/** @returns the cases by number; missing ones are not in the map */
export async function findCases(db: Db, numbers: Iterable<number | null>): Promise<Map<number, Case>> {
  const wanted = [...new Set(numbers)].filter((number) => number !== null)
  if (wanted.length === 0) return new Map()
  const rows = await db.selectFrom('cases').selectAll().where('number', 'in', wanted).execute()
  return new Map(rows.map((row) => [row.number, toCase(row, db.seal)]))
}

/** @returns the cases of the query in its order; ties by number in the same direction */
export async function listCases(db: Db, engine: Engine['name'], query: CaseQuery): Promise<Case[]> {
  const runs = statusRuns(query)
  const found = runs
    ? db.selectFrom('cases').where('number', 'in', pageOfEach(db, engine, runs))
    : filtered(db, engine, query)
  const rows = await inOrder(db, found, engine, query)
    .selectAll()
    .limit(query.limit)
    .offset(query.offset ?? 0)
    .execute()
  return rows.map((row) => toCase(row, db.seal))
}

/**
 * A list of several statuses by last change, as one query for each status. Each reads its page from the end of one index;
 * together, an engine would read and sort every case of them.
 * @returns null where that does not fit the query
 */
function statusRuns(query: CaseQuery): CaseQuery[] | null {
  const among = query.where.find(
    (each) => 'is' in each && each.is === 'in' && 'column' in each.of && each.of.column === 'status',
  )
  if (query.sort.by !== 'updated_at' || !among || !('values' in among)) return null
  if (among.values.length < 2 || among.values.length > 10) return null
  const others = query.where.filter((each) => each !== among)
  const { offset = 0, ...rest } = query
  const limit = query.limit + offset
  return among.values.map((value) => ({ ...rest, limit, where: [{ ...among, values: [value] }, ...others] }))
}

function pageOfEach(db: Db, engine: Engine['name'], runs: readonly CaseQuery[]) {
  const pages = runs.map((run) => {
    const page = inOrder(db, filtered(db, engine, run), engine, run)
      .select('number')
      .limit(run.limit)
    // In parentheses of its own, because only whole queries can be sorted and cut.
    return db.selectFrom(page.as('page')).select('number')
  })
  return pages.reduce((all, page) => all.unionAll(page))
}

function inOrder<O>(
  db: Db,
  select: SelectQueryBuilder<Tables, 'cases', O>,
  engine: Engine['name'],
  query: CaseQuery,
) {
  const { by, order, emptyLast } = query.sort
  refuseSealedSort(db.seal, sealedOperand(typeof by === 'string' ? { column: by } : by))
  const column = typeof by === 'string' ? sql`${sql.ref(columnName(by))}` : caseOperand(by, engine)
  const emptyFirst = order === 'asc' && !emptyLast
  const neverEmpty = by === 'number' || by === 'created_at' || by === 'updated_at'
  let ordered = select
  if (query.after) {
    const empty = neverEmpty ? 'none' : emptyFirst ? 'first' : 'last'
    ordered = ordered.where(isBeyond(query.after, column, order, empty))
  }
  ordered = ordered.orderBy(
    sql`${column} ${sql.raw(neverEmpty ? order : `${order} nulls ${emptyFirst ? 'first' : 'last'}`)}`,
  )
  return by === 'number' ? ordered : ordered.orderBy('cases.number', order)
}

/** The condition that a case comes after the place; those without a value stand together at one end. */
function isBeyond(
  place: NonNullable<CaseQuery['after']>,
  column: RawBuilder<unknown>,
  order: 'asc' | 'desc',
  empty: 'none' | 'first' | 'last',
): RawBuilder<SqlBool> {
  const beyond = sql.raw(order === 'asc' ? '>' : '<')
  const { value, number } = place
  // Compared as a pair, so that an index on both is entered at the place instead of read from its beginning.
  if (empty === 'none') return sql<SqlBool>`(${column}, cases.number) ${beyond} (${value}, ${number})`
  if (value === null) {
    const sameEnd = sql<SqlBool>`(${column} is null and cases.number ${beyond} ${number})`
    return empty === 'first' ? sql<SqlBool>`(${column} is not null or ${sameEnd})` : sameEnd
  }
  const further = sql<SqlBool>`(${column} ${beyond} ${value} or (${column} = ${value} and cases.number ${beyond} ${number}))`
  return empty === 'last' ? sql<SqlBool>`(${column} is null or ${further})` : further
}

/** @returns how many cases the query finds, pages aside */
export async function countCases(
  db: Db,
  engine: Engine['name'],
  query: Pick<CaseQuery, 'reach' | 'trash' | 'where'>,
): Promise<number> {
  const row = await filtered(db, engine, query)
    .select((of) => of.fn.countAll<number>().as('total'))
    .executeTakeFirst()
  return Number(row?.total ?? 0)
}

function filtered(db: Db, engine: Engine['name'], query: Pick<CaseQuery, 'reach' | 'trash' | 'where'>) {
  let select = db.selectFrom('cases').where(withinReach(query.reach))
  if (query.trash === 'without') select = select.where('trashed_at', 'is', null)
  if (query.trash === 'only') select = select.where('trashed_at', 'is not', null)
  for (const criterion of query.where) select = select.where(caseCondition(criterion, engine, db.seal))
  return select
}

const insertCase = keptInsert((tx, row: NewRow<'cases'>) =>
  tx.insertInto('cases').values(row).returning('number'),
)

/** Adds a case. @returns its number */
export async function addCase(tx: Tx, draft: Omit<Case, 'number'>): Promise<number> {
  const row = {
    ...toRow(draft, tx.seal),
    guid: draft.guid,
    wire: draft.wire,
    created_at: draft.createdAt,
  } satisfies NewRow<'cases'>
  const [added] = await insertCase(tx, closeRow(tx.seal, 'cases', row))
  if (!added) throw new Error('a case was not added')
  const marks = [...marksOf(tx.seal, 'cases', row), ...fieldMarks(tx.seal, 'cases', draft.fields)]
  await addMarks(tx, 'cases', added.number, marks)
  return added.number
}

/**
 * Writes the case as it now is.
 * @param before it, if its fields may hold secrets no more that they held
 */
export async function saveCase(tx: Tx, changed: Case, before?: Case): Promise<void> {
  const row = { ...toRow(changed, tx.seal), guid: changed.guid, wire: changed.wire }
  await tx
    .updateTable('cases')
    .set(closeRow(tx.seal, 'cases', row))
    .where('number', '=', changed.number)
    .execute()
  if (before && holdsSecrets(before.fields)) await removeMarks(tx, 'cases', changed.number)
  const marks = [...marksOf(tx.seal, 'cases', row), ...fieldMarks(tx.seal, 'cases', changed.fields)]
  await replaceMarks(tx, 'cases', changed.number, marks)
}

const touch = keptQuery(2, (tx: Tx, now: number, number: number) =>
  tx
    .updateTable('cases')
    .set((of) => ({ updated_at: now, version: of('version', '+', of.lit(1)) }))
    .where('number', '=', number),
)

/** Notes that something under the case changed; `respondedAt` also that the desk has answered. */
export async function touchCase(tx: Tx, number: number, now: number, respondedAt?: number): Promise<void> {
  await touch(tx, now, number)
  if (respondedAt === undefined) return
  await tx.updateTable('cases').set({ responded_at: respondedAt }).where('number', '=', number).execute()
}

/** The same for several cases. */
export async function touchCases(tx: Tx, numbers: Iterable<number>, now: number): Promise<void> {
  const distinct = [...new Set(numbers)].sort((a, b) => a - b)
  // Both engines bound the number of values in one statement.
  for (let start = 0; start < distinct.length; start += 500) {
    await tx
      .updateTable('cases')
      .set((of) => ({ updated_at: now, version: of('version', '+', 1) }))
      .where('number', 'in', distinct.slice(start, start + 500))
      .execute()
  }
}

/** Removes the case and everything under it for good, its history aside. The caller has released its files. */
export async function removeCase(tx: Tx, number: number): Promise<void> {
  for (const table of ['attachments', 'worklogs', 'messages'] as const) {
    await tx.deleteFrom(table).where('case_number', '=', number).execute()
  }
  await tx.deleteFrom('cases').where('number', '=', number).execute()
  await removeMarks(tx, 'cases', number)
}

/** Rows of `cases` as the domain sees them. */
function toCase(stored: Row<'cases'>, seal: Seal): Case {
  const row = openRow(seal, 'cases', stored)
  const { tag_ids, resolution, closure, fields, details } = row
  return {
    number: row.number,
    guid: row.guid,
    subject: row.subject,
    description: row.description,
    descriptionFormat: row.description_format as TextFormat,
    status: row.status_id,
    priority: row.priority_id,
    urgency: row.urgency_id,
    impact: row.impact_id,
    level: row.level_id,
    mode: row.mode_id,
    request_type: row.request_type_id,
    category: row.category_id,
    subcategory: row.subcategory_id,
    item: row.item_id,
    service_category: row.service_category_id,
    template: row.template_id,
    site: row.site_id,
    group: row.group_id,
    source: row.source_id,
    requesterId: row.requester_id,
    createdById: row.created_by_id,
    assigneeId: row.assignee_id,
    partnerId: row.partner_id,
    providerId: row.provider_id,
    acceptedAt: row.accepted_at,
    wire: row.wire as Wire,
    credentialId: row.credential_id,
    accountId: row.account_id,
    externalId: row.external_id,
    tagIds: fromJson<number[]>(tag_ids),
    resolution: fromJson<NonNullable<Case['resolution']>>(resolution),
    closure: fromJson<NonNullable<Case['closure']>>(closure),
    callbackUrl: row.callback_url,
    dueAt: row.due_at,
    firstResponseDueAt: row.first_response_due_at,
    assignedAt: row.assigned_at,
    respondedAt: row.responded_at,
    onHoldAt: row.on_hold_at,
    resolvedAt: row.resolved_at,
    completedAt: row.completed_at,
    trashedAt: row.trashed_at,
    reopened: row.reopened === 1,
    fields: openFields(seal, 'cases', row.guid, fields),
    details: fromJson<Case['details']>(details),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    version: row.version,
  }
}

/** Everything but what never changes: number, guid, wire and time of opening. */
function toRow(of: Omit<Case, 'number'>, seal: Seal) {
  type LookupColumns = { [K in (typeof caseLookups)[number] as `${K}_id`]: Case[K] }
  const lookups = Object.fromEntries(caseLookups.map((key) => [`${key}_id`, of[key]])) as LookupColumns
  return {
    ...lookups,
    subject: of.subject,
    description: of.description,
    description_format: of.descriptionFormat,
    requester_id: of.requesterId,
    created_by_id: of.createdById,
    assignee_id: of.assigneeId,
    partner_id: of.partnerId,
    provider_id: of.providerId,
    accepted_at: of.acceptedAt,
    credential_id: of.credentialId,
    account_id: of.accountId,
    external_id: of.externalId,
    tag_ids: toJson(of.tagIds),
    resolution: toJson(of.resolution),
    closure: toJson(of.closure),
    callback_url: of.callbackUrl,
    due_at: of.dueAt,
    first_response_due_at: of.firstResponseDueAt,
    assigned_at: of.assignedAt,
    responded_at: of.respondedAt,
    on_hold_at: of.onHoldAt,
    resolved_at: of.resolvedAt,
    completed_at: of.completedAt,
    trashed_at: of.trashedAt,
    reopened: of.reopened ? 1 : 0,
    fields: closeFields(seal, 'cases', of.guid, of.fields),
    details: toJson(of.details),
    updated_at: of.updatedAt,
    version: of.version,
  }
}
