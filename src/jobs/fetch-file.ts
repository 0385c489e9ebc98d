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
import { conclude } from './conclude.ts'
import type { AllowList } from './outbound/allow-list.ts'
import type { HostSlots } from './outbound/per-host.ts'
import { send } from './outbound/send.ts'
import { type OutboundSettings, reachOf } from './outbound/settings.ts'

/** Milliseconds for one file. Shorter than the lease of a job, so that no second worker takes it meanwhile. */
const longestMs = 20_000

/** How files are fetched on this installation: paced like callbacks, but reaching only what may be read by whoever asks. */
export interface FetchSettings extends Omit<OutboundSettings, 'allow'> {
  readonly fetchAllow: AllowList
}

/**
 * @returns the handler of `fetch-file`: gets a file from the URL that a client gave and attaches it to the case (Messages
 *   §10.2, case/files). The same guard and the same pauses as for callbacks; when it gives up, the case says so.
 */
export function fetchFile(desk: Desk, settings: FetchSettings, slots: HostSlots) {
  return async ({ file }: JobOf<'fetch-file'>, stored: StoredJob): Promise<JobOutcome> => {
    let bytes: FetchedBytes | undefined
    let tooLarge = false
    const outcome = await slots.run(new URL(file.url).host, () =>
      send({
        ...reachOf({ ...settings, allow: settings.fetchAllow }),
        url: file.url,
        method: 'GET',
        headers: { accept: '*/*', 'accept-encoding': 'identity' },
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
    const next = tooLarge
      ? { failed: 'larger than allowed' }
      : await conclude(desk, settings, stored, outcome, async () => undefined)
    if ('done' in next) {
      if (bytes && bytes.size > 0)
        return (await keepFetchedFile(desk, file, bytes)) ? next : { failed: 'the case is gone' }
      await tellOfMissingFile(desk, file, 'empty')
      return { failed: 'empty' }
    }
    if ('failed' in next) await tellOfMissingFile(desk, file, next.failed)
    return next
  }
}
