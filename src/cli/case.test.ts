import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { runCommand, startServerProcess } from '../../test/harness/server-process.ts'

test('MSG §10.1: cases are listed with their parties and given another provider by command', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'caseloom-cases-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const settings = { DATA_DIR: folder, LOG_LEVEL: 'warn' }
  await using server = await startServerProcess(settings)
  const run = async (...words: string[]) => {
    const { exitCode, out, err } = await runCommand(settings, words)
    assert.equal(exitCode, 0, `${words.join(' ')}: ${err}`)
    return JSON.parse(out)
  }
  const { id: works } = await run('organisation', 'add', 'Works', '--party', 'provider', '--json')
  const { id: other } = await run('organisation', 'add', 'Other Works', '--party', 'provider', '--json')
  const shop = await run(
    'organisation',
    'add',
    'Shop',
    '--party',
    'partner',
    '--provider',
    `${works}`,
    '--json',
  )
  const { token } = await run('account', 'add', 'Till', '--organisation', `${shop.id}`, '--json')
  const opened = await fetch(`${server.address}/api/v3/case/create`, {
    method: 'POST',
    headers: { 'x-hub-api-token': token, 'content-type': 'application/json' },
    body: JSON.stringify({
      productData: { problemText: 'No picture' },
      customer: { email: 'kim@home.example' },
    }),
  })
  const { guid } = (await opened.json()) as { guid: string }
  const [listed] = await run('case', 'list', '--json')
  assert.deepEqual(listed, {
    id: listed.id,
    guid,
    subject: 'No picture',
    status: 'Open',
    partner: { id: shop.id, name: 'Shop' },
    provider: { id: works, name: 'Works' },
  })
  const moved = await runCommand(settings, ['case', 'provider', `${listed.id}`, `${other}`])
  assert.deepEqual([moved.exitCode, moved.out], [0, `Case ${listed.id} is with provider ${other}.\n`])
  const [after] = await run('case', 'list', '--json')
  assert.deepEqual(after.provider, { id: other, name: 'Other Works' })
  const wrong = await runCommand(settings, ['case', 'provider', `${listed.id}`, `${shop.id}`])
  assert.equal(wrong.exitCode, 1, wrong.err)
})
