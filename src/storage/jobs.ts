import { type SqlBool, sql } from 'kysely'
import type { Job } from '../domain/job.ts'
import type { Engine } from './engine/engine.ts'
import { fromJson } from './json.ts'
import type { Db, NewRow, Row, Tx } from './schema.ts'
import { closeRow, openRow } from './seal/row.ts'
import type { Seal } from './seal/seal.ts'

/** A promised piece of work as it stands in the table. */
export interface StoredJob {
  readonly id: number
  readonly job: Job
  readonly state: 'waiting' | 'done' | 'failed'
  readonly runAt: number
  readonly attempts: number
  readonly lastStatus: number | null
  readonly lastError: string | null
  readonly caseNumber: number | null
  readonly webhookId: number | null
  readonly createdAt: number
  readonly finishedAt: number | null
}

export interface JobPromise {
  /** Jobs of one key run one after the other, oldest first. */
  readonly orderKey?: string
  /** One row for one scheduled slot: promising it again changes nothing, also once it is done. */
  readonly slot?: string
  /** Only a few jobs of one lane run at a time: the host that they call. */
  readonly lane?: string
  readonly caseNumber?: number
  readonly webhookId?: number
  readonly runAt?: number
}

/** Promises the work, in the transaction of the change that causes it. */
export async function enqueue(tx: Tx, job: Job, now: number, promise: JobPromise = {}): Promise<void> {
  const row: NewRow<'jobs'> = {
    kind: job.kind,
    payload: JSON.stringify(job),
    order_key: promise.orderKey ?? null,
    slot: promise.slot ?? null,
    state: 'waiting',
    run_at: promise.runAt ?? now,
    attempts: 0,
    leased_until: null,
    leased_by: null,
    last_status: null,
    last_error: null,
    case_number: promise.caseNumber ?? null,
    webhook_id: promise.webhookId ?? null,
    lane: promise.lane ?? null,
    created_at: now,
    finished_at: null,
  }
  await tx
    .insertInto('jobs')
    .values(closeRow(tx.seal, 'jobs', row))
    .onConflict((on) => on.column('slot').doNothing())
    .execute()
}

/** Most jobs of one lane that run at a time, over all processes (REST v3 §15.4: four calls to one host). */
const mostOfLane = 4

/** Jobs with an order key wait until no older one of their key is waiting. */
const isFirst = sql<SqlBool>`(jobs.order_key is null or not exists (select 1 from jobs as older
  where older.order_key = jobs.order_key and older.state = 'waiting' and older.id < jobs.id))`

/**
 * Takes due jobs for a worker and leases them. A job whose lease ran out belongs to nobody again. Jobs of one order key
 * are taken one at a time, those of one lane a few at a time, so that the rest of a full lane takes no worker's place.
 */
export async function leaseJobs(
  tx: Tx,
  engine: Engine,
  worker: string,
  now: number,
  leaseMs: number,
  most: number,
): Promise<StoredJob[]> {
  const busy = await jobsInHand(tx, now)
  const taken: Row<'jobs'>[] = []
  while (taken.length < most) {
    const full = [...busy].filter(([, count]) => count >= mostOfLane).map(([lane]) => lane)
    const found = await dueJobs(tx, engine, now, full, most - taken.length)
    const fit = found.filter(({ lane }) => {
      if (lane === null) return true
      const count = busy.get(lane) ?? 0
      if (count < mostOfLane) busy.set(lane, count + 1)
      return count < mostOfLane
    })
    if (fit.length > 0) await lease(tx, fit, worker, now + leaseMs)
    taken.push(...fit)
    if (fit.length === found.length) break
  }
  return taken.map((row) => toJob({ ...row, attempts: row.attempts + 1 }, tx.seal))
}

/** @returns how many jobs of each lane are leased */
async function jobsInHand(db: Db, now: number): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('jobs')
    .select((of) => ['lane', of.fn.countAll<number>().as('count')])
    .where('leased_until', '>=', now)
    .where('lane', 'is not', null)
    .groupBy('lane')
    .execute()
  return new Map(rows.map(({ lane, count }) => [lane ?? '', Number(count)]))
}

function dueJobs(
  tx: Tx,
  engine: Engine,
  now: number,
  fullLanes: readonly string[],
  most: number,
): Promise<Row<'jobs'>[]> {
  let query = tx
    .selectFrom('jobs')
    .selectAll()
    .where('state', '=', 'waiting')
    .where('run_at', '<=', now)
    .where((of) => of.or([of('leased_until', 'is', null), of('leased_until', '<', now)]))
    .where(isFirst)
    .orderBy('run_at')
    .orderBy('id')
    .limit(most)
  if (fullLanes.length > 0)
    query = query.where((of) => of.or([of('lane', 'is', null), of('lane', 'not in', fullLanes)]))
  if (engine.skipLocked) query = query.forUpdate().skipLocked()
  return query.execute()
}

async function lease(tx: Tx, rows: readonly Row<'jobs'>[], worker: string, until: number): Promise<void> {
  await tx
    .updateTable('jobs')
    .set((of) => ({ leased_until: until, leased_by: worker, attempts: of('attempts', '+', 1) }))
    .where(
      'id',
      'in',
      rows.map(({ id }) => id),
    )
    .execute()
}

/** Marks a leased job as done or given up. */
export async function finishJob(
  tx: Tx,
  id: number,
  outcome: { state: 'done' | 'failed'; now: number; status?: number | null; error?: string | null },
): Promise<void> {
  await tx
    .updateTable('jobs')
    .set({
      state: outcome.state,
      finished_at: outcome.now,
      leased_until: null,
      leased_by: null,
      last_status: outcome.status ?? null,
      last_error: outcome.error ?? null,
    })
    .where('id', '=', id)
    .execute()
}

/** Puts a leased job back, to run at the given time. */
export async function postponeJob(
  tx: Tx,
  id: number,
  next: { runAt: number; status?: number | null; error?: string | null },
): Promise<void> {
  await tx
    .updateTable('jobs')
    .set({
      run_at: next.runAt,
      leased_until: null,
      leased_by: null,
      last_status: next.status ?? null,
      last_error: next.error ?? null,
    })
    .where('id', '=', id)
    .execute()
}

/**
 * @param now leaves out jobs of lanes that are full now: whoever has them in hand looks again once one is done
 * @returns when the next waiting job is due that nothing else keeps from running, or null
 */
export async function nextJobTime(db: Db, now: number): Promise<number | null> {
  const full = [...(await jobsInHand(db, now))].flatMap(([lane, count]) =>
    count >= mostOfLane ? [lane] : [],
  )
  let query = db
    .selectFrom('jobs')
    .select(
      sql<
        number | null
      >`min(case when leased_until is null or leased_until < run_at then run_at else leased_until end)`.as(
        'at',
      ),
    )
    .where('state', '=', 'waiting')
    .where(isFirst)
  if (full.length > 0) {
    query = query.where((of) =>
      of.or([of('lane', 'is', null), of('lane', 'not in', full), of('leased_until', 'is not', null)]),
    )
  }
  return (await query.executeTakeFirst())?.at ?? null
}

/** @returns the jobs of one kind that were promised for a case, newest first */
export async function listCaseJobs(db: Db, caseNumber: number, kind: Job['kind']): Promise<StoredJob[]> {
  const rows = await db
    .selectFrom('jobs')
    .selectAll()
    .where('case_number', '=', caseNumber)
    .where('kind', '=', kind)
    .orderBy('id', 'desc')
    .execute()
  return rows.map((row) => toJob(row, db.seal))
}

/** Which deliveries are listed; all without any. */
export interface DeliveryFilter {
  readonly kind?: Job['kind']
  readonly state?: StoredJob['state']
  readonly webhookId?: number
  /** Older than this one. */
  readonly before?: number
  readonly limit: number
}

/** @returns the calls to others that were promised, newest first */
export async function listDeliveries(db: Db, filter: DeliveryFilter): Promise<StoredJob[]> {
  let query = db
    .selectFrom('jobs')
    .selectAll()
    .where('kind', 'in', filter.kind ? [filter.kind] : ['call-back', 'fetch-file', 'webhook'])
    .orderBy('id', 'desc')
    .limit(filter.limit)
  if (filter.state) query = query.where('state', '=', filter.state)
  if (filter.webhookId !== undefined) query = query.where('webhook_id', '=', filter.webhookId)
  if (filter.before !== undefined) query = query.where('id', '<', filter.before)
  return (await query.execute()).map((row) => toJob(row, db.seal))
}

/** @returns the job or undefined */
export async function findJob(db: Db, id: number): Promise<StoredJob | undefined> {
  if (!Number.isSafeInteger(id)) return undefined
  const row = await db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toJob(row, db.seal)
}

/** Makes a job that waits or was given up due now, with all its tries before it; one in hand stays as it is. */
export async function retryJob(tx: Tx, id: number, now: number): Promise<void> {
  await tx
    .updateTable('jobs')
    .set({
      state: 'waiting',
      run_at: now,
      attempts: 0,
      finished_at: null,
      leased_until: null,
      leased_by: null,
    })
    .where('id', '=', id)
    .where('state', '!=', 'done')
    .where((of) => of.or([of('leased_until', 'is', null), of('leased_until', '<', now)]))
    .execute()
}

/** @returns how many calls a webhook waits for */
export async function countWaitingJobs(db: Db, webhookId: number): Promise<number> {
  const row = await db
    .selectFrom('jobs')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('webhook_id', '=', webhookId)
    .where('state', '=', 'waiting')
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}

/** Gives up what a webhook still waits for, but for the one job; an administrator can see and repeat it. */
export async function giveUpJobs(
  tx: Tx,
  of: { readonly webhookId: number; readonly but?: number; readonly now: number; readonly error: string },
): Promise<void> {
  let query = tx
    .updateTable('jobs')
    .set({ state: 'failed', finished_at: of.now, leased_until: null, leased_by: null, last_error: of.error })
    .where('webhook_id', '=', of.webhookId)
    .where('state', '=', 'waiting')
  if (of.but !== undefined) query = query.where('id', '!=', of.but)
  await query.execute()
}

/** Forgets jobs that were done before the time; given-up ones stay for an administrator to see. */
export async function removeDoneJobs(tx: Tx, before: number): Promise<void> {
  await tx.deleteFrom('jobs').where('state', '=', 'done').where('finished_at', '<', before).execute()
}

function toJob(stored: Row<'jobs'>, seal: Seal): StoredJob {
  const row = openRow(seal, 'jobs', stored)
  return {
    id: row.id,
    job: fromJson<Job>(row.payload),
    state: row.state as StoredJob['state'],
    runAt: row.run_at,
    attempts: row.attempts,
    lastStatus: row.last_status,
    lastError: row.last_error,
    caseNumber: row.case_number,
    webhookId: row.webhook_id,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  }
}
