import type { JobOf } from '../domain/job.ts'
import type { Desk } from '../usecases/desk.ts'
import type { JobOutcome, StoredJob } from '../usecases/jobs/work-queue.ts'
import { openDelivery, stopWebhook } from '../usecases/webhooks/open-delivery.ts'
import { conclude } from './conclude.ts'
import { deliveryHeaders } from './outbound/delivery-headers.ts'
import type { HostSlots } from './outbound/per-host.ts'
import { send } from './outbound/send.ts'
import { type OutboundSettings, reachOf } from './outbound/settings.ts'

/**
 * @returns the handler of `webhook`: makes the call as the webhook is now, with the body as it was promised (Case Management
 *   §10, Messages §9). The body goes out with every method, because it is all that is told.
 */
export function deliverWebhook(desk: Desk, settings: OutboundSettings, slots: HostSlots) {
  return async (job: JobOf<'webhook'>, stored: StoredJob): Promise<JobOutcome> => {
    const open = await openDelivery(desk, job.webhookId)
    if (!open) return { failed: 'webhook is off' }
    const { webhook, secrets } = open
    const outcome = await slots.run(new URL(webhook.url).host, () =>
      send({
        ...reachOf(settings),
        url: webhook.url,
        method: webhook.method,
        headers: {
          ...webhook.headers,
          'content-type': 'application/json; charset=utf-8',
          ...desk.webhookForms[webhook.wire].headers(job, secrets[0] ?? null),
          ...deliveryHeaders(job.deliveryId, desk.now(), job.body, secrets),
          'x-caseloom-attempt': String(stored.attempts),
          ...(job.isTest ? { 'x-caseloom-test': 'true' } : {}),
        },
        body: job.body,
      }),
    )
    return conclude(desk, settings, stored, outcome, () => stopWebhook(desk, webhook.id, stored.id))
  }
}
