import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { globalSetup, globalTeardown } from '../test/harness/postgres.ts'
import { type Load, type Measured, measure } from './load.ts'
import { type Server, startServer } from './servers.ts'

/** Measures everything in one run and prints Markdown. See README.md beside this file. */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '16' },
    cases: { type: 'string', default: '10000' },
    runs: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
})
const seconds = Number(values.seconds)
const connections = Number(values.connections)
const cases = Number(values.cases)
const runs = Number(values.runs)
const text = 'x'.repeat(206)
const print = (line = ''): boolean => process.stdout.write(`${line}\n`)

interface Row extends Measured {
  readonly name: string
}
const rows = new Map<string, Row>()

async function take(name: string, load: Load): Promise<void> {
  if (values.only && !values.only.split(',').some((word) => name.includes(word))) return
  await measure(load, connections, 1)
  const taken: Measured[] = []
  for (let run = 0; run < runs; run += 1) taken.push(await measure(load, connections, seconds))
  const median = taken.toSorted((a, b) => a.rate - b.rate)[Math.floor(taken.length / 2)]
  if (median) rows.set(name, { name, ...median })
}

/** Walks through existing rows or cases, so that no single one is always warm. */
const through = (path: (id: number) => string, most: number) => (index: number) =>
  path(((index * 7919) % most) + 1)

async function bare(folder: string, url: string): Promise<void> {
  const on = async (kind: string, loads: (server: Server) => Promise<void>): Promise<void> => {
    const server = await startServer('bare.ts', [kind, join(folder, kind), url])
    await loads(server)
    await server.stop()
  }
  const row = { paths: through((id) => `/items/${id}`, 10_000) }
  const insert = { method: 'POST', body: JSON.stringify({ body: text }), paths: () => '/items' } as const
  await on('hello', ({ address }) => take('bare hello', { url: address, paths: () => '/' }))
  await on('insert', async ({ address }) => {
    await take('bare sqlite row', { url: address, ...row })
    await take('bare sqlite insert', { url: address, ...insert })
  })
  await on('grouped', ({ address }) => take('bare sqlite grouped insert', { url: address, ...insert }))
  await on('pg-', async ({ address }) => {
    await take('bare postgres row', { url: address, ...row })
    await take('bare postgres insert', { url: address, ...insert })
  })
}

async function reference(folder: string): Promise<void> {
  const server = await startServer('reference.ts', [folder, String(cases)])
  const to = { url: server.address, headers: { authorization: `Bearer ${server.token}` } }
  const write = { ...to, method: 'POST' } as const
  await take('reference get', { ...to, paths: through((id) => `/cases/${id}`, cases) })
  await take('reference list', { ...to, paths: () => '/cases' })
  await take('reference search', { ...to, paths: through((id) => `/search?q=${id}`, cases) })
  const reply = JSON.stringify({ text })
  await take('reference reply', {
    ...write,
    body: reply,
    paths: through((id) => `/cases/${id}/messages`, cases),
  })
  const body = JSON.stringify({ subject: 'Printer on fire', text })
  await take('reference create', { ...write, body, paths: () => '/cases' })
  await server.stop()
}

async function caseloom(engine: string, env: Record<string, string>): Promise<string[]> {
  const filled = await startServer('caseloom.ts', [String(cases)], env)
  const { token } = filled
  await filled.stop('SIGKILL')
  const server = await startServer('caseloom.ts', ['0', token], env)
  const idle = await server.memory()
  const to = { url: server.address, headers: { authorization: `Bearer ${token}` } }
  const write = { ...to, method: 'POST' } as const
  const api = '/api/desk/v1'
  await take(`${engine} hello`, { ...to, paths: () => '/health' })
  await take(`${engine} get`, { ...to, paths: through((id) => `${api}/cases/${id}`, cases) })
  await take(`${engine} list`, { ...to, paths: () => `${api}/cases?view=open&limit=50` })
  await take(`${engine} search`, { ...to, paths: through((id) => `${api}/cases?q=${id}&limit=50`, cases) })
  const reply = JSON.stringify({ audience: 'customer', text })
  await take(`${engine} reply`, {
    ...write,
    body: reply,
    paths: through((id) => `${api}/cases/${id}/messages`, cases),
  })
  const body = JSON.stringify({
    subject: 'Printer on fire',
    text,
    requester: { email: 'customer@example.org' },
  })
  await take(`${engine} create`, { ...write, body, paths: () => `${api}/cases` })
  const busy = await server.memory()
  await server.stop()
  return [engine, idle.toFixed(0), busy.toFixed(0), server.startMs.toFixed(0)]
}

function ratio(ours: string, theirs: string): string {
  const a = rows.get(ours)
  const b = rows.get(theirs)
  return a && b ? (a.rate / b.rate).toFixed(2) : '–'
}

function table(head: readonly string[], lines: readonly (readonly string[])[]): void {
  print(`| ${head.join(' | ')} |`)
  print(`|${head.map((_, index) => (index === 0 ? ' --- ' : ' --: ')).join('|')}|`)
  for (const line of lines) print(`| ${line.join(' | ')} |`)
  print()
}

const folder = await mkdtemp(join(tmpdir(), 'caseloom-bench-'))
process.env.CASELOOM_DURABLE_POSTGRES = '1'
await globalSetup()
const url = process.env.CASELOOM_TEST_POSTGRES ?? ''
try {
  await bare(folder, url)
  await reference(folder)
  const own = [
    await caseloom('sqlite', { DATA_DIR: join(folder, 'sqlite'), PORT: '0', DATABASE_URL: '' }),
    await caseloom('postgres', { DATA_DIR: join(folder, 'postgres'), PORT: '0', DATABASE_URL: url }),
  ]
  print(
    `Node ${process.version}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${connections} connections, ${cases} cases, ${seconds} s each, median of ${runs}.`,
  )
  print()
  const shown = [...rows.values()]
  table(
    ['measured', 'requests/s', 'p50 ms', 'p99 ms', 'failed'],
    shown.map((row) => [row.name, row.rate.toFixed(0), String(row.p50), String(row.p99), String(row.failed)]),
  )
  table(
    ['ratio', 'reached', 'budget'],
    [
      ['sqlite create / reference create', ratio('sqlite create', 'reference create'), '0.6'],
      ['sqlite reply / reference reply', ratio('sqlite reply', 'reference reply'), '0.6'],
      ['sqlite get / bare sqlite row', ratio('sqlite get', 'bare sqlite row'), '0.5'],
      ['sqlite list / reference list', ratio('sqlite list', 'reference list'), '0.6'],
      ['sqlite search / reference search', ratio('sqlite search', 'reference search'), '0.5'],
      ['sqlite hello / bare hello', ratio('sqlite hello', 'bare hello'), '0.7'],
      ['postgres get / bare postgres row', ratio('postgres get', 'bare postgres row'), '0.5'],
      ['postgres create / bare postgres insert', ratio('postgres create', 'bare postgres insert'), '0.25'],
    ],
  )
  table(['engine', 'idle MB', 'under load MB', 'start to first answer ms'], own)
} finally {
  await globalTeardown()
  await rm(folder, { recursive: true, force: true })
}
