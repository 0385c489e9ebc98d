import type { Actor } from '../../domain/actor.ts'
import { refuseIssues, unknownReference } from '../../domain/errors.ts'
import type { Webhook, WebhookMethod, WebhookTopic, WebhookWire } from '../../domain/webhook.ts'
import { findCredential } from '../../storage/credentials.ts'
import { feedEnd, recordEvent } from '../../storage/events.ts'
import { findOrganisation } from '../../storage/organisations.ts'
import type { Tx } from '../../storage/schema.ts'
import { addWebhook, listWebhooks } from '../../storage/webhooks.ts'
import { type Desk, write } from '../desk.ts'
import { checkWebhook } from './check-webhook.ts'
import { permitOwner, type WebhookOwner } from './permit-webhook.ts'
import { verifyReceiver } from './verify-receiver.ts'

/** Most webhooks of one application or organisation. */
const mostOfOwner = 50

/** A webhook as it is asked for. */
export interface NewWebhook {
  readonly wire: WebhookWire
  readonly topic: WebhookTopic
  readonly url: string
  /** Case Management: the application it belongs to. */
  readonly credentialId?: number | null
  /** Messages: the partner or provider it belongs to. */
  readonly organisationId?: number | null
  readonly method?: WebhookMethod
  readonly headers?: Readonly<Record<string, string>>
  /** Signs the calls; made here if absent. */
  readonly secret?: string | null
}

/**
 * Registers a webhook, which is told of what happens from now on. An application registers its own (Case Management §10),
 * everybody else needs `keys.manage`.
 * @returns it with its secret, shown only now; throws `forbidden`, or `invalid`, also when the receiver does not prove that it
 *   wants the calls
 */
export async function createWebhook(
  desk: Desk,
  actor: Actor,
  given: NewWebhook,
): Promise<{ webhook: Webhook; secret: string }> {
  const { wire, topic, url, method = 'POST', headers = {} } = given
  const owner: WebhookOwner = {
    wire,
    credentialId: given.credentialId ?? null,
    organisationId: given.organisationId ?? null,
  }
  permitOwner(actor, owner)
  const secret = given.secret ?? desk.secrets.newToken()
  checkWebhook(desk, { wire, topic, url, method, headers, secret })
  await refuseWrongOwner(desk, desk.db, owner)
  await verifyReceiver(desk, wire, url, secret)
  const position = await feedEnd(desk.engine)
  return write(desk, async (tx) => {
    await refuseWrongOwner(desk, tx, owner)
    const now = desk.now()
    const draft: Omit<Webhook, 'id'> = {
      ...owner,
      guid: desk.newId(),
      topic,
      url: new URL(url).href,
      method,
      headers,
      secrets: [{ value: secret, until: null }],
      active: true,
      position,
      createdById: actor.personId,
      createdAt: now,
      updatedAt: now,
    }
    const id = await addWebhook(tx, draft)
    await recordEvent(tx, actor, now, { kind: 'webhook.added', subjectId: id })
    return { webhook: { ...draft, id }, secret }
  })
}

/** Throws `invalid` unless the owner is there, is of the wire and has room for one more. */
async function refuseWrongOwner(desk: Desk, db: Desk['db'] | Tx, owner: WebhookOwner): Promise<void> {
  const { wire, credentialId, organisationId } = owner
  if (wire === 'case-management') {
    if (organisationId !== null) refuseIssues([{ field: 'organisationId', rule: 'not_allowed' }])
    if (credentialId === null) return refuseIssues([{ field: 'applicationId', rule: 'required' }])
    const app = await findCredential(db, credentialId)
    if (app?.kind !== 'case_management_app')
      throw unknownReference('applicationId', 'application', credentialId)
    if (!app.active || (app.expiresAt !== null && app.expiresAt <= desk.now()))
      throw unknownReference('applicationId', 'application', credentialId)
  } else {
    if (credentialId !== null) refuseIssues([{ field: 'applicationId', rule: 'not_allowed' }])
    if (organisationId === null) return refuseIssues([{ field: 'organisationId', rule: 'required' }])
    const found = await findOrganisation(db, organisationId)
    if (!found || found.deletedAt !== null || found.party === null)
      throw unknownReference('organisationId', 'organisation', organisationId)
  }
  const others = await listWebhooks(
    db,
    credentialId !== null ? { credentialId } : { organisationId: organisationId ?? 0 },
  )
  if (others.length >= mostOfOwner) refuseIssues([{ field: 'url', rule: 'too_many', limit: mostOfOwner }])
}
