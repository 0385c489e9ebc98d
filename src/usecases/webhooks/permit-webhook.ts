import type { Actor } from '../../domain/actor.ts'
import { DeskError } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import type { Webhook } from '../../domain/webhook.ts'
import type { Db } from '../../storage/schema.ts'
import { findWebhook, findWebhookByGuid } from '../../storage/webhooks.ts'

/** How callers name a webhook. */
export type WebhookRef = number | { readonly guid: string }

/** Whose a webhook is. */
export type WebhookOwner = Pick<Webhook, 'wire' | 'credentialId' | 'organisationId'>

/** @returns whether the actor is an application that acts for itself; nobody but those who manage keys acts for others */
export function isOwnApplication(actor: Actor): boolean {
  return actor.kind === 'application' && actor.wire === 'case-management' && actor.credentialId !== null
}

/** Throws `forbidden` unless the actor is the application itself or manages keys. */
export function permitOwner(actor: Actor, owner: WebhookOwner): void {
  const own = isOwnApplication(actor) && owner.credentialId === actor.credentialId
  if (!own) permit(actor, 'keys.manage')
}

/** @returns the webhook, which must be the application's own or the actor's to manage; throws `not_found`, `forbidden` */
export async function loadWebhook(db: Db, actor: Actor, ref: WebhookRef): Promise<Webhook> {
  if (!isOwnApplication(actor)) permit(actor, 'keys.manage')
  const found = await (typeof ref === 'number' ? findWebhook(db, ref) : findWebhookByGuid(db, ref.guid))
  const hidden = isOwnApplication(actor) && found?.credentialId !== actor.credentialId
  if (!found || hidden) {
    const id = typeof ref === 'number' ? String(ref) : ref.guid
    throw new DeskError({ code: 'not_found', what: 'webhook', id })
  }
  return found
}
