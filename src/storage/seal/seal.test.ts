import assert from 'node:assert/strict'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { freshDatabase, onEachEngine } from '../../../test/harness/engines.ts'
import { parseMasterKey } from './master-key.ts'
import { unlock } from './unlock.ts'

const place = { table: 'messages', column: 'body', row: 'a' }

onEachEngine(
  'REST v3 14: a value opens in its own place only, and each sealing of it differs',
  async (name) => {
    const database = await freshDatabase(name)
    await unlock(database.engine, { given: Buffer.alloc(32, 1), file: null, dataFolder: database.folder }, 1)
    const { seal } = database.engine.db
    const kept = seal.close(place, 'Grüße')
    assert.notEqual(kept, seal.close(place, 'Grüße'))
    assert.equal(seal.open(place, kept), 'Grüße')
    for (const other of [
      { ...place, row: 'b' },
      { ...place, column: 'subject' },
      { ...place, table: 'cases' },
    ]) {
      assert.throws(() => seal.open(other, kept), /messages|cases/)
    }
    const other = kept.at(-3) === 'A' ? 'B' : 'A'
    assert.throws(() => seal.open(place, kept.slice(0, -3) + other + kept.slice(-2)))
    await database.drop()
  },
)

onEachEngine('what was never sealed opens as itself, also when it looks sealed', async (name) => {
  const database = await freshDatabase(name)
  await unlock(database.engine, { given: Buffer.alloc(32, 1), file: null, dataFolder: database.folder }, 1)
  const { seal } = database.engine.db
  for (const text of ['', 'plain', '~', '~s1.', seal.close(place, 'secret')]) {
    const kept = seal.keep(place, text, false)
    assert.equal(seal.open(place, kept), text)
  }
  await database.drop()
})

onEachEngine(
  'a second process opens what the first sealed, and marks the same values alike',
  async (name) => {
    const database = await freshDatabase(name)
    const source = { given: null, file: null, dataFolder: database.folder }
    assert.equal(await unlock(database.engine, source, 1), true)
    assert.equal((await stat(join(database.folder, 'master-key'))).mode & 0o777, 0o600)
    const other = await database.reopen()
    assert.equal(await unlock(other, source, 1), false)
    const { seal } = database.engine.db
    assert.equal(other.db.seal.open(place, seal.close(place, 'words')), 'words')
    assert.equal(other.db.seal.mark('address', ' Ann@A.example'), seal.mark('address', 'ann@a.example '))
    assert.notEqual(seal.mark('address', 'x'), seal.mark('phone', 'x'))
    await database.drop()
  },
)

onEachEngine('REST v3 14: a wrong or missing master key is refused, and no other is made', async (name) => {
  const database = await freshDatabase(name)
  const { folder } = database
  await unlock(database.engine, { given: Buffer.alloc(32, 1), file: null, dataFolder: folder }, 1)
  const other = await database.reopen()
  await assert.rejects(
    unlock(other, { given: Buffer.alloc(32, 2), file: null, dataFolder: folder }, 1),
    /MASTER_KEY is not the master key of this database/,
  )
  await assert.rejects(
    unlock(other, { given: null, file: null, dataFolder: folder }, 1),
    /there is no master key/,
  )
  await assert.rejects(
    unlock(other, { given: null, file: join(folder, 'nowhere'), dataFolder: folder }, 1),
    /nowhere does not exist/,
  )
  await assert.rejects(stat(join(folder, 'master-key')))
  assert.throws(() => other.db.seal.close(place, 'never in clear'), /no keys/)
  await database.drop()
})

test('a master key is 32 bytes in hexadecimal or base64', () => {
  const key = Buffer.alloc(32, 0xfb)
  for (const text of [key.toString('hex'), key.toString('base64'), `${key.toString('base64url')}\n`]) {
    assert.deepEqual(parseMasterKey(text), key)
  }
  for (const text of ['', 'short', 'g'.repeat(64), key.toString('base64').slice(1), 'x'.repeat(60)]) {
    assert.equal(parseMasterKey(text), null, text)
  }
})
