import type { JobOf } from '../domain/job.ts'
import { stopCallbacks } from '../usecases/cases/stop-callbacks.ts'
import type { Desk } from '../usecases/desk.ts'
import type { JobOutcome, StoredJob } from '../usecases/jobs/work-queue.ts'
import { callbackBody } from './callback-body.ts'
import type { AllowList } from './outbound/allow-list.ts'
import { HostSlots } from './outbound/per-host.ts'
import { classify, nextDelay } from './outbound/schedule.ts'
import { type Outcome, send } from './outbound/send.ts'
import { sign } from './outbound/signature.ts'

/** How callbacks are made on this installation. */
export interface CallbackSettings {
  readonly allow: AllowList
  readonly method: 'POST' | 'GET'
  readonly secret: string | null
  readonly retrySeconds: readonly number[]
  readonly timeZone: string
  /** In [0, 1), for the jitter. */
  random(): number
  /** Tells when the server stops, so that no call holds it up. */
  readonly stopping: AbortSignal
}

/** @returns the handler of `call-back`: tells the URL that the case is resolved (REST v3 §15.3, §15.4) */
export function callBack(desk: Desk, settings: CallbackSettings) {
  const slots = new HostSlots()
  return async (job: JobOf<'call-back'>, stored: StoredJob): Promise<JobOutcome> => {
    const body = JSON.stringify(callbackBody(job.snapshot, settings.timeZone))
    const outcome = await slots.run(new URL(job.url).host, () =>
      send({
        url: job.url,
        method: settings.method,
        headers: {
          'content-type': 'application/json;charset=UTF-8',
          'x-event-id': job.snapshot.eventId,
          'x-event-type': 'request.resolved',
          'x-attempt': String(stored.attempts),
          ...(settings.secret === null ? {} : { 'x-signature': sign(settings.secret, body) }),
        },
        ...(settings.method === 'POST' ? { body } : {}),
        allow: settings.allow,
        signal: settings.stopping,
      }),
    )
    return judge(desk, settings, job, stored, outcome)
  }
}

async function judge(
  desk: Desk,
  settings: CallbackSettings,
  job: JobOf<'call-back'>,
  stored: StoredJob,
  outcome: Outcome,
): Promise<JobOutcome> {
  const status = outcome.kind === 'answered' ? { status: outcome.status } : {}
  const error = outcome.kind === 'answered' ? `answered ${outcome.status}` : outcome.reason
  switch (classify(outcome)) {
    case 'delivered':
      return { done: true, ...status }
    case 'stop_and_clear':
      await stopCallbacks(desk, job.snapshot.number, job.url)
      return { failed: error, ...status }
    case 'stop':
      return { failed: error, ...status }
    case 'retry': {
      const retryAfter = outcome.kind === 'answered' ? outcome.retryAfterMs : undefined
      const delay = nextDelay(stored.attempts, settings.retrySeconds, settings.random(), retryAfter)
      return delay === null ? { failed: error, ...status } : { againAt: desk.now() + delay, error, ...status }
    }
  }
}
