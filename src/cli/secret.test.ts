import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { runCommand, startServerProcess } from '../../test/harness/server-process.ts'

test('CM §5.1, §7.7: personal secrets and working hours are set by commands, and hold on the running server', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'caseloom-secret-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const settings = { DATA_DIR: folder, LOG_LEVEL: 'warn' }
  await using server = await startServerProcess(settings)
  const run = async (...words: string[]) => {
    const { exitCode, out, err } = await runCommand(settings, words)
    assert.equal(exitCode, 0, `${words.join(' ')}: ${err}`)
    return out.trim()
  }
  const app = JSON.parse(await run('app', 'add', 'phone', '--wire', 'case-management', '--json'))
  await run('rep', 'add', 'ann', '--name', 'Ann Lee', '--email', 'ann@desk.example')
  const secret = await run('secret', 'add', 'ann', '--name', 'phone')
  const sent = { secret: app.secret, user_personal_secret: secret }
  const auth = async () => {
    const headers = { 'x-inbenta-key': app.key, 'content-type': 'application/json' }
    return fetch(`${server.address}/v1/auth`, { method: 'POST', headers, body: JSON.stringify(sent) })
  }
  const session = await auth()
  assert.equal(session.status, 200)
  const { accessToken } = (await session.json()) as { accessToken: string }

  await run(
    'group',
    'hours',
    'Network',
    '--on',
    'monday-tuesday=09:00-12:00,13:00-18:00',
    '--holiday',
    '2030-12-25',
  )
  assert.match(await run('group', 'list'), /mon 09:00-12:00,13:00-18:00; tue 09:00-12:00,13:00-18:00/)
  const timetable = await fetch(`${server.address}/v1/settings/work-timetable`, {
    headers: { 'x-inbenta-key': app.key, authorization: `Bearer ${accessToken}` },
  })
  const { weeks } = (await timetable.json()) as { weeks: { Tuesday: unknown[]; Friday: unknown[] }[] }
  assert.deepEqual([weeks[0]?.Tuesday.length, weeks[0]?.Friday], [2, []])
  const wrong = await runCommand(settings, ['group', 'hours', 'Network', '--on', 'monday=18:00-09:00'])
  assert.notEqual(wrong.exitCode, 0)

  const [listed] = JSON.parse(await run('secret', 'list', '--json'))
  assert.deepEqual([listed.name, listed.hint], ['phone', secret.slice(-4)])
  await run('secret', 'remove', String(listed.id))
  assert.equal((await auth()).status, 422)
})
