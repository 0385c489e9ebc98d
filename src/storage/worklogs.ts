import type { Worklog } from '../domain/worklog.ts'
import type { Db, Row, Tx } from './schema.ts'
import { closeRow, openRow } from './seal/row.ts'
import type { Seal } from './seal/seal.ts'

/** @returns the worklog or undefined */
export async function findWorklog(db: Db, id: number): Promise<Worklog | undefined> {
  if (!Number.isSafeInteger(id)) return undefined
  const row = await db.selectFrom('worklogs').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toWorklog(row, db.seal)
}

/** @returns the worklogs of a case by id */
export async function listWorklogs(db: Db, caseNumber: number): Promise<Worklog[]> {
  const rows = await db
    .selectFrom('worklogs')
    .selectAll()
    .where('case_number', '=', caseNumber)
    .orderBy('id')
    .execute()
  return rows.map((row) => toWorklog(row, db.seal))
}

/** Adds a worklog. @returns its id */
export async function addWorklog(tx: Tx, draft: Omit<Worklog, 'id'>): Promise<number> {
  const fixed = {
    guid: draft.guid,
    case_number: draft.caseNumber,
    created_by_id: draft.createdById,
    created_at: draft.createdAt,
  }
  const { id } = await tx
    .insertInto('worklogs')
    .values(closeRow(tx.seal, 'worklogs', { ...fixed, ...changeable(draft) }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Writes what may change of a worklog. */
export async function saveWorklog(tx: Tx, worklog: Worklog): Promise<void> {
  const row = { ...changeable(worklog), guid: worklog.guid }
  await tx
    .updateTable('worklogs')
    .set(closeRow(tx.seal, 'worklogs', row))
    .where('id', '=', worklog.id)
    .execute()
}

/** Removes the worklog for good. */
export async function removeWorklog(tx: Tx, id: number): Promise<void> {
  await tx.deleteFrom('worklogs').where('id', '=', id).execute()
}

function changeable(of: Omit<Worklog, 'id'>) {
  return {
    owner_id: of.ownerId,
    description: of.description,
    started_at: of.startedAt,
    ended_at: of.endedAt,
    minutes: of.minutes,
    type_id: of.typeId,
    other_cost: of.otherCost,
    owner_cost: of.ownerCost,
    include_non_operational: of.includeNonOperational ? 1 : 0,
    updated_at: of.updatedAt,
  }
}

function toWorklog(stored: Row<'worklogs'>, seal: Seal): Worklog {
  const row = openRow(seal, 'worklogs', stored)
  return {
    id: row.id,
    guid: row.guid,
    caseNumber: row.case_number,
    ownerId: row.owner_id,
    description: row.description,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    minutes: row.minutes,
    typeId: row.type_id,
    otherCost: row.other_cost,
    ownerCost: row.owner_cost,
    includeNonOperational: row.include_non_operational === 1,
    createdById: row.created_by_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
