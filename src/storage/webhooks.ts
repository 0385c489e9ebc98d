import type { SqlBool } from 'kysely'
import { sql } from 'kysely'
import type { Webhook, WebhookMethod, WebhookSecret, WebhookTopic, WebhookWire } from '../domain/webhook.ts'
import { fromJson, toJson } from './json.ts'
import type { Db, Row, Tx } from './schema.ts'
import { closeRow, openRow } from './seal/row.ts'

/** Which webhooks; all without any. */
export interface WebhookFilter {
  readonly wire?: WebhookWire
  readonly credentialId?: number
  readonly organisationId?: number
}

/** @returns the webhook or undefined */
export async function findWebhook(db: Db, id: number): Promise<Webhook | undefined> {
  if (!Number.isSafeInteger(id)) return undefined
  const row = await db.selectFrom('webhooks').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toWebhook(db, row)
}

/** @returns the webhook of that guid or undefined */
export async function findWebhookByGuid(db: Db, guid: string): Promise<Webhook | undefined> {
  const row = await db
    .selectFrom('webhooks')
    .selectAll()
    .where('guid', '=', guid.toLowerCase())
    .executeTakeFirst()
  return row && toWebhook(db, row)
}

/** @returns webhooks by id */
export async function listWebhooks(db: Db, filter: WebhookFilter = {}): Promise<Webhook[]> {
  let query = db.selectFrom('webhooks').selectAll().orderBy('id')
  if (filter.wire !== undefined) query = query.where('wire', '=', filter.wire)
  if (filter.credentialId !== undefined) query = query.where('credential_id', '=', filter.credentialId)
  if (filter.organisationId !== undefined) query = query.where('organisation_id', '=', filter.organisationId)
  return (await query.execute()).map((row) => toWebhook(db, row))
}

/** What following the feed needs to know of a webhook. */
export type ListeningWebhook = Pick<Webhook, 'id' | 'wire' | 'topic' | 'organisationId' | 'url' | 'position'>

/** @returns the webhooks that are on and whose application, where they have one, still may sign in, by id */
export async function listListeningWebhooks(db: Db, now: number): Promise<ListeningWebhook[]> {
  const rows = await db
    .selectFrom('webhooks')
    .leftJoin('credentials', 'credentials.id', 'webhooks.credential_id')
    .select(['webhooks.id', 'wire', 'events', 'webhooks.organisation_id', 'url', 'feed_tx', 'feed_id'])
    .where('webhooks.active', '=', 1)
    .where(
      sql<SqlBool>`(webhooks.credential_id is null or (credentials.active = 1
        and (credentials.expires_at is null or credentials.expires_at > ${now})))`,
    )
    .orderBy('webhooks.id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    wire: row.wire as WebhookWire,
    topic: topicIn(row.events),
    organisationId: row.organisation_id,
    url: row.url,
    position: `${row.feed_tx}.${row.feed_id}`,
  }))
}

/** Adds a webhook. @returns its id */
export async function addWebhook(tx: Tx, draft: Omit<Webhook, 'id'>): Promise<number> {
  const { id } = await tx
    .insertInto('webhooks')
    .values({
      wire: draft.wire,
      credential_id: draft.credentialId,
      organisation_id: draft.organisationId,
      created_by_id: draft.createdById,
      created_at: draft.createdAt,
      ...changeable(tx, draft),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Writes what may change of a webhook. */
export async function saveWebhook(tx: Tx, webhook: Webhook): Promise<void> {
  await tx.updateTable('webhooks').set(changeable(tx, webhook)).where('id', '=', webhook.id).execute()
}

/**
 * Notes how far of the feed the webhook has been told, unless somebody else has told it meanwhile, or it is off or gone.
 * @returns whether it was noted; only then may anything be promised
 */
export async function moveWebhook(tx: Tx, id: number, from: string, to: string): Promise<boolean> {
  const was = placeIn(from)
  const moved = await tx
    .updateTable('webhooks')
    .set(placeIn(to))
    .where('id', '=', id)
    .where('active', '=', 1)
    .where('feed_tx', '=', was.feed_tx)
    .where('feed_id', '=', was.feed_id)
    .returning('id')
    .execute()
  return moved.length === 1
}

/** Removes webhooks and the calls they still wait for. @returns their ids */
export async function removeWebhooks(
  tx: Tx,
  of: { readonly id: number } | { readonly credentialId: number } | { readonly organisationId: number },
): Promise<number[]> {
  let query = tx.deleteFrom('webhooks')
  if ('id' in of) query = query.where('id', '=', of.id)
  else if ('credentialId' in of) query = query.where('credential_id', '=', of.credentialId)
  else query = query.where('organisation_id', '=', of.organisationId)
  const ids = (await query.returning('id').execute()).map(({ id }) => id)
  if (ids.length > 0) await tx.deleteFrom('jobs').where('webhook_id', 'in', ids).execute()
  return ids
}

/** Secrets and headers are never kept in the clear: headers may hold a password of the receiver. */
function changeable(tx: Tx, of: Omit<Webhook, 'id'>) {
  return closeRow(tx.seal, 'webhooks', {
    guid: of.guid,
    events: toJson([of.topic]),
    url: of.url,
    method: of.method,
    headers: Object.keys(of.headers).length === 0 ? null : toJson(of.headers),
    secret: of.secrets.length === 0 ? null : toJson(of.secrets),
    active: of.active ? 1 : 0,
    updated_at: of.updatedAt,
    ...placeIn(of.position),
  })
}

function placeIn(position: string): { feed_tx: number; feed_id: number } {
  const [tx, id] = position.split('.').map(Number)
  return { feed_tx: tx ?? 0, feed_id: id ?? 0 }
}

function topicIn(events: string): WebhookTopic {
  const [topic] = fromJson<WebhookTopic[]>(events)
  if (topic === undefined) throw new Error('a webhook of nothing')
  return topic
}

function toWebhook(db: Db, kept: Row<'webhooks'>): Webhook {
  const row = openRow(db.seal, 'webhooks', kept)
  return {
    id: row.id,
    guid: row.guid,
    wire: row.wire as WebhookWire,
    credentialId: row.credential_id,
    organisationId: row.organisation_id,
    topic: topicIn(row.events),
    url: row.url,
    method: row.method as WebhookMethod,
    headers: fromJson<Webhook['headers']>(row.headers) ?? {},
    secrets: fromJson<WebhookSecret[]>(row.secret) ?? [],
    active: row.active === 1,
    position: `${row.feed_tx}.${row.feed_id}`,
    createdById: row.created_by_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
