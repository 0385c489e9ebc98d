import assert from 'node:assert/strict'
import { freshDatabase, onEachEngine } from '../../../test/harness/engines.ts'
import { runCommand, startServerProcess } from '../../../test/harness/server-process.ts'

/** Sends one request. @returns status and body */
async function post(address: string, path: string, headers: Record<string, string>, body: object) {
  const answer = await fetch(`${address}/api/v1/${path}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

onEachEngine(
  'ST 9.6: several servers on one database together let no more tickets be open than the limit',
  async (engine) => {
    const database = await freshDatabase(engine)
    try {
      const settings = {
        DATA_DIR: database.folder,
        OPEN_CASE_LIMIT: '3',
        ...(database.url === null ? {} : { DATABASE_URL: database.url }),
      }
      const run = async (words: string[], input?: string) => {
        const { exitCode, out, err } = await runCommand(settings, words, input)
        assert.equal(exitCode, 0, err)
        return out.trim()
      }
      const apikey = await run(['app', 'add', 'Portal', '--wire', 'support-ticket'])
      const login = { username: 'ann@example.com', password: 'correct horse battery' }
      await run(['contact', 'add', login.username, '--name', 'Ann Ames', '--password'], login.password)
      await using first = await startServerProcess(settings)
      await using second = await startServerProcess(settings)
      const servers = [first.address, second.address]

      const { body: tokens } = await post(first.address, 'user/login/', { apikey }, login)
      const headers = { apikey, authorization: `Bearer ${tokens.access}` }
      const ticket = { subject: 'Printer down', priority: 2, comment: 'It prints nothing', category: 1 }
      const create = (address: string) => post(address, 'support/create/ticket/', headers, ticket)
      for (let count = 0; count < 2; count += 1) assert.equal((await create(first.address)).status, 200)

      const answers = await Promise.all(
        Array.from({ length: 20 }, (_none, index) => create(servers[index % 2] ?? '')),
      )
      const refused = answers.filter(({ status }) => status !== 200)
      assert.equal(refused.length, 19)
      for (const { body } of refused) {
        assert.deepEqual(body, {
          status_code: 401,
          errors: { non_field_errors: ['Currenly Open Ticket Limit Exceed.'] },
          data: {},
        })
      }
      // Each server counts what the other one stored.
      for (const address of servers) {
        const history = await fetch(`${address}/api/v1/support/get/ticket/history/`, { headers })
        const { data } = (await history.json()) as { data: { TicketList: unknown[] } }
        assert.equal(data.TicketList.length, 3)
        assert.equal((await create(address)).status, 401)
      }
    } finally {
      await database.drop()
    }
  },
)
