import { isDelivery, type StoredJob } from '../../usecases/jobs/work-queue.ts'
import type { OwnedWebhook } from '../../usecases/webhooks/read-webhooks.ts'
import { iso, isoOrNull } from './present.ts'
import type { Delivery, Webhook } from './schema-outgoing.ts'

/** @returns a webhook: its secret is never shown again, nor what its headers say */
export function presentWebhook({ webhook: of, application, organisation }: OwnedWebhook): Webhook {
  return {
    id: of.id,
    wire: of.wire,
    topic: of.topic,
    application: application && { id: application.id, name: application.name },
    organisation: organisation && { id: organisation.id, name: organisation.name },
    url: of.url,
    method: of.method,
    headerNames: Object.keys(of.headers),
    active: of.active,
    createdAt: iso(of.createdAt),
    updatedAt: iso(of.updatedAt),
  }
}

const states = { waiting: 'waiting', done: 'delivered', failed: 'failed' } as const

/** @returns the call as a list of one; nothing for other work */
export function presentDelivery(stored: StoredJob): Delivery[] {
  if (!isDelivery(stored)) return []
  const { job } = stored
  return [
    {
      id: stored.id,
      deliveryId: job.kind === 'webhook' ? job.deliveryId : job.snapshot.eventId,
      kind: job.kind === 'webhook' ? 'webhook' : 'callback',
      state: states[stored.state],
      webhookId: stored.webhookId,
      topic: job.kind === 'webhook' ? job.topic : null,
      caseNumber: stored.caseNumber,
      // What stands in the query may be a secret of the receiver.
      url: job.kind === 'webhook' ? null : job.url.replace(/\?.*$/s, '?***'),
      test: job.kind === 'webhook' && job.isTest === true,
      attempts: stored.attempts,
      lastStatus: stored.lastStatus,
      lastError: stored.lastError,
      nextAttemptAt: stored.state === 'waiting' ? iso(stored.runAt) : null,
      createdAt: iso(stored.createdAt),
      finishedAt: isoOrNull(stored.finishedAt),
    },
  ]
}
