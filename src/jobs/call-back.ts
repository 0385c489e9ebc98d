import type { JobOf } from '../domain/job.ts'
import { stopCallbacks } from '../usecases/cases/stop-callbacks.ts'
import type { Desk } from '../usecases/desk.ts'
import type { JobOutcome, StoredJob } from '../usecases/jobs/work-queue.ts'
import { callbackBody } from './callback-body.ts'
import { conclude } from './conclude.ts'
import { deliveryHeaders } from './outbound/delivery-headers.ts'
import type { HostSlots } from './outbound/per-host.ts'
import { send } from './outbound/send.ts'
import { type OutboundSettings, reachOf } from './outbound/settings.ts'
import { sign } from './outbound/signature.ts'

/** How callbacks are made on this installation. */
export interface CallbackSettings extends OutboundSettings {
  readonly method: 'POST' | 'GET'
  readonly secret: string | null
  readonly timeZone: string
  /** How a resolution is shown to people: cleaned HTML, whatever was sent. */
  readonly html: (text: string) => string
}

/** @returns the handler of `call-back`: tells the URL that the case is resolved (REST v3 §15.3, §15.4) */
export function callBack(desk: Desk, settings: CallbackSettings, slots: HostSlots) {
  return async (job: JobOf<'call-back'>, stored: StoredJob): Promise<JobOutcome> => {
    const { eventId, number } = job.snapshot
    const json = JSON.stringify(callbackBody(job.snapshot, settings))
    const { secret } = settings
    const outcome = await slots.run(new URL(job.url).host, () => {
      const sent = settings.method === 'POST' ? json : ''
      return send({
        ...reachOf(settings),
        url: job.url,
        method: settings.method,
        headers: {
          'content-type': 'application/json;charset=UTF-8',
          'x-event-id': eventId,
          'x-event-type': 'request.resolved',
          'x-attempt': String(stored.attempts),
          ...(secret === null ? {} : { 'x-signature': sign(secret, json) }),
          ...deliveryHeaders(eventId, desk.now(), sent, secret === null ? [] : [secret]),
        },
        ...(settings.method === 'POST' ? { body: json } : {}),
      })
    })
    return conclude(desk, settings, stored, outcome, () => stopCallbacks(desk, number, job.url))
  }
}
