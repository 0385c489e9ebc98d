import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { runCommand } from '../../test/harness/server-process.ts'

test('webhooks are added, listed without secrets and removed by command, and calls can be looked at', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'caseloom-cli-'))
  const run = async (exitCode: number, ...words: string[]) => {
    const result = await runCommand({ DATA_DIR: folder }, words)
    assert.equal(result.exitCode, exitCode, result.err)
    return result
  }
  try {
    await run(0, 'organisation', 'add', 'Elkona', '--party', 'partner')
    const url = 'https://partner.example/hook'
    const hook = ['webhook', 'add', url, '--organisation', '1', '--event', 'message.created']
    const { out } = await run(0, ...hook, '--header', 'X-Key: theirs', '--json')
    const { id, secret } = JSON.parse(out)
    assert.ok(secret.length >= 40)
    const listed = await run(0, 'webhook', 'list', '--json')
    assert.deepEqual(JSON.parse(listed.out), [
      {
        id,
        wire: 'messages',
        owner: 'Elkona',
        event: 'message.created',
        method: 'POST',
        url,
        headers: ['X-Key'],
        active: true,
      },
    ])
    assert.equal(listed.out.includes(secret) || listed.out.includes('theirs'), false)
    assert.match(
      (await run(64, 'webhook', 'add', url, '--event', 'case')).err,
      /--organisation <id> or --app <id>/,
    )
    assert.match((await run(64, ...hook.slice(0, -1), 'case')).err, /--event must be one of message.created/)
    assert.match(
      (await run(1, 'webhook', 'add', 'http://10.0.0.1/', ...hook.slice(3))).err,
      /url .*not allowed/,
    )
    assert.deepEqual(JSON.parse((await run(0, 'job', 'list', '--json')).out), [])
    assert.match((await run(1, 'job', 'retry', '7')).err, /There is no job "7"/)
    await run(0, 'webhook', 'remove', String(id))
    assert.match((await run(0, 'webhook', 'list')).err, /There are no webhooks/)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
