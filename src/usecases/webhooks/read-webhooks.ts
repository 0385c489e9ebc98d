import type { Actor } from '../../domain/actor.ts'
import type { Credential } from '../../domain/credential.ts'
import type { Organisation } from '../../domain/organisation.ts'
import { permit } from '../../domain/permission.ts'
import type { Webhook } from '../../domain/webhook.ts'
import { listCredentials } from '../../storage/credentials.ts'
import { findOrganisations } from '../../storage/organisations.ts'
import { listWebhooks as findAll } from '../../storage/webhooks.ts'
import type { Desk } from '../desk.ts'
import { isOwnApplication, loadWebhook, type WebhookRef } from './permit-webhook.ts'

/** @returns the webhooks that the actor may see, by id: an application its own, others all with `keys.manage` */
export async function listWebhooks(desk: Desk, actor: Actor): Promise<Webhook[]> {
  if (isOwnApplication(actor) && actor.credentialId !== null)
    return findAll(desk.db, { wire: 'case-management', credentialId: actor.credentialId })
  permit(actor, 'keys.manage')
  return findAll(desk.db)
}

/** @returns one of them; throws `not_found` or `forbidden` */
export function readWebhook(desk: Desk, actor: Actor, ref: WebhookRef): Promise<Webhook> {
  return loadWebhook(desk.db, actor, ref)
}

/** A webhook with whoever it belongs to. */
export interface OwnedWebhook {
  readonly webhook: Webhook
  readonly application: Credential | null
  readonly organisation: Organisation | null
}

/** @returns all webhooks with their owners, by id; needs `keys.manage` */
export async function listOwnedWebhooks(desk: Desk, actor: Actor): Promise<OwnedWebhook[]> {
  permit(actor, 'keys.manage')
  return withOwners(desk, await findAll(desk.db))
}

/** @returns one of them; throws `not_found` or `forbidden` */
export async function readOwnedWebhook(desk: Desk, actor: Actor, ref: WebhookRef): Promise<OwnedWebhook> {
  const webhook = await readWebhook(desk, actor, ref)
  const [owned] = await withOwners(desk, [webhook])
  return owned ?? { webhook, application: null, organisation: null }
}

async function withOwners(desk: Desk, webhooks: readonly Webhook[]): Promise<OwnedWebhook[]> {
  const [applications, organisations] = await Promise.all([
    listCredentials(desk.db, { kinds: ['case_management_app'] }),
    findOrganisations(
      desk.db,
      webhooks.map(({ organisationId }) => organisationId),
    ),
  ])
  return webhooks.map((webhook) => ({
    webhook,
    application: applications.find(({ id }) => id === webhook.credentialId) ?? null,
    organisation: organisations.get(webhook.organisationId ?? 0) ?? null,
  }))
}
