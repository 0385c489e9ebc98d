import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { type FreshDatabase, freshDatabase, onEachEngine } from '../harness/engines.ts'
import { runCommand, type ServerProcess, startServerProcess } from '../harness/server-process.ts'
import {
  type Access,
  Ledger,
  openThroughDesk,
  openThroughRestV3,
  replyWithFile,
  writeNote,
} from './clients.ts'
import { checkWhole, countMarks } from './whole.ts'

const rounds = 3
const clients = 16
/** Answered writes of one round after which the server is killed, in the middle of all others. */
const writesPerRound = 60

onEachEngine(
  'threat model 7.2: after a kill every answered write is there once, and nothing by half',
  async (engine) => {
    const database = await freshDatabase(engine)
    const settings = settingsOf(database)
    try {
      const access = await makeAccess(settings)
      const ledger = new Ledger()
      for (let round = 0; round < rounds; round += 1) {
        await using server = await startServerProcess(settings)
        await sendAgain(server, ledger)
        await hammerUntilKilled(server, ledger, access)
        await checkWhole(database.engine.db, database.folder)
      }
      await using server = await startServerProcess(settings)
      await sendAgain(server, ledger)
      assert.equal(await server.stop('SIGTERM'), 0)

      assert.ok(ledger.kept.size >= rounds * writesPerRound)
      await checkWhole(database.engine.db, database.folder)
      const counts = await countMarks(database.engine.db)
      const lost = [...ledger.kept].filter((mark) => counts.get(mark) !== 1)
      assert.deepEqual(lost, [], 'answered, and yet not there once')
      const twice = [...counts].filter(([mark, count]) => /^m[0-9a-f]{18}$/.test(mark) && count > 1)
      assert.deepEqual(twice, [], 'sent again under its key, and there twice')
    } finally {
      await database.drop()
    }
  },
)

onEachEngine('threat model 7.4: a callback promised before a kill is delivered after it', async (engine) => {
  const database = await freshDatabase(engine)
  const received: string[] = []
  const receiver = createServer((request, response) => {
    received.push(request.url ?? '')
    request.resume()
    response.end()
  })
  try {
    // The port is known and closed: the first attempt fails, so that the promise is open when the server is killed.
    const port = await closedPort()
    const settings = {
      ...settingsOf(database),
      CALLBACK_ALLOW: `127.0.0.1:${port}`,
      CALLBACK_RETRY_SECONDS: '1,1,1,1,1,1,1,1,1,1',
    }
    const access = await makeAccess(settings)
    await using first = await startServerProcess(settings)
    await resolveWithCallback(first, access, `http://127.0.0.1:${port}/resolved`)
    await attemptFailed(database)
    await first.stop('SIGKILL')
    assert.deepEqual(received, [])

    receiver.listen(port, '127.0.0.1')
    const delivered = once(receiver, 'request')
    await using second = await startServerProcess(settings)
    await delivered
    assert.equal(await second.stop('SIGTERM'), 0)
    assert.deepEqual(received, ['/resolved'])
  } finally {
    receiver.close()
    await database.drop()
  }
})

function settingsOf(database: FreshDatabase): Record<string, string> {
  return { DATA_DIR: database.folder, ...(database.url === null ? {} : { DATABASE_URL: database.url }) }
}

async function makeAccess(settings: Record<string, string>): Promise<Access> {
  const run = async (...words: string[]): Promise<string> => {
    const { exitCode, out, err } = await runCommand(settings, words)
    assert.equal(exitCode, 0, err)
    return out
  }
  await run('rep', 'add', 'ann', '--name', 'Ann', '--email', 'ann@desk.example', '--role', 'SDAdmin')
  const deskToken = (await run('token', 'add', 'ann', '--name', 'test')).trim()
  return { deskToken, repKey: (await run('rep', 'key', 'ann')).trim() }
}

async function sendAgain(server: ServerProcess, ledger: Ledger): Promise<void> {
  const open = ledger.open
  ledger.open = []
  for (const wish of open) assert.equal(await ledger.attempt(server.address, wish), true)
}

async function hammerUntilKilled(server: ServerProcess, ledger: Ledger, access: Access): Promise<void> {
  while (ledger.cases.length < 3) await ledger.attempt(server.address, openThroughDesk(access))
  const enough = ledger.kept.size + writesPerRound
  let killed: Promise<unknown> | null = null
  const client = async (first: number): Promise<void> => {
    for (let turn = first; ; turn += 1) {
      const of = ledger.cases[turn % ledger.cases.length] ?? 1
      const wishes = [openThroughDesk, openThroughRestV3, writeNote, replyWithFile] as const
      const wish = (wishes[turn % wishes.length] ?? writeNote)(access, of)
      if (!(await ledger.attempt(server.address, wish))) return
      if (ledger.kept.size >= enough) killed ??= server.stop('SIGKILL')
    }
  }
  await Promise.all(Array.from({ length: clients }, (_, index) => client(index)))
  await killed
}

async function resolveWithCallback(server: ServerProcess, access: Access, url: string): Promise<void> {
  const send = async (method: string, path: string, body: unknown) => {
    const answer = await fetch(`${server.address}/api/desk/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${access.deskToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    assert.ok(answer.ok, await answer.clone().text())
    return (await answer.json()) as { number: number }
  }
  const { number } = await send('POST', '/cases', { subject: 'Kettle', text: 'leaks', callbackUrl: url })
  await send('PATCH', `/cases/${number}`, { status: 4, resolution: 'New seal' })
}

/** Waits until the first attempt was made and written down, so that no lease of the killed process stands. */
async function attemptFailed(database: FreshDatabase): Promise<void> {
  const tried = database.engine.db
    .selectFrom('jobs')
    .select('id')
    .where('kind', '=', 'call-back')
    .where('attempts', '>', 0)
    .where('leased_until', 'is', null)
  while ((await tried.executeTakeFirst()) === undefined) await setImmediate()
}

async function closedPort(): Promise<number> {
  const probe: Server = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
