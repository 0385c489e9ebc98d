import { DeskError } from '../domain/errors.ts'
import type { JobOf } from '../domain/job.ts'
import type { Desk } from '../usecases/desk.ts'
import {
  type FetchedBytes,
  keepFetchedFile,
  receiveBytes,
  tellOfMissingFile,
} from '../usecases/files/keep-fetched-file.ts'
import type { JobOutcome, StoredJob } from '../usecases/jobs/work-queue.ts'
import type { CallbackSettings } from './call-back.ts'
import type { AllowList } from './outbound/allow-list.ts'
import { HostSlots } from './outbound/per-host.ts'
import { classify, nextDelay } from './outbound/schedule.ts'
import { send } from './outbound/send.ts'

/** Milliseconds for one file. Shorter than the lease of a job, so that no second worker takes it meanwhile. */
const longestMs = 20_000

/** How files are fetched on this installation: paced like callbacks, but reaching only what may be read by whoever asks. */
export interface FetchSettings extends Pick<CallbackSettings, 'retrySeconds' | 'random' | 'stopping'> {
  readonly fetchAllow: AllowList
}

/**
 * @returns the handler of `fetch-file`: gets a file from the URL that a client gave and attaches it to the case (Messages
 *   §10.2, case/files). The same guard and the same pauses as for callbacks; when it gives up, the case says so.
 */
export function fetchFile(desk: Desk, settings: FetchSettings) {
  const slots = new HostSlots()
  return async ({ file }: JobOf<'fetch-file'>, stored: StoredJob): Promise<JobOutcome> => {
    let bytes: FetchedBytes | undefined
    let tooLarge = false
    const outcome = await slots.run(new URL(file.url).host, () =>
      send({
        url: file.url,
        method: 'GET',
        headers: { accept: '*/*', 'accept-encoding': 'identity' },
        allow: settings.fetchAllow,
        signal: settings.stopping,
        totalMs: longestMs,
        async receive(body) {
          try {
            bytes = await receiveBytes(desk, body)
          } catch (error) {
            tooLarge = error instanceof DeskError
            throw error
          }
        },
      }),
    )
    const status = outcome.kind === 'answered' ? { status: outcome.status } : {}
    const giveUp = async (reason: string): Promise<JobOutcome> => {
      await tellOfMissingFile(desk, file, reason)
      return { failed: reason, ...status }
    }
    if (tooLarge) return giveUp('larger than allowed')
    const error = outcome.kind === 'answered' ? `answered ${outcome.status}` : outcome.reason
    switch (classify(outcome)) {
      case 'delivered':
        if (!bytes || bytes.size === 0) return giveUp('empty')
        return (await keepFetchedFile(desk, file, bytes))
          ? { done: true, ...status }
          : { failed: 'the case is gone', ...status }
      case 'stop':
      case 'stop_and_clear':
        return giveUp(error)
      case 'retry': {
        const retryAfter = outcome.kind === 'answered' ? outcome.retryAfterMs : undefined
        const delay = nextDelay(stored.attempts, settings.retrySeconds, settings.random(), retryAfter)
        return delay === null ? giveUp(error) : { againAt: desk.now() + delay, error, ...status }
      }
    }
  }
}
