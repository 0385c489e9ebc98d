import type { Job, JobKind, JobOf } from '../../domain/job.ts'
import {
  enqueue,
  finishJob,
  leaseJobs,
  nextJobTime,
  postponeJob,
  type StoredJob,
} from '../../storage/jobs.ts'
import { type Desk, write } from '../desk.ts'

export type { StoredJob } from '../../storage/jobs.ts'

/** How a try of a job ended. */
export type JobOutcome =
  | { readonly done: true; readonly status?: number }
  /** Nothing more is tried; an administrator can see it and repeat it. */
  | { readonly failed: string; readonly status?: number }
  | { readonly againAt: number; readonly error: string; readonly status?: number }

/** One handler for every kind of job. It may run twice for the same job, so it reads the state anew. */
export type JobHandlers = {
  readonly [K in JobKind]: (job: JobOf<K>, stored: StoredJob) => Promise<JobOutcome>
}

/** A worker that dies holds its jobs no longer than this (threat model §7.4). */
const leaseMs = 25_000
/** Pauses of a job whose handler threw, in ms; the last one goes on for ever. */
const pauses = [1_000, 5_000, 30_000, 120_000, 600_000] as const

/**
 * Takes due jobs and starts them side by side.
 * @param worker a name of this process that no other has
 * @returns one promise for each job started, which never rejects
 */
export async function startDueJobs(
  desk: Desk,
  handlers: JobHandlers,
  worker: string,
  most = 8,
): Promise<Promise<void>[]> {
  const now = desk.now()
  if (most === 0 || ((await nextJobTime(desk.db, now)) ?? Number.POSITIVE_INFINITY) > now) return []
  const leased = await desk.engine.write((tx) => leaseJobs(tx, desk.engine, worker, now, leaseMs, most))
  return leased.map((stored) =>
    runOne(desk, handlers, stored).catch((error: unknown) => {
      // The lease runs out and the job is taken again; nothing is lost.
      desk.log.error({ job: stored.id, reason: String(error) }, 'the end of a job could not be written down')
    }),
  )
}

/** Runs everything that is due now, one batch after the other. @returns how many were run */
export async function runDueJobs(desk: Desk, handlers: JobHandlers, worker: string): Promise<number> {
  let count = 0
  for (
    let batch = await startDueJobs(desk, handlers, worker);
    batch.length > 0;
    batch = await startDueJobs(desk, handlers, worker)
  ) {
    count += batch.length
    await Promise.all(batch)
  }
  return count
}

async function runOne(desk: Desk, handlers: JobHandlers, stored: StoredJob): Promise<void> {
  const outcome = await attempt(desk, handlers, stored)
  await write(desk, async (tx) => {
    const status = outcome.status ?? null
    if ('done' in outcome) await finishJob(tx, stored.id, { state: 'done', now: desk.now(), status })
    else if ('failed' in outcome) {
      await finishJob(tx, stored.id, { state: 'failed', now: desk.now(), status, error: outcome.failed })
    } else await postponeJob(tx, stored.id, { runAt: outcome.againAt, status, error: outcome.error })
  })
}

async function attempt(desk: Desk, handlers: JobHandlers, stored: StoredJob): Promise<JobOutcome> {
  try {
    const handler = handlers[stored.job.kind] as (job: Job, stored: StoredJob) => Promise<JobOutcome>
    return await handler(stored.job, stored)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    desk.log.error({ job: stored.id, kind: stored.job.kind, reason }, 'a job failed and will be tried again')
    const pause = pauses[Math.min(stored.attempts, pauses.length) - 1] ?? pauses[0]
    return { againAt: desk.now() + pause, error: 'internal error' }
  }
}

/** Work that comes back by the clock. Its slot names it, so that several processes promise it once. */
const schedule = [
  { job: { kind: 'sweep-files' }, everyMs: 60_000 },
  { job: { kind: 'sweep-expired' }, everyMs: 600_000 },
] as const satisfies readonly { job: Job; everyMs: number }[]

/** Slots that this process knows to be promised, by installation. */
const promised = new WeakMap<object, Set<string>>()

/** Promises the scheduled work of the current slots, unless this or another process has. */
export async function promiseScheduled(desk: Desk): Promise<void> {
  const now = desk.now()
  const slots = schedule.map(({ job, everyMs }) => ({
    job,
    slot: `${job.kind}:${Math.floor(now / everyMs)}`,
  }))
  const known = promised.get(desk.engine)
  const fresh = slots.filter(({ slot }) => !known?.has(slot))
  if (fresh.length === 0) return
  await desk.engine.write(async (tx) => {
    for (const { job, slot } of fresh) await enqueue(tx, job, now, { slot })
  })
  promised.set(desk.engine, new Set(slots.map(({ slot }) => slot)))
}

/** @returns when the next job is due, or null when none is waiting */
export function nextDue(desk: Desk): Promise<number | null> {
  return nextJobTime(desk.db, desk.now())
}

/** @returns whether the job is a call that somebody waits for: what people see as a delivery */
export function isDelivery(
  stored: StoredJob,
): stored is StoredJob & { readonly job: JobOf<'call-back'> | JobOf<'fetch-file'> | JobOf<'webhook'> } {
  return ['call-back', 'fetch-file', 'webhook'].includes(stored.job.kind)
}
