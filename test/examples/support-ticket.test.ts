import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { pathWithCurl } from '../harness/curl.ts'
import { freshDatabase, onEachEngine } from '../harness/engines.ts'
import { runCommand, startServerProcess } from '../harness/server-process.ts'

const script = resolve(import.meta.dirname, '../../examples/support-ticket/ticket.sh')
const run = promisify(execFile)

async function walk(engine: 'sqlite' | 'postgres', path: string): Promise<void> {
  const database = await freshDatabase(engine)
  try {
    const settings = {
      DATA_DIR: database.folder,
      ...(database.url === null ? {} : { DATABASE_URL: database.url }),
    }
    const app = await runCommand(settings, ['app', 'add', 'Portal', '--wire', 'support-ticket'])
    const password = `it's "quoted" & 100 %`
    await runCommand(settings, ['contact', 'add', 'ann@example.com', '--name', 'Ann', '--password'], password)
    await using server = await startServerProcess(settings)
    const env = {
      PATH: path,
      CASELOOM_URL: server.address,
      CASELOOM_APIKEY: app.out.trim(),
      CASELOOM_USER: 'ann@example.com',
      CASELOOM_PASSWORD: password,
    }
    const ticket = async (...words: string[]) =>
      (await run('/bin/sh', [script, ...words], { env })).stdout.trim()
    const refusal = (...words: string[]) =>
      ticket(...words).then(
        () => assert.fail(`${words.join(' ')} was not refused`),
        ({ code, stderr }: { code: number; stderr: string }) => [code, stderr] as const,
      )
    const file = join(database.folder, 'page, 1.txt')
    await writeFile(file, 'It prints\nnothing.\n')

    assert.match(await ticket('categories'), /"category":"Billing"/)
    assert.equal(await ticket('open', '2', '@printer "down" & out', 'It prints; nothing', file), '1')
    await ticket('say', '1', '<Any news?>', file)
    const { data } = JSON.parse(await ticket('show', '1'))
    assert.deepEqual(
      [data.ticket.subject, data.ticket.comment, data.ticket.category, data.ticket.status],
      ['@printer "down" & out', 'It prints; nothing', 2, '1'],
    )
    assert.equal(data.conversations[0].comment, '<Any news?>')
    assert.equal(data.attachments.length, 2)
    const copy = join(database.folder, 'copy.txt')
    await ticket('fetch', String(data.attachments[0].id), copy)
    assert.equal(await readFile(copy, 'utf8'), 'It prints\nnothing.\n')

    const found = JSON.parse(await ticket('history', 'PRINTER')).data.TicketList
    assert.deepEqual(
      found.map(({ id }: { id: number }) => id),
      [1],
    )
    await ticket('close', '1')
    const [code, said] = await refusal('close', '1')
    assert.deepEqual([code, /Ticket is already closed/.test(said)], [1, true])
    await ticket('reopen', '1')
    assert.equal(JSON.parse(await ticket('show', '1')).data.ticket.status, '2')

    assert.equal((await refusal('fetch', '99', copy))[0], 22)
    assert.match((await refusal())[1], /^ticket\.sh open <category> <subject> <comment> \[file\]/m)
    env.CASELOOM_PASSWORD = 'wrong'
    assert.match((await refusal('history'))[1], /^log-in refused: .*No active account found/)
  } finally {
    await database.drop()
  }
}

onEachEngine(
  'example: a ticket from log-in to closing and opening again, by shell and curl',
  async (engine) => walk(engine, await pathWithCurl()),
)
