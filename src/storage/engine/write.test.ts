import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { freshDatabase, onEachEngine } from '../../../test/harness/engines.ts'
import type { Tx } from '../schema.ts'
import type { Engine } from './engine.ts'

/** Writes a mark, so that a test can see later whether it is there. */
const put = (tx: Tx, key: string) => tx.insertInto('meta').values({ key, value: 'x' }).execute()

async function marks(engine: Engine): Promise<string[]> {
  const rows = await engine.db
    .selectFrom('meta')
    .select('key')
    .where('key', 'like', 'mark%')
    .orderBy('key')
    .execute()
  return rows.map((row) => row.key)
}

onEachEngine(
  'operations that fail between others leave those whole and nothing of their own',
  async (name) => {
    const database = await freshDatabase(name)
    const { engine } = database
    const operations = Array.from({ length: 40 }, (_, index) =>
      engine.write(async (tx) => {
        await put(tx, `mark-${String(index).padStart(2, '0')}-a`)
        if (index % 3 === 0) throw new Error(`refused ${index}`)
        await put(tx, `mark-${String(index).padStart(2, '0')}-b`)
        return index
      }),
    )
    const results = await Promise.allSettled(operations)
    const kept = results.flatMap((result, index) => (result.status === 'fulfilled' ? [index] : []))
    assert.deepEqual(
      kept,
      Array.from({ length: 40 }, (_, index) => index).filter((index) => index % 3 !== 0),
    )
    const expected = kept.flatMap((index) =>
      ['a', 'b'].map((half) => `mark-${String(index).padStart(2, '0')}-${half}`),
    )
    assert.deepEqual(await marks(engine), expected)
    await database.drop()
  },
)

onEachEngine('a statement the database refuses undoes its own operation only', async (name) => {
  const database = await freshDatabase(name)
  const { engine } = database
  const [first, twice, last] = await Promise.allSettled([
    engine.write((tx) => put(tx, 'mark-1')),
    engine.write(async (tx) => {
      await put(tx, 'mark-2')
      await put(tx, 'mark-2')
    }),
    engine.write((tx) => put(tx, 'mark-3')),
  ])
  assert.deepEqual([first?.status, twice?.status, last?.status], ['fulfilled', 'rejected', 'fulfilled'])
  assert.equal(twice?.status === 'rejected' && engine.isUniqueViolation(twice.reason), true)
  assert.deepEqual(await marks(engine), ['mark-1', 'mark-3'])
  await database.drop()
})

test('SQLite: operations that wait together share one commit and are answered after it', async () => {
  const database = await freshDatabase('sqlite')
  const { engine } = database
  const outside = new DatabaseSync(join(database.folder, 'caseloom.db'), { readOnly: true })
  const seen = () => outside.prepare(`select count(*) as n from meta where key like 'mark%'`).get()?.n
  const during: unknown[] = []
  await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      engine
        .write(async (tx) => {
          await put(tx, `mark-${index}`)
          during.push(seen())
        })
        .then(() => during.push(seen())),
    ),
  )
  // Nobody outside saw anything until all ten were committed at once.
  assert.deepEqual(during, [...Array(10).fill(0), ...Array(10).fill(10)])
  outside.close()
  await database.drop()
})

test('SQLite: a read during an open write sees the last commit and does not wait', async () => {
  const database = await freshDatabase('sqlite')
  const { engine } = database
  await engine.write(async (tx) => {
    await put(tx, 'mark-open')
    assert.deepEqual(await marks(engine), [])
  })
  assert.deepEqual(await marks(engine), ['mark-open'])
  await database.drop()
})

test('SQLite: when the commit itself fails, everyone who shared it is told', async () => {
  const database = await freshDatabase('sqlite')
  const { engine } = database
  const results = await Promise.allSettled([
    engine.write((tx) => put(tx, 'mark-good')),
    engine.write(async (tx) => {
      // A broken reference that is checked at the commit, not before: it brings the shared commit down.
      await tx.executeQuery({
        ...tx.selectFrom('meta').select('key').compile(),
        sql: 'pragma defer_foreign_keys = on',
      })
      await tx
        .insertInto('addresses')
        .values({ key: 'mark', address: 'mark', person_id: 4711, position: 0 })
        .execute()
    }),
  ])
  assert.deepEqual(
    results.map(({ status }) => status),
    ['rejected', 'rejected'],
  )
  assert.deepEqual(await marks(engine), [])
  await engine.write((tx) => put(tx, 'mark-after'))
  assert.deepEqual(await marks(engine), ['mark-after'])
  await database.drop()
})

test('PostgreSQL: an operation that loses a deadlock is run again until it is stored', async () => {
  const database = await freshDatabase('postgres')
  const { engine } = database
  await engine.write(async (tx) => {
    await put(tx, 'mark-1')
    await put(tx, 'mark-2')
  })
  const touch = (tx: Tx, key: string) =>
    tx.updateTable('meta').set({ value: 'y' }).where('key', '=', key).execute()
  let runs = 0
  const bothHoldOne = Promise.withResolvers<void>()
  let holding = 0
  const crossing = (first: string, second: string) =>
    engine.write(async (tx) => {
      runs += 1
      await touch(tx, first)
      holding += 1
      if (holding === 2) bothHoldOne.resolve()
      await bothHoldOne.promise
      await touch(tx, second)
    })
  await Promise.all([crossing('mark-1', 'mark-2'), crossing('mark-2', 'mark-1')])
  assert.equal(runs, 3)
  await database.drop()
})
