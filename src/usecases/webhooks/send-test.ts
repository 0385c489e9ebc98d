import type { Actor } from '../../domain/actor.ts'
import { DeskError } from '../../domain/errors.ts'
import { enqueue } from '../../storage/jobs.ts'
import { type Desk, write } from '../desk.ts'
import { loadWebhook, type WebhookRef } from './permit-webhook.ts'

/**
 * Promises a call that tells of nothing, so that somebody can see it arrive; it does not wait for what is stuck before it.
 * @returns its id; throws `not_found`, `forbidden`, or `not_editable` while the webhook is off
 */
export async function sendTest(desk: Desk, actor: Actor, ref: WebhookRef): Promise<string> {
  return write(desk, async (tx) => {
    const { id, wire, topic, url, active } = await loadWebhook(tx, actor, ref)
    if (!active) throw new DeskError({ code: 'not_editable', field: 'active' })
    const now = desk.now()
    const deliveryId = desk.newId()
    const body = desk.webhookForms[wire].sample(topic, now)
    await enqueue(tx, { kind: 'webhook', webhookId: id, deliveryId, topic, body, isTest: true }, now, {
      lane: new URL(url).host,
      webhookId: id,
    })
    return deliveryId
  })
}
