import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { newDesk } from '../../../test/harness/desk.ts'

const page = '<!doctype html><div id="root"></div>'
const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

async function builtFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'caseloom-console-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), page)
  await writeFile(join(folder, 'theme.js'), '1')
  await writeFile(join(folder, 'assets', 'index-abc123.js'), '2')
  return folder
}

test('the built console is served under a strict policy, its hashed files for ever', async () => {
  const folder = await builtFolder()
  const on = await newDesk('sqlite', { settings: { consoleFolder: folder } })
  try {
    for (const url of ['/', '/sign-in', '/cases/7?view=mine', '/settings/reps/', '/apiary', '/v10']) {
      const answer = await on.app.inject({ url, headers: html })
      assert.deepEqual([answer.statusCode, answer.body], [200, page], url)
      assert.equal(answer.headers['content-type'], 'text/html; charset=utf-8')
      assert.equal(answer.headers['cache-control'], 'no-cache')
      const policy = String(answer.headers['content-security-policy'])
      assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self'; /)
      assert.doesNotMatch(policy, /unsafe|\*|http:|data:/)
      assert.match(policy, /base-uri 'none'; form-action 'self'; frame-ancestors 'none'/)
      assert.equal(answer.headers['x-content-type-options'], 'nosniff')
      assert.equal(answer.headers['referrer-policy'], 'no-referrer')
    }
    const hashed = await on.app.inject('/assets/index-abc123.js')
    assert.deepEqual(
      [hashed.statusCode, hashed.body, hashed.headers['cache-control']],
      [200, '2', 'public, max-age=31536000, immutable'],
    )
    assert.match(String(hashed.headers['content-type']), /javascript/)
    assert.equal(hashed.headers['x-content-type-options'], 'nosniff')
    assert.equal((await on.app.inject('/theme.js')).headers['cache-control'], 'no-cache')
    assert.equal((await on.app.inject({ url: '/sign-in', method: 'HEAD', headers: html })).statusCode, 200)
  } finally {
    await on.close()
    await rm(folder, { recursive: true })
  }
})

test('paths of APIs, other methods and other clients never get a page', async () => {
  const folder = await builtFolder()
  const settings = { consoleFolder: folder, supportTicketPrefix: '/Tickets/api' }
  const on = await newDesk('sqlite', { settings })
  try {
    const paths = [
      '/api',
      '/api/nothing',
      '/API/nothing',
      '/v1/nothing',
      '/ticketing/x',
      '/prod/x',
      '/tickets/api/x',
    ]
    for (const url of paths) {
      const answer = await on.app.inject({ url, headers: html })
      assert.ok(answer.statusCode >= 400 && answer.statusCode < 500, `${url} ${answer.statusCode}`)
      assert.doesNotMatch(answer.body, /<div id="root">/, url)
    }
    const others = [
      { url: '/sign-in', method: 'POST', headers: html },
      { url: '/sign-in', method: 'DELETE', headers: html },
      { url: '/sign-in', headers: { accept: '*/*' } },
      { url: '/sign-in' },
      { url: '/assets/gone.js', headers: { accept: '*/*' } },
      { url: '/..%2f..%2fpackage.json' },
      { url: '/assets/..%2f..%2f..%2fetc/passwd' },
    ] as const
    for (const each of others) {
      const answer = await on.app.inject(each)
      assert.equal(answer.statusCode, 404, each.url)
      assert.deepEqual(answer.json(), { error: { code: 'not_found', message: 'Not found' } })
      assert.match(String(answer.headers['content-type']), /^application\/json/)
    }
  } finally {
    await on.close()
    await rm(folder, { recursive: true })
  }
})

test('a console that is not built says how to build it; one left out is not there', async () => {
  const missing = join(tmpdir(), 'caseloom-console-that-is-not-there')
  const unbuilt = await newDesk('sqlite', { settings: { consoleFolder: missing } })
  const without = await newDesk('sqlite')
  try {
    const answer = await unbuilt.app.inject({ url: '/', headers: html })
    assert.deepEqual([answer.statusCode, answer.headers['retry-after']], [503, '60'])
    assert.match(answer.body, /npm run build/)
    assert.equal((await unbuilt.app.inject('/health')).statusCode, 200)
    assert.equal((await without.app.inject({ url: '/', headers: html })).statusCode, 404)
  } finally {
    await unbuilt.close()
    await without.close()
  }
})
