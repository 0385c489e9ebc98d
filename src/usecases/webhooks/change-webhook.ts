import type { Actor } from '../../domain/actor.ts'
import { type Webhook, withNewSecret } from '../../domain/webhook.ts'
import { feedEnd, recordEvent } from '../../storage/events.ts'
import { giveUpJobs } from '../../storage/jobs.ts'
import { saveWebhook } from '../../storage/webhooks.ts'
import { type Desk, write } from '../desk.ts'
import { checkWebhook } from './check-webhook.ts'
import { loadWebhook, type WebhookRef } from './permit-webhook.ts'
import { verifyReceiver } from './verify-receiver.ts'

/** What may change of a webhook; absent keys stay as they are. */
export interface WebhookChange
  extends Partial<Pick<Webhook, 'topic' | 'url' | 'method' | 'headers' | 'active'>> {
  /** A new secret; the old one goes on signing beside it for a day. */
  readonly secret?: string
}

/**
 * Changes a webhook. A new address must prove that it wants the calls, like a first one, and so must one that had
 * been turned off; calls that wait go to a new one as well.
 * Turned off, what it waits for is given up; turned on, it is told of what happens from then on.
 * @returns it as it now is; throws `not_found`, `forbidden` or `invalid`
 */
export async function changeWebhook(
  desk: Desk,
  actor: Actor,
  ref: WebhookRef,
  change: WebhookChange,
): Promise<Webhook> {
  const seen = await loadWebhook(desk.db, actor, ref)
  const { secret, ...facts } = change
  checkWebhook(desk, { ...seen, ...facts, secret: secret ?? null })
  const url = change.url === undefined ? seen.url : new URL(change.url).href
  const turnsOn = change.active === true && !seen.active
  if (url !== seen.url || turnsOn)
    await verifyReceiver(desk, seen.wire, url, secret ?? seen.secrets[0]?.value ?? '')
  const end = await feedEnd(desk.engine)
  return write(desk, async (tx) => {
    const current = await loadWebhook(tx, actor, seen.id)
    const now = desk.now()
    const next: Webhook = {
      ...current,
      ...facts,
      url,
      secrets: secret === undefined ? current.secrets : withNewSecret(current, secret, now),
      position: facts.active && !current.active ? end : current.position,
      updatedAt: now,
    }
    await saveWebhook(tx, next)
    if (current.active && !next.active)
      await giveUpJobs(tx, { webhookId: current.id, now, error: 'webhook is off' })
    await recordEvent(tx, actor, now, { kind: 'webhook.changed', subjectId: current.id })
    return next
  })
}

/** Gives the webhook a new secret; the old one goes on signing beside it for a day. @returns the new one, shown only now */
export async function renewSecret(desk: Desk, actor: Actor, ref: WebhookRef): Promise<string> {
  const secret = desk.secrets.newToken()
  await changeWebhook(desk, actor, ref, { secret })
  return secret
}
