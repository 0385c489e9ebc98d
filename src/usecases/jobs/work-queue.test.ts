import assert from 'node:assert/strict'
import { newDesk } from '../../../test/harness/desk.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import type { Job } from '../../domain/job.ts'
import { enqueue, type JobPromise, leaseJobs } from '../../storage/jobs.ts'
import type { Desk } from '../desk.ts'
import { type JobHandlers, type JobOutcome, promiseScheduled, runDueJobs } from './work-queue.ts'

const sweep: Job = { kind: 'sweep-files' }
const promise = (desk: Desk, given: JobPromise = {}) =>
  desk.engine.write((tx) => enqueue(tx, sweep, desk.now(), given))

/** Handlers that note which job ran and answer as told. */
function noting(answer: (id: number, attempt: number) => JobOutcome | Promise<JobOutcome>) {
  const ran: number[] = []
  const handle: JobHandlers['sweep-files'] = async (_job, stored) => {
    ran.push(stored.id)
    return answer(stored.id, stored.attempts)
  }
  const handlers: JobHandlers = {
    'sweep-files': handle,
    reseal: handle as never,
    'sweep-expired': handle as never,
    'call-back': handle as never,
    'fetch-file': handle as never,
    webhook: handle as never,
  }
  return { ran, handlers }
}

onEachEngine('a job runs once, and again only when it asks for it', async (name) => {
  const on = await newDesk(name)
  await promise(on.desk)
  const { ran, handlers } = noting((_id, attempt) =>
    attempt === 1 ? { againAt: on.clock.now + 30_000, error: 'later' } : { done: true },
  )
  assert.equal(await runDueJobs(on.desk, handlers, 'a'), 1)
  assert.equal(await runDueJobs(on.desk, handlers, 'a'), 0)
  on.clock.advance(30_000)
  assert.equal(await runDueJobs(on.desk, handlers, 'a'), 1)
  on.clock.advance(86_400_000)
  assert.equal(await runDueJobs(on.desk, handlers, 'a'), 0)
  assert.equal(ran.length, 2)
  await on.close()
})

onEachEngine(
  'jobs of one order key run one after the other, oldest first, and a late one holds up the rest',
  async (name) => {
    const on = await newDesk(name)
    for (let count = 0; count < 3; count += 1) await promise(on.desk, { orderKey: 'case:1' })
    let firstTry = true
    const { ran, handlers } = noting(() => {
      if (!firstTry) return { done: true }
      firstTry = false
      return { againAt: on.clock.now + 1_000, error: 'not yet' }
    })
    await runDueJobs(on.desk, handlers, 'a')
    assert.deepEqual(ran, [1])
    on.clock.advance(1_000)
    await runDueJobs(on.desk, handlers, 'a')
    assert.deepEqual(ran, [1, 1, 2, 3])
    await on.close()
  },
)

onEachEngine('a handler that throws is tried again with growing pauses and loses nothing', async (name) => {
  const on = await newDesk(name)
  await promise(on.desk)
  const { ran, handlers } = noting((_id, attempt) => {
    if (attempt < 3) throw new Error('broken')
    return { done: true }
  })
  for (const pause of [0, 1_000, 5_000]) {
    on.clock.advance(pause)
    assert.equal(await runDueJobs(on.desk, handlers, 'a'), 1)
  }
  assert.equal(ran.length, 3)
  await on.close()
})

onEachEngine('the jobs of a dead worker are taken over once its lease is over', async (name) => {
  const on = await newDesk(name)
  await promise(on.desk)
  const taken = await on.desk.engine.write((tx) =>
    leaseJobs(tx, on.desk.engine, 'dead', on.clock.now, 25_000, 8),
  )
  assert.equal(taken.length, 1)
  const { ran, handlers } = noting(() => ({ done: true }))
  on.clock.advance(24_000)
  await runDueJobs(on.desk, handlers, 'alive')
  assert.equal(ran.length, 0)
  on.clock.advance(2_000)
  await runDueJobs(on.desk, handlers, 'alive')
  assert.equal(ran.length, 1)
  await on.close()
})

onEachEngine('several workers share the work and do nothing twice', async (name) => {
  const on = await newDesk(name)
  for (let count = 0; count < 60; count += 1) await promise(on.desk)
  const { ran, handlers } = noting(() => ({ done: true }))
  await Promise.all(['a', 'b', 'c', 'd'].map((worker) => runDueJobs(on.desk, handlers, worker)))
  // A worker that finds all due jobs in others' hands stops early; whatever was left is done by the next look.
  await runDueJobs(on.desk, handlers, 'a')
  assert.deepEqual(
    ran.toSorted((a, b) => a - b),
    Array.from({ length: 60 }, (_, index) => index + 1),
  )
  await on.close()
})

onEachEngine(
  'scheduled work of one slot is promised once, however many processes promise it',
  async (name) => {
    const on = await newDesk(name)
    await Promise.all([promiseScheduled(on.desk), promiseScheduled(on.desk), promiseScheduled(on.desk)])
    const { ran, handlers } = noting(() => ({ done: true }))
    await runDueJobs(on.desk, handlers, 'a')
    assert.equal(ran.length, 2)
    await promiseScheduled(on.desk)
    await runDueJobs(on.desk, handlers, 'a')
    assert.equal(ran.length, 2)
    on.clock.advance(60_000)
    await promiseScheduled(on.desk)
    await runDueJobs(on.desk, handlers, 'a')
    assert.equal(ran.length, 3)
    await on.close()
  },
)
