import type { Desk } from '../usecases/desk.ts'
import { settleEverything } from '../usecases/encryption/settle-everything.ts'
import { sweepFiles } from '../usecases/files/sweep-files.ts'
import { sweepExpired } from '../usecases/jobs/sweep-expired.ts'
import { type JobHandlers, nextDue, promiseScheduled, startDueJobs } from '../usecases/jobs/work-queue.ts'
import { promiseDeliveries } from '../usecases/webhooks/promise-deliveries.ts'
import { type CallbackSettings, callBack } from './call-back.ts'
import { deliverWebhook } from './deliver-webhook.ts'
import { type FetchSettings, fetchFile } from './fetch-file.ts'
import { HostSlots } from './outbound/per-host.ts'

/** Looks for due work at least this often, in case the signal of another process was missed. */
const longestPauseMs = 5_000

/** Looks again this soon while there is more to tell than is shown yet. */
const behindPauseMs = 50

/** Most jobs that one process works on at the same time. */
const mostInHand = 32

/** Longest that one turn of sealing takes, well within the lease of a job. */
const longestResealMs = 10_000

/** @returns one handler for every kind of job */
export function jobHandlers(desk: Desk, callbacks: CallbackSettings & FetchSettings): JobHandlers {
  // All calls to one host share its slots (REST v3 §15.4).
  const slots = new HostSlots()
  return {
    'call-back': callBack(desk, callbacks, slots),
    webhook: deliverWebhook(desk, callbacks, slots),
    'fetch-file': fetchFile(desk, callbacks, slots),
    'sweep-files': async () => {
      await sweepFiles(desk)
      return { done: true }
    },
    'sweep-expired': async () => {
      await sweepExpired(desk)
      return { done: true }
    },
    reseal: async () => {
      const settled = await settleEverything(desk, desk.now() + longestResealMs)
      return settled ? { done: true } : { againAt: desk.now(), error: 'more is left' }
    },
  }
}

/**
 * Works through due jobs until it is stopped. Commits wake it, so work starts at once.
 * @param name of this process, which no other has
 * @returns a function that stops it once the jobs in hand are done
 */
export function startWorker(desk: Desk, handlers: JobHandlers, name: string): () => Promise<void> {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | null = null
  let again = false
  const inHand = new Set<Promise<void>>()

  const wake = (): void => {
    if (stopped) return
    again = true
    looking ??= look().finally(() => {
      looking = null
    })
  }

  const look = async (): Promise<void> => {
    clearTimeout(timer)
    let pause = longestPauseMs
    let behind = false
    try {
      while (again && !stopped) {
        again = false
        await promiseScheduled(desk)
        behind = await promiseDeliveries(desk)
        for (const job of await startDueJobs(desk, handlers, name, mostInHand - inHand.size)) {
          inHand.add(job)
          // A slow receiver holds up nothing but its own place here.
          void job.finally(() => {
            inHand.delete(job)
            wake()
          })
        }
      }
      if (behind) pause = behindPauseMs
      const due = await nextDue(desk)
      if (due !== null) pause = Math.min(pause, Math.max(20, due - desk.now()))
    } catch (error) {
      desk.log.error(
        { reason: error instanceof Error ? error.message : String(error) },
        'the worker stumbled and goes on',
      )
    }
    if (!stopped) timer = setTimeout(wake, pause).unref()
  }

  const stopListening = desk.changed.listen(wake)
  wake()
  return async () => {
    stopped = true
    stopListening()
    clearTimeout(timer)
    await looking
    await Promise.all(inHand)
  }
}
