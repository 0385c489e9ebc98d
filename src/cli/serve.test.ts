import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { pathWithCurl } from '../../test/harness/curl.ts'
import { freshDatabase, onEachEngine } from '../../test/harness/engines.ts'
import { runCommand, type ServerProcess, startServerProcess } from '../../test/harness/server-process.ts'

const shell = promisify(execFile)

/** @returns the printed commands, by the API that they are printed under */
function commandsOf(server: ServerProcess): Map<string, string> {
  const found = server.lines.flatMap((line, index) =>
    line.startsWith('  curl ') ? [[server.lines[index - 1] ?? '', line.trim()] as const] : [],
  )
  return new Map(found)
}

onEachEngine(
  'a first start prints, once, a sign-in link and a command for each API that opens a case',
  async (engine) => {
    const database = await freshDatabase(engine)
    const settings: Record<string, string> = {
      DATA_DIR: database.folder,
      ...(database.url === null ? {} : { DATABASE_URL: database.url }),
    }
    try {
      await using server = await startServerProcess(settings)
      await server.line(/If the link gets lost/)
      const commands = commandsOf(server)
      assert.deepEqual(
        [...commands.keys()],
        ['Case Management API', 'Support Ticket API', 'REST API v3', 'Messages API', 'Desk API'],
      )
      const env = { PATH: await pathWithCurl() }
      for (const command of commands.values()) await shell('/bin/sh', ['-c', command], { env })

      const token = /Bearer ([\w-]+)/.exec(commands.get('Desk API') ?? '')?.[1] ?? ''
      const list = await fetch(`${server.address}/api/desk/v1/cases?sort=number&order=asc`, {
        headers: { authorization: `Bearer ${token}` },
      })
      const { items } = (await list.json()) as {
        items: { wire: string; partner: unknown; provider: unknown }[]
      }
      assert.deepEqual(
        items.map(({ wire }) => wire),
        ['case-management', 'support-ticket', 'rest-v3', 'messages', 'desk'],
      )
      assert.ok(items.every(({ partner, provider }) => partner !== null && provider !== null))
      await checkSeenEverywhere(server.address, commands)

      const link = await server.line(/sign-in#token=/)
      const signIn = () =>
        fetch(`${server.address}/api/desk/v1/session`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ token: link.split('#token=')[1] }),
        })
      assert.equal((await signIn()).ok, true)
      assert.equal((await signIn()).ok, false)
      assert.equal(await server.stop('SIGTERM'), 0)

      await using again = await startServerProcess(settings)
      assert.equal(await again.stop('SIGTERM'), 0)
      assert.deepEqual(again.lines, [`Caseloom is ready at ${again.address}`])
    } finally {
      await database.drop()
    }
  },
)

/** The same credentials read, through the four other APIs, what all five opened. */
async function checkSeenEverywhere(address: string, commands: Map<string, string>): Promise<void> {
  const word = (wire: string, pattern: RegExp): string => pattern.exec(commands.get(wire) ?? '')?.[1] ?? ''
  const ask = async (path: string, headers: Record<string, string>, body?: unknown): Promise<unknown> => {
    const post = { method: 'POST', body: JSON.stringify(body) }
    const json: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
    const answer = await fetch(`${address}${path}`, {
      headers: { ...headers, ...json },
      ...(body === undefined ? {} : post),
    })
    assert.ok(answer.ok, `${path}: ${answer.status}`)
    return answer.json()
  }

  const key = word('Case Management API', /x-inbenta-key: ([^']+)/)
  const secret = word('Case Management API', /"secret":"([^"]+)"/)
  const app = (await ask('/v1/auth', { 'x-inbenta-key': key }, { secret })) as { accessToken: string }
  const authorised = { 'x-inbenta-key': key, authorization: `Bearer ${app.accessToken}` }
  const tickets = (await ask('/v1/tickets', authorised)) as { total_count: number }
  assert.equal(tickets.total_count, 5)

  const repKey = word('REST API v3', /authtoken: ([^']+)/)
  const requests = (await ask('/api/v3/requests', { authtoken: repKey })) as { requests: unknown[] }
  assert.equal(requests.requests.length, 5)

  const partnerToken = word('Messages API', /X-Hub-Api-Token: ([^']+)/)
  const cases = await ask('/api/v3/search-cases', { 'x-hub-api-token': partnerToken }, {})
  assert.equal((cases as { pagination: { count: number } }).pagination.count, 5)

  const apikey = word('Support Ticket API', /apikey: ([^']+)/)
  const [username = '', password = ''] = word('Support Ticket API', /'username=([^']+)'/).split('&password=')
  const login = { username: decodeURIComponent(username), password }
  const person = (await ask('/api/v1/user/login/', { apikey }, login)) as { access: string }
  const own = { apikey, authorization: `Bearer ${person.access}` }
  const history = JSON.stringify(await ask('/api/v1/support/get/ticket/history/', own))
  for (const wire of ['Case Management', 'Support Ticket', 'REST v3', 'Messages', 'the Desk API']) {
    assert.ok(history.includes(`Opened through ${wire}`), `the customer sees the case opened through ${wire}`)
  }
}

onEachEngine('a command beside the running server counts from the next request on', async (engine) => {
  const database = await freshDatabase(engine)
  const settings: Record<string, string> = {
    DATA_DIR: database.folder,
    ...(database.url === null ? {} : { DATABASE_URL: database.url }),
  }
  const run = async (...words: string[]): Promise<string> => {
    const { exitCode, out, err } = await runCommand(settings, words)
    assert.equal(exitCode, 0, err)
    return out.trim()
  }
  try {
    await using server = await startServerProcess(settings)
    const ask = async (token: string) =>
      (await fetch(`${server.address}/api/desk/v1/cases`, { headers: { authorization: `Bearer ${token}` } }))
        .status
    await run('rep', 'add', 'ann', '--name', 'Ann Lee', '--email', 'ann@desk.example')
    const token = await run('token', 'add', 'ann', '--name', 'report', '--scope', 'case.view')
    assert.equal(await ask(token), 200)
    await run('rep', 'disable', 'ann')
    assert.equal(await ask(token), 401)
  } finally {
    await database.drop()
  }
})

test('a port in use ends the start with 69 and says which', async () => {
  const database = await freshDatabase('sqlite')
  const taken = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => taken.once('listening', resolve))
  const address = taken.address()
  const port = typeof address === 'object' && address ? String(address.port) : ''
  try {
    const settings = { DATA_DIR: database.folder, PORT: port, LOG_LEVEL: 'silent' }
    const { exitCode, out, err } = await runCommand(settings, ['serve'])
    assert.equal(exitCode, 69)
    assert.equal(out, '')
    assert.match(err, new RegExp(`^127\\.0\\.0\\.1:${port} is in use\\.`))
  } finally {
    taken.close()
    await database.drop()
  }
})
