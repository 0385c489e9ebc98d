import type { Desk } from '../usecases/desk.ts'
import type { JobOutcome, StoredJob } from '../usecases/jobs/work-queue.ts'
import { classify, nextDelay } from './outbound/schedule.ts'
import type { Outcome } from './outbound/send.ts'
import type { OutboundSettings } from './outbound/settings.ts'

/**
 * What follows from one try of a call (REST v3 §15.4): done, given up, or again after a pause.
 * @param onGone done when the receiver says that it is gone for good
 */
export async function conclude(
  desk: Desk,
  settings: Pick<OutboundSettings, 'retrySeconds' | 'random'>,
  stored: StoredJob,
  outcome: Outcome,
  onGone: () => Promise<void>,
): Promise<JobOutcome> {
  const status = outcome.kind === 'answered' ? { status: outcome.status } : {}
  const error = outcome.kind === 'answered' ? `answered ${outcome.status}` : outcome.reason
  switch (classify(outcome)) {
    case 'delivered':
      return { done: true, ...status }
    case 'stop_and_clear':
      await onGone()
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
