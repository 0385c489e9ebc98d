import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import pg from 'pg'
import { type Engine, migrate, openDatabase } from '../../src/storage/database.ts'

declare module 'pg' {
  interface Client {
    /** Lets the process end although the connection is open; the types of the package leave it out. */
    unref(): void
  }
}

export const engineNames = ['sqlite', 'postgres'] as const
export type EngineName = (typeof engineNames)[number]

/** Declares a test once for each database engine. */
export function onEachEngine(name: string, body: (engine: EngineName) => Promise<void>): void {
  for (const engine of engineNames) test(`${name} [${engine}]`, () => body(engine))
}

/** A fresh migrated database of its own, and how to be rid of it. */
export interface FreshDatabase {
  readonly engine: Engine
  /** Where it is, for a second connection or process. */
  readonly url: string | null
  /** A folder of its own, for files; the embedded database lies in it too. */
  readonly folder: string
  /** Opens another handle on the same database, as a second process would. */
  reopen(): Promise<Engine>
  drop(): Promise<void>
}

/** @returns an empty migrated database on the engine */
export async function freshDatabase(name: EngineName): Promise<FreshDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'caseloom-test-'))
  const database = `t_${randomBytes(8).toString('hex')}`
  const url = name === 'postgres' ? await createFromTemplate(database) : null
  const engine = await openDatabase({ url, folder })
  if (name === 'sqlite') await migrate(engine, 0)
  const others: Engine[] = []
  return {
    engine,
    url,
    folder,
    async reopen() {
      const other = await openDatabase({ url, folder })
      others.push(other)
      return other
    },
    async drop() {
      for (const each of [engine, ...others]) await each.close()
      if (url !== null) await onServer((client) => client.query(`drop database ${database} with (force)`))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Migrating takes longer than copying, so one migrated database is the template of all others. */
async function createFromTemplate(database: string): Promise<string> {
  await onServer(async (client) => {
    // Test files run in several processes: the first one here makes the template, the others wait for it.
    await client.query('select pg_advisory_lock(1)')
    const found = await client.query(`select 1 from pg_database where datname = 'caseloom_template'`)
    if (found.rowCount === 0) {
      await client.query('create database caseloom_template')
      const engine = await openDatabase({ url: await serverUrl('caseloom_template'), folder: '' })
      await migrate(engine, 0)
      await engine.close()
    }
    await client.query(`create database ${database} template caseloom_template`)
    await client.query('select pg_advisory_unlock(1)')
  })
  return serverUrl(database)
}

let own: Promise<string> | undefined

/** @returns the address of the server that no other test file uses meanwhile; of any for what a test itself starts */
export function ownServer(): Promise<string> {
  own ??= chooseServer()
  return own
}

async function chooseServer(): Promise<string> {
  const all = (process.env.CASELOOM_TEST_POSTGRES_SERVERS ?? missing()).split(' ')
  for (const url of all) {
    const holder = new pg.Client({ connectionString: url })
    await holder.connect()
    const { rows } = await holder.query('select pg_try_advisory_lock(2) as mine')
    if (rows[0].mine) {
      // Held until the process ends, and no reason for it to go on.
      holder.unref()
      return url
    }
    await holder.end()
  }
  return all[0] ?? missing()
}

async function serverUrl(database: string): Promise<string> {
  const url = new URL(await ownServer())
  url.pathname = `/${database}`
  return url.href
}

async function onServer<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: await ownServer() })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

function missing(): never {
  throw new Error('No PostgreSQL for the tests: run them with `npm test` or `npm run test:some <files>`.')
}
