import { type SqlBool, sql } from 'kysely'
import type { Side, Wire } from '../domain/actor.ts'
import type { TextFormat } from '../domain/case.ts'
import type { Message, MessageForm, MessageType } from '../domain/message.ts'
import { fromJson, toJson } from './json.ts'
import { keptInsert, keptQuery } from './kept-query.ts'
import type { Db, NewRow, Row, Tx } from './schema.ts'
import { closeRow, openRow } from './seal/row.ts'
import type { Seal } from './seal/seal.ts'
import { sealedStart } from './seal/sealed-text.ts'
import { isUnreplied } from './unreplied.ts'

/** @returns the message, also a deleted one, or undefined */
export async function findMessage(db: Db, id: number): Promise<Message | undefined> {
  if (!Number.isSafeInteger(id)) return undefined
  const row = await db.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toMessage(row, db.seal)
}

/** @returns the messages of those ids, deleted ones too */
export async function findMessages(db: Db, ids: readonly number[]): Promise<Map<number, Message>> {
  const found = new Map<number, Message>()
  // Both engines bound the number of values in one statement.
  for (let start = 0; start < ids.length; start += 500) {
    const rows = await db
      .selectFrom('messages')
      .selectAll()
      .where('id', 'in', ids.slice(start, start + 500))
      .execute()
    for (const row of rows) found.set(row.id, toMessage(row, db.seal))
  }
  return found
}

const messagesOf = keptQuery(1, (db: Db, caseNumber: number) =>
  db
    .selectFrom('messages')
    .selectAll()
    .where('case_number', '=', caseNumber)
    .where('deleted_at', 'is', null)
    .orderBy('id'),
)

/** @returns the messages of a case that are not deleted, oldest first */
export async function listMessages(db: Db, caseNumber: number): Promise<Message[]> {
  return (await messagesOf(db, caseNumber)).map((row) => toMessage(row, db.seal))
}

const insertMessage = keptInsert((tx, row: NewRow<'messages'>) =>
  tx.insertInto('messages').values(row).returning('id'),
)

/** Adds a message. @returns its id */
export async function addMessage(tx: Tx, draft: Omit<Message, 'id'>): Promise<number> {
  const row = {
    guid: draft.guid,
    case_number: draft.caseNumber,
    form: draft.form,
    side: draft.side,
    provider_id: draft.providerId,
    type: draft.type,
    author_id: draft.authorId,
    author_name: draft.authorName,
    account_id: draft.accountId,
    credential_id: draft.credentialId,
    wire: draft.wire,
    external_id: draft.externalId,
    parent_id: draft.parentId,
    user_email: draft.userEmail,
    user_name: draft.userName,
    declared_at: draft.declaredAt,
    created_at: draft.createdAt,
    ...changeable(draft),
  }
  const [added] = await insertMessage(tx, closeRow(tx.seal, 'messages', row))
  if (!added) throw new Error('a message was not added')
  return added.id
}

/** Writes what may change of a message. */
export async function saveMessage(tx: Tx, message: Message): Promise<void> {
  const row = { ...changeable(message), guid: message.guid, form: message.form }
  await tx
    .updateTable('messages')
    .set(closeRow(tx.seal, 'messages', row))
    .where('id', '=', message.id)
    .execute()
}

/**
 * Confirms those of the messages that are not confirmed yet.
 * @returns the ids of those that this call did, so that two at once yield one time
 */
export async function confirmMessages(tx: Tx, ids: readonly number[], now: number): Promise<number[]> {
  const done: number[] = []
  // Both engines bound the number of values in one statement.
  for (let start = 0; start < ids.length; start += 500) {
    const rows = await tx
      .updateTable('messages')
      .set({ confirmed_at: now, updated_at: now })
      .where('id', 'in', ids.slice(start, start + 500))
      .where('confirmed_at', 'is', null)
      .returning('id')
      .execute()
    done.push(...rows.map(({ id }) => id))
  }
  return done.sort((a, b) => a - b)
}

/** How many notes and other messages a case has, deleted ones aside. */
export interface MessageCounts {
  readonly notes: number
  readonly replies: number
  /** Words of the requester's side that the desk has not answered since. */
  readonly unreplied: number
}

/** @returns counts by case number, for the cases that have any; what a note is says `isNote` */
export async function countMessages(
  db: Db,
  caseNumbers: readonly number[],
): Promise<Map<number, MessageCounts>> {
  if (caseNumbers.length === 0) return new Map()
  const isNote = sql<SqlBool>`(form = 'note' or (form = 'party' and internal = 1))`
  const rows = await db
    .selectFrom('messages')
    .select((of) => [
      'case_number',
      of.fn.countAll<number>().filterWhere(isNote).as('notes'),
      of.fn.countAll<number>().filterWhere(isUnreplied).as('unreplied'),
      of.fn.countAll<number>().as('all'),
    ])
    .where('case_number', 'in', caseNumbers)
    .where('deleted_at', 'is', null)
    .groupBy('case_number')
    .execute()
  return new Map(
    rows.map((row) => {
      const notes = Number(row.notes)
      return [row.case_number, { notes, replies: Number(row.all) - notes, unreplied: Number(row.unreplied) }]
    }),
  )
}

/** How much of them is read, in characters. */
const longestWords = 2_000

/** What the newest words of a case are, without the rest of the message. */
export interface NewestWords {
  readonly side: Side | null
  /** The first 2,000 characters. */
  readonly body: string | null
  readonly bodyFormat: TextFormat
}

/**
 * @returns by case number the newest message that the audience sees, and the newest of the conversation with the requester;
 *   cases without any are not in the map
 */
export async function newestWords(
  db: Db,
  caseNumbers: readonly number[],
  audience: 'everyone' | 'provider' | 'staff',
): Promise<Map<number, { seen: NewestWords | null; public: NewestWords | null }>> {
  if (caseNumbers.length === 0) return new Map()
  const ids = await db
    .selectFrom('messages')
    .select((of) => [
      'case_number',
      of.fn.max('id').as('staff'),
      of.fn
        .max('id')
        .filterWhere((or) => or.or([or('internal', '=', 0), or('side', '=', 'desk')]))
        .as('provider'),
      of.fn.max('id').filterWhere('internal', '=', 0).as('everyone'),
      of.fn.max('id').filterWhere('internal', '=', 0).filterWhere('form', '!=', 'system').as('public'),
    ])
    .where('case_number', 'in', caseNumbers)
    .where('deleted_at', 'is', null)
    .groupBy('case_number')
    .execute()
  const wanted = [...new Set(ids.flatMap((row) => [row[audience], row.public]))].filter((id) => id !== null)
  if (wanted.length === 0) return new Map()
  const rows = await db
    .selectFrom('messages')
    .select([
      'id',
      'guid',
      'form',
      'internal',
      'side',
      'body_format',
      // Only the whole of a sealed text opens.
      sql<string | null>`case when substr(body, 1, ${sealedStart.length}) = ${sealedStart} then body
        else substr(body, 1, ${longestWords}) end`.as('body'),
    ])
    .where('id', 'in', wanted)
    .execute()
  const words = new Map(
    rows.map((stored) => {
      const { id, side, body, body_format } = openRow(db.seal, 'messages', stored)
      const start = body?.slice(0, longestWords) ?? null
      return [id, { side: side as Side | null, body: start, bodyFormat: body_format as TextFormat }]
    }),
  )
  const of = (id: number | null) => (id === null ? null : (words.get(id) ?? null))
  return new Map(ids.map((row) => [row.case_number, { seen: of(row[audience]), public: of(row.public) }]))
}

function changeable(of: Omit<Message, 'id'>) {
  return {
    internal: of.internal ? 1 : 0,
    body: of.body,
    body_format: of.bodyFormat,
    subject: of.subject,
    recipients: toJson(of.recipients),
    confirmed_at: of.confirmedAt,
    updated_at: of.updatedAt,
    updated_by_id: of.updatedById,
    deleted_at: of.deletedAt,
  }
}

function toMessage(stored: Row<'messages'>, seal: Seal): Message {
  const row = openRow(seal, 'messages', stored)
  return {
    id: row.id,
    guid: row.guid,
    caseNumber: row.case_number,
    form: row.form as MessageForm,
    side: row.side as Side | null,
    internal: row.internal === 1,
    providerId: row.provider_id,
    type: row.type as MessageType,
    body: row.body,
    bodyFormat: row.body_format as TextFormat,
    authorId: row.author_id,
    authorName: row.author_name,
    accountId: row.account_id,
    credentialId: row.credential_id,
    wire: row.wire as Wire,
    externalId: row.external_id,
    parentId: row.parent_id,
    userEmail: row.user_email,
    userName: row.user_name,
    subject: row.subject,
    recipients: fromJson<NonNullable<Message['recipients']>>(row.recipients),
    declaredAt: row.declared_at,
    confirmedAt: row.confirmed_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    updatedById: row.updated_by_id,
    deletedAt: row.deleted_at,
  }
}
