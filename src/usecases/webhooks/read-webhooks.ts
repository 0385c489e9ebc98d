import type { Actor } from '../../domain/actor.ts'
import { permit } from '../../domain/permission.ts'
import type { Webhook } from '../../domain/webhook.ts'
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
