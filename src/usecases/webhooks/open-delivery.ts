import { systemActor } from '../../domain/actor.ts'
import { permissions } from '../../domain/rights.ts'
import { liveSecrets, type Webhook } from '../../domain/webhook.ts'
import { findCredential } from '../../storage/credentials.ts'
import { recordEvent } from '../../storage/events.ts'
import { giveUpJobs } from '../../storage/jobs.ts'
import { findWebhook, saveWebhook } from '../../storage/webhooks.ts'
import { type Desk, write } from '../desk.ts'

/** Where a promised call goes right now. */
export interface OpenDelivery {
  readonly webhook: Webhook
  /** The newest first. */
  readonly secrets: readonly string[]
}

/** @returns what a promised call needs to go out, or null while its webhook is off, gone, or its application shut out */
export async function openDelivery(desk: Desk, webhookId: number): Promise<OpenDelivery | null> {
  const webhook = await findWebhook(desk.db, webhookId)
  if (!webhook?.active) return null
  const now = desk.now()
  if (webhook.credentialId !== null) {
    const app = await findCredential(desk.db, webhook.credentialId)
    if (!app?.active || (app.expiresAt !== null && app.expiresAt <= now)) return null
  }
  return { webhook, secrets: liveSecrets(webhook, now) }
}

/** Turns off a webhook whose receiver says that it is gone for good, and gives up what it waits for but the one call. */
export async function stopWebhook(desk: Desk, webhookId: number, jobId: number): Promise<void> {
  await write(desk, async (tx) => {
    const webhook = await findWebhook(tx, webhookId)
    if (!webhook?.active) return
    const now = desk.now()
    await saveWebhook(tx, { ...webhook, active: false, updatedAt: now })
    await giveUpJobs(tx, { webhookId, but: jobId, now, error: 'webhook is off' })
    const actor = systemActor('system', permissions)
    await recordEvent(tx, actor, now, { kind: 'webhook.changed', subjectId: webhookId })
  })
}
