import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { runCommand, startServerProcess } from '../../test/harness/server-process.ts'

test('ST §5: categories and tags are kept by command, and clients of the running server choose from them', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'caseloom-catalog-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const settings = { DATA_DIR: folder, LOG_LEVEL: 'warn' }
  await using server = await startServerProcess(settings)
  const run = async (...words: string[]) => {
    const { exitCode, out, err } = await runCommand(settings, words)
    assert.equal(exitCode, 0, `${words.join(' ')}: ${err}`)
    return out.trim()
  }
  const apikey = await run('app', 'add', 'Portal', '--wire', 'support-ticket')
  const listed = async (path: string) => {
    const answer = await fetch(`${server.address}/api/v1/get/${path}/`, { headers: { apikey } })
    const { data } = (await answer.json()) as { data: Record<string, unknown[]> }
    return Object.values(data)[0]
  }

  await run('category', 'add', 'Warranty', '--description', 'Repairs that cost nothing')
  await run('category', 'change', 'warranty', '--to', 'Guarantee')
  await run('category', 'remove', 'General')
  const categories = await listed('support-ticket/category-list')
  assert.deepEqual(categories?.at(-1), {
    id: 4,
    category: 'Guarantee',
    description: 'Repairs that cost nothing',
  })
  assert.equal(categories?.length, 3)
  assert.equal(JSON.parse(await run('category', 'list', '--json')).length, 3)

  const tag = JSON.parse(await run('tag', 'add', 'Hot', '--keyword', 'hot', '--json'))
  assert.deepEqual(tag, { id: 3, name: 'Hot', keyword: 'hot' })
  await run('tag', 'change', 'Hot', '--keyword', 'urgent')
  assert.deepEqual((await listed('ticket/tags'))?.at(-1), { id: 3, tag: 'Hot', keyword: 'urgent' })
  await run('tag', 'remove', 'Hot')
  assert.equal((await listed('ticket/tags'))?.length, 2)

  const twice = await runCommand(settings, ['tag', 'add', ' refund '])
  assert.deepEqual([twice.exitCode, /with the name "refund" already/.test(twice.err)], [1, true])
  const unknown = await runCommand(settings, ['category', 'remove', 'Billin'])
  assert.deepEqual([unknown.exitCode, /Did you mean "Billing"\?/.test(unknown.err)], [64, true])
})
