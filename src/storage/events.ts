import { type SqlBool, sql } from 'kysely'
import type { Actor, Wire } from '../domain/actor.ts'
import type { DeskEvent, EventKind } from '../domain/event.ts'
import type { Reach } from '../domain/rights.ts'
import { withinReach } from './case-criteria.ts'
import type { Engine } from './engine/engine.ts'
import { fromJson, toJson } from './json.ts'
import { keptInsert } from './kept-query.ts'
import type { Db, NewRow, Row, Tx } from './schema.ts'
import { closeRow, openRow } from './seal/row.ts'
import type { Seal } from './seal/seal.ts'

/** What is recorded; who, when and through which wire come from the actor and the clock. */
export interface NewEvent {
  readonly kind: EventKind
  readonly caseNumber?: number
  readonly subjectId?: number
  readonly internal?: boolean
  readonly changes?: DeskEvent['changes']
}

const insertEvent = keptInsert((tx, row: NewRow<'events'>) => tx.insertInto('events').values(row))

/** Records what happened, in the transaction in which it does. */
export async function recordEvent(tx: Tx, actor: Actor, now: number, event: NewEvent): Promise<void> {
  await recordEvents(tx, actor, now, [event])
}

/** Records several things that happened at once, in their order. */
export async function recordEvents(
  tx: Tx,
  actor: Actor,
  now: number,
  events: readonly NewEvent[],
): Promise<void> {
  const who = {
    at: now,
    wire: actor.wire,
    actor_name:
      actor.credentialName && actor.personId !== null && actor.kind === 'integration'
        ? `${actor.name} (${actor.credentialName})`
        : actor.name,
    person_id: actor.personId,
    credential_id: actor.credentialId,
  }
  const rows = events.map((event) =>
    closeRow(tx.seal, 'events', {
      ...who,
      kind: event.kind,
      case_number: event.caseNumber ?? null,
      subject_id: event.subjectId ?? null,
      internal: event.internal ? 1 : 0,
      changes: toJson(event.changes ?? {}),
    }),
  )
  const [first] = rows
  if (rows.length === 1 && first) {
    await insertEvent(tx, first)
    return
  }
  // Both engines bound the number of values in one statement.
  for (let start = 0; start < rows.length; start += 500) {
    await tx
      .insertInto('events')
      .values(rows.slice(start, start + 500))
      .execute()
  }
}

/** Which events a reader may see; `staff` also sees internal ones, trashed cases and those without a case. */
export interface EventReader {
  readonly reach: Reach
  readonly staff: boolean
  /** Kinds that the reader is not shown. */
  readonly hidden?: readonly EventKind[]
}

/**
 * The change feed: events in the order in which they become visible, without gaps. PostgreSQL hands out ids before
 * transactions commit, so an event counts only once no older transaction can still commit one before it, and the order
 * is by transaction first. SQLite has one writer and needs neither.
 * @param after position of the last event the reader has, or null for the beginning
 */
export async function readFeed(
  engine: Engine,
  reader: EventReader,
  after: string | null,
  limit: number,
): Promise<DeskEvent[]> {
  const [tx, id] = parsePosition(after)
  let query = visible(engine.db, reader)
    .where(sql<SqlBool>`(events.tx > ${tx} or (events.tx = ${tx} and events.id > ${id}))`)
    .orderBy('events.tx')
    .orderBy('events.id')
    .limit(limit)
  if (engine.settledEvents !== null) query = query.where(sql.raw<SqlBool>(engine.settledEvents))
  return (await query.execute()).map((row) => toEvent(row, engine.db.seal))
}

/** @returns the position after the newest event that may be shown, where a new reader starts */
export async function feedEnd(engine: Engine): Promise<string> {
  let query = engine.db
    .selectFrom('events')
    .select(['tx', 'id'])
    .orderBy('tx', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
  if (engine.settledEvents !== null) query = query.where(sql.raw<SqlBool>(engine.settledEvents))
  const last = await query.executeTakeFirst()
  return last ? `${last.tx}.${last.id}` : '0.0'
}

/** @returns whether there are events that may not be shown yet, and will be in a moment (PostgreSQL only) */
export async function hasUnsettledEvents(engine: Engine): Promise<boolean> {
  if (engine.settledEvents === null) return false
  const found = await engine.db
    .selectFrom('events')
    .select('id')
    .where(sql.raw<SqlBool>(`not (${engine.settledEvents})`))
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** @returns what happened to one case, oldest first */
export async function listCaseEvents(db: Db, caseNumber: number, reader: EventReader): Promise<DeskEvent[]> {
  const rows = await visible(db, reader)
    .where('events.case_number', '=', caseNumber)
    .orderBy('events.id')
    .execute()
  return rows.map((row) => toEvent(row, db.seal))
}

function visible(db: Db, reader: EventReader) {
  let query = db
    .selectFrom('events')
    .leftJoin('cases', 'cases.number', 'events.case_number')
    .selectAll('events')
  if (reader.hidden && reader.hidden.length > 0) query = query.where('events.kind', 'not in', reader.hidden)
  if (!reader.staff) {
    query = query
      .where('events.internal', '=', 0)
      .where('cases.trashed_at', 'is', null)
      .where('cases.number', 'is not', null)
      .where(withinReach(reader.reach))
  }
  return query
}

/** @returns transaction and id of a position; the beginning for null */
function parsePosition(position: string | null): [tx: number, id: number] {
  const [tx, id] = (position ?? '0.0').split('.').map(Number)
  return [tx ?? 0, id ?? 0]
}

/** @returns whether the text is a position that the feed has handed out */
export function isPosition(text: string): boolean {
  return /^\d{1,15}\.\d{1,15}$/.test(text)
}

function toEvent(stored: Row<'events'>, seal: Seal): DeskEvent {
  const row = openRow(seal, 'events', stored)
  return {
    id: row.id,
    position: `${row.tx}.${row.id}`,
    at: row.at,
    kind: row.kind as EventKind,
    wire: row.wire as Wire,
    actorName: row.actor_name,
    personId: row.person_id,
    credentialId: row.credential_id,
    caseNumber: row.case_number,
    subjectId: row.subject_id,
    internal: row.internal === 1,
    changes: fromJson<DeskEvent['changes']>(row.changes),
  }
}
