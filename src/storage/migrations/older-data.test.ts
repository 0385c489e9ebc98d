import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { defaultSettings } from '../../../test/harness/desk.ts'
import { type EngineName, onEachEngine, ownServer } from '../../../test/harness/engines.ts'
import { readConfig } from '../../config.ts'
import { systemActor } from '../../domain/actor.ts'
import { permissions } from '../../domain/rights.ts'
import { buildServer } from '../../http/server.ts'
import { openDesk } from '../../start.ts'
import { makeRepKey } from '../../usecases/credentials/make-rep-key.ts'
import { migrate, openDatabase, pendingMigrations } from '../database.ts'
import { listCaseEvents } from '../events.ts'
import { findFile, listAttachments } from '../files.ts'
import { listCaseJobs } from '../jobs.ts'
import { listMessages } from '../messages.ts'
import { findLogin, findPersonByAddress } from '../people.ts'
import type { Tx } from '../schema.ts'
import { listWorklogs } from '../worklogs.ts'
import { foundation } from './0001-foundation.ts'

const quiet = { info() {}, warn() {}, error() {} }

onEachEngine(
  'a database of the first schema, full of data, opens after the others and reads as it did',
  async (name) => {
    const folder = await mkdtemp(join(tmpdir(), 'caseloom-older-'))
    const database = name === 'postgres' ? await emptyDatabase() : null
    const where = { url: database?.url ?? null, folder }
    try {
      const older = await openDatabase(where)
      await migrate(older, 1, [foundation])
      await older.write(fill)
      assert.deepEqual((await pendingMigrations(older)).unknown, [])
      await older.close()

      const config = readConfig({
        DATA_DIR: folder,
        ...(where.url === null ? {} : { DATABASE_URL: where.url }),
      })
      const open = await openDesk(config, quiet)
      try {
        await readBack(open.desk, name)
      } finally {
        await open.close()
      }
      // What looked sealed before there were keys is a text like any other, the second time too.
      const again = await openDesk(config, quiet)
      assert.equal((await listMessages(again.desk.db, 1))[1]?.body, lookalike)
      await again.close()
    } finally {
      await database?.drop()
      await rm(folder, { recursive: true, force: true })
    }
  },
)

const lookalike = '~s1.01234567.not really sealed'
const at = 1_767_603_600_000

/** One row in every table, as the first schema knew them. */
async function fill(tx: Tx): Promise<void> {
  const insert = async (table: string, row: Record<string, unknown>) => {
    const names = sql.join(Object.keys(row).map((name) => sql.ref(name)))
    await sql`insert into ${sql.table(table)} (${names}) values (${sql.join(Object.values(row))})`.execute(tx)
  }
  const times = { created_at: at, updated_at: at }
  await insert('organisations', {
    guid: randomUUID(),
    name: 'Repairs',
    name_key: 'repairs',
    party: 'provider',
    details: '{"phone":"0999"}',
    ...times,
  })
  await insert('people', {
    guid: randomUUID(),
    kind: 'contact',
    name: 'Ann',
    email: 'Ann@a.example',
    addresses: '["Ann@a.example"]',
    phone: '0123',
    is_vip: 0,
    login_name: 'Ann.Lee',
    login_key: 'ann.lee',
    login_enabled: 1,
    role_ids: '[]',
    extra: '[]',
    details: '{}',
    ...times,
  })
  await insert('people', {
    guid: randomUUID(),
    kind: 'rep',
    name: 'Rob',
    addresses: '[]',
    is_vip: 0,
    login_name: 'rob',
    login_key: 'rob',
    login_enabled: 1,
    role_ids: '[1]',
    extra: '[]',
    details: '{}',
    ...times,
  })
  await insert('addresses', { key: 'ann@a.example', address: 'Ann@a.example', person_id: 1, position: 0 })
  await insert('accounts', { organisation_id: 1, name: 'Front', all_providers: 0, created_at: at })
  await insert('credentials', {
    guid: randomUUID(),
    kind: 'integration_key',
    name: 'Monitor',
    lookup_hash: 'h',
    hint: '1234',
    role_ids: '[]',
    scopes: '[]',
    active: 1,
    created_at: at,
  })
  await insert('cases', {
    guid: randomUUID(),
    subject: 'Kettle',
    description: 'It leaks',
    description_format: 'text',
    status_id: 1,
    requester_id: 1,
    provider_id: 1,
    wire: 'desk',
    tag_ids: '[]',
    resolution: '{"content":"New seal","byId":2,"at":1}',
    reopened: 0,
    fields: '{}',
    details: '{"product":{"id":null,"name":"K"}}',
    version: 1,
    ...times,
  })
  for (const body of ['Soon?', lookalike]) {
    await insert('messages', {
      guid: randomUUID(),
      case_number: 1,
      form: 'reply',
      side: 'requester',
      internal: 0,
      type: 'serviceComment',
      body,
      body_format: 'text',
      author_id: 1,
      author_name: 'Ann',
      wire: 'desk',
      declared_at: at,
      ...times,
    })
  }
  await insert('blobs', { sha256: 'a'.repeat(64), size: 1, refs: 1, created_at: at })
  await insert('files', {
    guid: randomUUID(),
    name: 'a.txt',
    content_type: 'text/plain',
    size: 1,
    sha256: 'a'.repeat(64),
    created_at: at,
    uses: 1,
  })
  await insert('attachments', { file_id: 1, case_number: 1, message_id: 1, place: 'message' })
  await insert('worklogs', {
    guid: randomUUID(),
    case_number: 1,
    owner_id: 2,
    description: 'Looked',
    minutes: 5,
    other_cost: '0',
    owner_cost: '0',
    include_non_operational: 0,
    ...times,
  })
  await insert('events', {
    at,
    kind: 'case.changed',
    wire: 'desk',
    actor_name: 'Rob',
    case_number: 1,
    internal: 0,
    changes: '{"subject":{"from":"K","to":"Kettle"}}',
  })
  await insert('jobs', {
    kind: 'call-back',
    payload: '{"kind":"call-back","url":"https://a.example/"}',
    state: 'done',
    run_at: at,
    attempts: 1,
    case_number: 1,
    created_at: at,
    finished_at: at,
  })
  await insert('idempotency', {
    scope: 's',
    key: 'k',
    request_hash: 'h',
    state: 'running',
    created_at: at,
    expires_at: at,
  })
}

async function readBack(desk: Awaited<ReturnType<typeof openDesk>>['desk'], name: EngineName): Promise<void> {
  const { db } = desk
  assert.equal((await findPersonByAddress(db, 'ANN@a.example'))?.name, 'Ann')
  assert.equal((await findLogin(db, 'ANN.lee'))?.person.phone, '0123')
  assert.deepEqual(
    (await listMessages(db, 1)).map(({ body }) => body),
    ['Soon?', lookalike],
  )
  assert.equal((await listWorklogs(db, 1))[0]?.description, 'Looked')
  assert.equal((await listAttachments(db, 1))[0]?.file.name, 'a.txt')
  assert.equal((await findFile(db, 1))?.attached, true)
  const reader = { reach: { kind: 'all' }, staff: true } as const
  assert.deepEqual((await listCaseEvents(db, 1, reader))[0]?.changes.subject, { from: 'K', to: 'Kettle' })
  assert.equal((await listCaseJobs(db, 1, 'call-back')).length, 1)
  const kept = await db.selectFrom('credentials').select('name_key').executeTakeFirst()
  assert.equal(kept?.name_key, 'monitor')

  const app = await buildServer(desk, defaultSettings)
  try {
    const { key } = await makeRepKey(desk, systemActor('system', permissions), 2, null)
    const read = async (path: string) =>
      (await app.inject({ url: `/api/v3${path}`, headers: { authtoken: key } })).json()
    const { request } = await read('/requests/1')
    assert.deepEqual(
      [request.subject, request.description, request.resolution.content],
      ['Kettle', 'It leaks', 'New seal'],
    )
    assert.equal((await read('/users/1')).user.email_id, 'Ann@a.example', name)
  } finally {
    await app.close()
  }
}

async function emptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = await ownServer()
  const database = `t_${randomBytes(8).toString('hex')}`
  const run = async (text: string): Promise<void> => {
    const client = new pg.Client({ connectionString: server })
    await client.connect()
    await client.query(text).finally(() => client.end())
  }
  await run(`create database ${database}`)
  const url = new URL(server)
  url.pathname = `/${database}`
  return { url: url.href, drop: () => run(`drop database ${database} with (force)`) }
}
