import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshDatabase, onEachEngine } from '../../test/harness/engines.ts'
import { systemActor } from '../domain/actor.ts'
import { feedEnd, readFeed, recordEvent } from './events.ts'

const actor = systemActor('system', [])
const staff = { reach: { kind: 'all' }, staff: true } as const

onEachEngine('the feed gives every event once, in order, from any position', async (name) => {
  const database = await freshDatabase(name)
  const { engine } = database
  await Promise.all(
    Array.from({ length: 25 }, (_, index) =>
      engine.write((tx) =>
        recordEvent(tx, actor, 1000 + index, { kind: 'catalog.changed', subjectId: index }),
      ),
    ),
  )
  const seen: number[] = []
  let position: string | null = null
  for (
    let page = await readFeed(engine, staff, position, 7);
    page.length > 0;
    page = await readFeed(engine, staff, position, 7)
  ) {
    seen.push(...page.map((event) => event.subjectId ?? -1))
    position = page.at(-1)?.position ?? null
  }
  assert.deepEqual(
    seen.toSorted((a, b) => a - b),
    Array.from({ length: 25 }, (_, index) => index),
  )
  assert.equal(await feedEnd(engine), position)
  await database.drop()
})

test('PostgreSQL: an event waits in the feed until no older transaction can still commit one before it', async () => {
  const database = await freshDatabase('postgres')
  const { engine } = database
  const record = (subjectId: number) =>
    engine.write((tx) => recordEvent(tx, actor, 1, { kind: 'catalog.changed', subjectId }))
  await record(1)
  const started = Promise.withResolvers<void>()
  const mayEnd = Promise.withResolvers<void>()
  const slow = engine.write(async (tx) => {
    await recordEvent(tx, actor, 1, { kind: 'catalog.changed', subjectId: 2 })
    started.resolve()
    await mayEnd.promise
  })
  await started.promise
  await record(3)
  const early = await readFeed(engine, staff, null, 10)
  // 3 is committed, but 2 may still come before it.
  assert.deepEqual(
    early.map((event) => event.subjectId),
    [1],
  )
  assert.equal(await feedEnd(engine), early.at(-1)?.position)
  mayEnd.resolve()
  await slow
  const rest = await readFeed(engine, staff, early.at(-1)?.position ?? null, 10)
  assert.deepEqual(
    rest.map((event) => event.subjectId),
    [2, 3],
  )
  await database.drop()
})
