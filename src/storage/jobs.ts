import { type SqlBool, sql } from 'kysely'
import type { Job } from '../domain/job.ts'
import type { Engine } from './engine/engine.ts'
import { fromJson } from './json.ts'
import type { Db, Row, Tx } from './schema.ts'

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
  readonly createdAt: number
  readonly finishedAt: number | null
}

export interface JobPromise {
  /** Jobs of one key run one after the other, oldest first. */
  readonly orderKey?: string
  /** One row for one scheduled slot: promising it again changes nothing, also once it is done. */
  readonly slot?: string
  readonly caseNumber?: number
  readonly runAt?: number
}

/** Promises the work, in the transaction of the change that causes it. */
export async function enqueue(tx: Tx, job: Job, now: number, promise: JobPromise = {}): Promise<void> {
  await tx
    .insertInto('jobs')
    .values({
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
      created_at: now,
      finished_at: null,
    })
    .onConflict((on) => on.column('slot').doNothing())
    .execute()
}

/**
 * Takes due jobs for a worker and leases them. A job whose lease ran out belongs to nobody again. A job with an order
 * key waits until no older one of its key is waiting.
 */
export async function leaseJobs(
  tx: Tx,
  engine: Engine,
  worker: string,
  now: number,
  leaseMs: number,
  most: number,
): Promise<StoredJob[]> {
  let query = tx
    .selectFrom('jobs')
    .selectAll()
    .where('state', '=', 'waiting')
    .where('run_at', '<=', now)
    .where((of) => of.or([of('leased_until', 'is', null), of('leased_until', '<', now)]))
    .where(
      sql<SqlBool>`(jobs.order_key is null or not exists (select 1 from jobs as older
        where older.order_key = jobs.order_key and older.state = 'waiting' and older.id < jobs.id))`,
    )
    .orderBy('run_at')
    .orderBy('id')
    .limit(most)
  if (engine.skipLocked) query = query.forUpdate().skipLocked()
  const rows = await query.execute()
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  await tx
    .updateTable('jobs')
    .set((of) => ({ leased_until: now + leaseMs, leased_by: worker, attempts: of('attempts', '+', 1) }))
    .where('id', 'in', ids)
    .execute()
  return rows.map((row) => toJob({ ...row, attempts: row.attempts + 1 }))
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

/** @returns when the next waiting job is due, or null */
export async function nextJobTime(db: Db): Promise<number | null> {
  const row = await db
    .selectFrom('jobs')
    .select(
      sql<
        number | null
      >`min(case when leased_until is null or leased_until < run_at then run_at else leased_until end)`.as(
        'at',
      ),
    )
    .where('state', '=', 'waiting')
    .executeTakeFirst()
  return row?.at ?? null
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
  return rows.map(toJob)
}

/** Forgets jobs that were done before the time; given-up ones stay for an administrator to see. */
export async function removeDoneJobs(tx: Tx, before: number): Promise<void> {
  await tx.deleteFrom('jobs').where('state', '=', 'done').where('finished_at', '<', before).execute()
}

function toJob(row: Row<'jobs'>): StoredJob {
  return {
    id: row.id,
    job: fromJson<Job>(row.payload),
    state: row.state as StoredJob['state'],
    runAt: row.run_at,
    attempts: row.attempts,
    lastStatus: row.last_status,
    lastError: row.last_error,
    caseNumber: row.case_number,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  }
}
