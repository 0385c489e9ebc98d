import assert from 'node:assert/strict'
import { freshDatabase, onEachEngine } from '../../test/harness/engines.ts'
import { addCatalogEntry, loadCatalog } from './catalog.ts'

const entry = (name: string) => ({ kind: 'tag', name, description: null, parentId: null, data: {} }) as const

onEachEngine('a look-up that was rolled back is not remembered, nor taken for the next one', async (name) => {
  const database = await freshDatabase(name)
  const { engine } = database
  const names = async () => (await loadCatalog(engine.db, engine)).list('tag').map((tag) => tag.name)
  const before = await names()
  await assert.rejects(
    engine.write(async (tx) => {
      await addCatalogEntry(tx, entry('Lost'))
      assert.ok((await loadCatalog(tx, engine)).byName('tag', 'lost'), 'the transaction sees its own change')
      throw new Error('refused')
    }),
  )
  // Nothing is read in between: the next change has the version that the lost one had.
  await engine.write((tx) => addCatalogEntry(tx, entry('Kept')))
  assert.deepEqual(await names(), [...before, 'Kept'])
  await database.drop()
})

onEachEngine(
  'look-ups added at the same moment have ids of their own, and another process sees them',
  async (name) => {
    const database = await freshDatabase(name)
    const { engine } = database
    const other = await database.reopen()
    await loadCatalog(other.db, other)
    const ids = await Promise.all(
      Array.from({ length: 10 }, (_, index) => engine.write((tx) => addCatalogEntry(tx, entry(`T${index}`)))),
    )
    assert.equal(new Set(ids).size, 10)
    assert.equal((await loadCatalog(other.db, other)).list('tag').length, 12)
    await database.drop()
  },
)
