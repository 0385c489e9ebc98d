import assert from 'node:assert/strict'
import { freshDatabase, onEachEngine } from '../../test/harness/engines.ts'
import { keptInsert, keptListQuery, keptQuery } from './kept-query.ts'
import type { Db, NewRow, Tx } from './schema.ts'

/** Rows as plain objects, whichever engine made them. */
const plain = async (rows: Promise<object[]>) => (await rows).map((row) => ({ ...row }))

onEachEngine('a kept query takes its values from each call, on every handle of either kind', async (name) => {
  const database = await freshDatabase(name)
  const { engine } = database
  const put = keptInsert((tx: Tx, row: NewRow<'meta'>) => tx.insertInto('meta').values(row).returning('key'))
  const change = keptQuery(2, (tx: Tx, value: string, key: string) =>
    tx.updateTable('meta').set({ value }).where('key', '=', key),
  )
  const read = keptQuery(1, (db: Db, key: string) =>
    db.selectFrom('meta').select('value').where('key', '=', key),
  )
  const readAll = keptListQuery((db: Db, keys: string[]) =>
    db.selectFrom('meta').select('value').where('key', 'in', keys).orderBy('key'),
  )
  for (const key of ['a', 'b', 'c']) {
    await engine.write(async (tx) => {
      assert.deepEqual(await plain(put(tx, { key, value: `${key}1` })), [{ key }])
      await change(tx, `${key}2`, key)
      assert.deepEqual(await plain(read(tx, key)), [{ value: `${key}2` }])
    })
  }
  const other = await database.reopen()
  for (const db of [engine.db, other.db]) {
    assert.deepEqual(await plain(read(db, 'b')), [{ value: 'b2' }])
    assert.deepEqual(await plain(read(db, 'none')), [])
    assert.deepEqual(await plain(readAll(db, ['c', 'a'])), [{ value: 'a2' }, { value: 'c2' }])
    assert.deepEqual(await plain(readAll(db, ['b'])), [{ value: 'b2' }])
  }
  await database.drop()
})

onEachEngine('an argument that the text has no place for is a defect and told at once', async (name) => {
  const database = await freshDatabase(name)
  const careless = keptQuery(1, (db: Db, _key: string) => db.selectFrom('meta').select('value'))
  await assert.rejects(careless(database.engine.db, 'a'), /argument 0 is nowhere/)
  await database.drop()
})
