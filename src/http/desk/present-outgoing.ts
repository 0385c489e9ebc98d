import type { JobOf } from '../../domain/job.ts'
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

const kinds = { 'call-back': 'callback', 'fetch-file': 'file', webhook: 'webhook' } as const
const states = { waiting: 'waiting', done: 'delivered', failed: 'failed' } as const

/** @returns the call as a list of one; nothing for other work */
export function presentDelivery(stored: StoredJob): Delivery[] {
  if (!isDelivery(stored)) return []
  const { job } = stored
  return [
    {
      id: stored.id,
      deliveryId: idOf(job),
      kind: kinds[job.kind],
      state: states[stored.state],
      webhookId: stored.webhookId,
      topic: job.kind === 'webhook' ? job.topic : null,
      caseNumber: stored.caseNumber,
      url: urlOf(job),
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

type Outgoing = JobOf<keyof typeof kinds>

function idOf(job: Outgoing): string {
  switch (job.kind) {
    case 'call-back':
      return job.snapshot.eventId
    case 'fetch-file':
      return job.file.guid
    case 'webhook':
      return job.deliveryId
  }
}

/** What stands in the query may be a secret of whoever is called. */
function urlOf(job: Outgoing): string | null {
  if (job.kind === 'webhook') return null
  return (job.kind === 'call-back' ? job.url : job.file.url).replace(/\?.*$/s, '?***')
}
