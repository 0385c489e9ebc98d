import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { sealGroups } from '../../src/storage/seal/seal.ts'
import { agreeOnGroups } from '../../src/usecases/encryption/change-groups.ts'
import { buildContact } from '../harness/build.ts'
import { type FreshDatabase, onEachEngine } from '../harness/engines.ts'
import { call, type WireClient, type World } from './client.ts'
import { inWorld } from './connect.ts'

onEachEngine(
  'REST v3 14: with everything sealed no clear text lies in the database, its journals or the files, and every API reads it',
  (engine) =>
    inWorld(
      engine,
      async (world, clients) => {
        const told = await tellSecrets(world, clients)
        await readBack(world, told)
        await assertNowhere(world.on.database, told.secrets)
      },
      { encrypt: sealGroups },
    ),
)

onEachEngine(
  'REST v3 14: what was stored in clear before is gone from rows and files after the job',
  (engine) =>
    inWorld(engine, async (world, clients) => {
      const told = await tellSecrets(world, clients)
      assert.notDeepEqual(await foundIn(world.on.database, told.secrets, 'rows'), [])
      await agreeOnGroups(world.on.desk.engine, sealGroups, world.on.clock.now)
      await readBack(world, told)
      await world.on.runJobs()
      await readBack(world, told)
      // What PostgreSQL keeps of former rows until VACUUM FULL is its operator's, as docs/encryption.md says.
      if (engine === 'sqlite') await assertNowhere(world.on.database, told.secrets)
      else assert.deepEqual(await foundIn(world.on.database, told.secrets, 'rows'), [])
    }),
)

interface Told {
  readonly secrets: readonly string[]
  readonly cases: readonly { client: WireClient; number: number; text: string; reply: string; file: string }[]
  readonly first: number
  readonly resolution: string
  readonly note: string
  readonly phone: string
  readonly email: string
  readonly contact: number
}

/** Says something through every API that is found nowhere else. */
async function tellSecrets(world: World, clients: readonly WireClient[]): Promise<Told> {
  const secrets: string[] = []
  const secret = (before = '', after = ''): string => {
    const text = `${before}q${randomBytes(8).toString('hex')}z${after}`
    secrets.push(text)
    return text
  }
  const cases = []
  for (const client of clients) {
    const [text, reply, file] = [secret(), secret(), secret()]
    const number = await client.open('Kettle', text)
    await client.reply(number, reply)
    await client.attach(number, { name: `${secret()}.txt`, bytes: file })
    cases.push({ client, number, text, reply, file })
  }
  const first = cases[0]?.number ?? 0
  const rest = (path: string, data: object) =>
    call(world, {
      method: 'POST',
      url: `/api/v3${path}`,
      headers: { authtoken: world.rep.key },
      form: { input_data: JSON.stringify(data) },
    })
  const [note, resolution, email, worklog] = [secret(), secret(), secret('', '@customer.example'), secret()]
  await rest(`/requests/${first}/notes`, { note: { description: note, show_to_requester: false } })
  await rest(`/requests/${first}/resolutions`, { resolution: { content: resolution } })
  await rest(`/requests/${first}/worklogs`, {
    worklog: { description: worklog, owner: { id: world.rep.id } },
  })
  const phone = String(Number.parseInt(randomBytes(6).toString('hex'), 16))
  secrets.push(phone)
  const contact = await buildContact(world.on, {
    name: 'Kim',
    addresses: [email, secret('', '@a.example')],
    phone,
  })
  await call(world, {
    method: 'POST',
    url: '/api/v3/case/create',
    headers: { 'x-hub-api-token': world.partnerToken },
    json: {
      productData: { model: 'K', problemText: secret() },
      customer: {
        email: secret('', '@customer.example'),
        firstName: 'Jo',
        lastName: 'Ro',
        type: 0,
        phone: secret(),
      },
    },
  })
  // The history keeps what a text was and what it became.
  const edit = { request: { description: `${cases[0]?.text} ${secret()}` } }
  await call(world, {
    method: 'PUT',
    url: `/api/v3/requests/${first}`,
    headers: { authtoken: world.rep.key },
    form: { input_data: JSON.stringify(edit) },
  })
  return { secrets, cases, first, resolution, note, phone, email, contact: contact.id }
}

async function readBack(world: World, told: Told): Promise<void> {
  for (const { client, number, text, reply, file } of told.cases) {
    const seen = await client.read(number)
    assert.ok(seen.text.includes(text), `${client.name} reads its text`)
    assert.ok(
      seen.messages.some((message) => message.text.includes(reply)),
      `${client.name} reads its reply`,
    )
    if (seen.files)
      assert.ok(
        seen.files.some(({ bytes }) => bytes === file),
        `${client.name} reads its file`,
      )
    assert.ok(await client.lists(number))
  }
  const rest = async (path: string): Promise<string> =>
    (await call(world, { url: `/api/v3${path}`, headers: { authtoken: world.rep.key } })).body
  assert.ok((await rest(`/requests/${told.first}/notes`)).includes(told.note))
  assert.ok((await rest(`/requests/${told.first}/resolutions`)).includes(told.resolution))
  const person = await rest(`/users/${told.contact}`)
  assert.ok(person.includes(told.phone) && person.includes(told.email))
}

async function assertNowhere(database: FreshDatabase, secrets: readonly string[]): Promise<void> {
  assert.deepEqual(await foundIn(database, secrets, 'rows'), [])
  assert.deepEqual(await foundIn(database, secrets, 'disk'), [])
}

/** @returns where which of the texts are found: in rows read through SQL, or in any file on disk */
async function foundIn(
  database: FreshDatabase,
  secrets: readonly string[],
  where: 'rows' | 'disk',
): Promise<string[]> {
  const found: string[] = []
  const look = (bytes: Buffer, place: string): void => {
    for (const secret of secrets) if (bytes.includes(secret)) found.push(`${secret} in ${place}`)
  }
  if (where === 'disk') for (const path of await filesUnder(database.folder)) look(await readFile(path), path)
  if (database.url === null) {
    if (where === 'rows') look(await readFile(join(database.folder, 'caseloom.db')), 'caseloom.db')
    if (where === 'rows') look(await readFile(join(database.folder, 'caseloom.db-wal')), 'the journal')
    return found
  }
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    if (where === 'rows') {
      const tables = await client.query<{ name: string }>(
        `select tablename as name from pg_tables where schemaname = 'public'`,
      )
      for (const { name } of tables.rows) {
        const { rows } = await client.query<{ line: string }>(`select t::text as line from ${name} as t`)
        for (const { line } of rows) look(Buffer.from(line), name)
      }
      return found
    }
    await client.query('checkpoint')
    const { rows } = await client.query<{ folder: string; oid: number }>(
      `select current_setting('data_directory') as folder, oid::int as oid from pg_database
        where datname = current_database()`,
    )
    const { folder = '', oid } = rows[0] ?? {}
    for (const part of [join('base', String(oid)), 'pg_wal', 'global']) {
      for (const path of await filesUnder(join(folder, part))) {
        // The server may remove a file that was just listed.
        look(await readFile(path).catch(() => Buffer.alloc(0)), path)
      }
    }
  } finally {
    await client.end()
  }
  return found
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}
