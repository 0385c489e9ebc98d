import type { Actor } from '../../domain/actor.ts'
import { recordEvent } from '../../storage/events.ts'
import type { Tx } from '../../storage/schema.ts'
import { removeWebhooks } from '../../storage/webhooks.ts'
import { type Desk, write } from '../desk.ts'
import { loadWebhook, type WebhookRef } from './permit-webhook.ts'

/** Removes a webhook and whatever it still waits for; throws `not_found` or `forbidden`. */
export async function removeWebhook(desk: Desk, actor: Actor, ref: WebhookRef): Promise<void> {
  await write(desk, async (tx) => {
    const { id } = await loadWebhook(tx, actor, ref)
    await removeWebhooksOf(desk, tx, actor, { id })
  })
}

/** The same for all webhooks of an application or organisation that is going. */
export async function removeWebhooksOf(
  desk: Desk,
  tx: Tx,
  actor: Actor,
  of: Parameters<typeof removeWebhooks>[1],
): Promise<void> {
  for (const subjectId of await removeWebhooks(tx, of))
    await recordEvent(tx, actor, desk.now(), { kind: 'webhook.removed', subjectId })
}
