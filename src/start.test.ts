import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { readConfig } from './config.ts'
import { NewerDatabase, openDesk } from './start.ts'
import { migrations } from './storage/migrations/list.ts'

const quiet = { info() {}, warn() {}, error() {} }
const next = { name: '9999-next', statements: () => ['create table next (id bigint)'] }

test('an older database is copied before it is brought up to date, a new one is not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'caseloom-start-'))
  const config = readConfig({ DATA_DIR: folder })
  const copies = async () => (await readdir(folder)).filter((name) => name.startsWith('before-'))

  await (await openDesk(config, quiet)).close()
  await (await openDesk(config, quiet)).close()
  assert.deepEqual(await copies(), [])

  const newer = await openDesk(config, quiet, [...migrations, next])
  assert.deepEqual(newer.migrated, ['9999-next'])
  await newer.close()
  const [copy = '', ...others] = await copies()
  assert.deepEqual(others, [])
  assert.match(copy, /^before-9999-next-/)
  const before = new DatabaseSync(join(folder, copy), { readOnly: true })
  const tables = before.prepare("select name from sqlite_master where name in ('cases', 'next')").all()
  assert.deepEqual(
    tables.map(({ name }) => name),
    ['cases'],
  )
  before.close()

  await assert.rejects(openDesk(config, quiet), NewerDatabase)
  await rm(folder, { recursive: true })
})

test('a step that fails leaves the database as it was, and can be taken later', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'caseloom-start-'))
  const config = readConfig({ DATA_DIR: folder })
  await (await openDesk(config, quiet)).close()
  const broken = {
    ...next,
    statements: () => ['create table next (id bigint)', 'create table next (id bigint)'],
  }
  await assert.rejects(openDesk(config, quiet, [...migrations, broken]), /already exists/)
  await (await openDesk(config, quiet)).close()
  const mended = await openDesk(config, quiet, [...migrations, next])
  assert.deepEqual(mended.migrated, ['9999-next'])
  await mended.close()
  await rm(folder, { recursive: true })
})
