import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { runCommand, type ServerProcess, startServerProcess } from '../../test/harness/server-process.ts'

const unpack = promisify(execFile)

test('threat model 7.8: a backup of a running server restores cases, files and keys', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'caseloom-backup-'))
  try {
    const settings = { DATA_DIR: join(folder, 'first') }
    const run = (...words: string[]) => runCommand(settings, words)
    await run('rep', 'add', 'ann', '--name', 'Ann', '--email', 'ann@desk.example')
    const token = (await run('token', 'add', 'ann', '--name', 'test')).out.trim()
    const bytes = randomBytes(100_000)
    const archive = join(folder, 'backup.tar')
    {
      await using server = await startServerProcess(settings)
      const { id } = await call<{ id: number }>(server, token, 'POST', '/files', bytes)
      const text = JSON.stringify({ subject: 'Kettle', text: 'leaks', fileIds: [id] })
      await call(server, token, 'POST', '/cases', text)
      const made = await run('backup', archive)
      assert.equal(made.exitCode, 0, made.err)
      assert.match(made.out, /the database and 1 file\./)
      await call(server, token, 'POST', '/cases', JSON.stringify({ subject: 'Later', text: 'not in it' }))
    }
    assert.equal((await stat(archive)).mode & 0o777, 0o600)
    assert.deepEqual((await readdir(folder)).sort(), ['backup.tar', 'first'])
    assert.equal((await run('backup', archive)).exitCode, 69)

    const restored = join(folder, 'second')
    await mkdir(restored)
    await unpack('tar', ['-xf', archive, '-C', restored])
    await using server = await startServerProcess({ DATA_DIR: restored })
    const { items } = await call<{ items: { subject: string; number: number }[] }>(
      server,
      token,
      'GET',
      '/cases',
    )
    assert.deepEqual(
      items.map(({ subject }) => subject),
      ['Kettle'],
    )
    const { files } = await call<{ files: { id: number }[] }>(server, token, 'GET', '/cases/1')
    const answer = await fetch(`${server.address}/api/desk/v1/files/${files[0]?.id}`, {
      headers: { authorization: `Bearer ${token}` },
    })
    assert.deepEqual(Buffer.from(await answer.arrayBuffer()), bytes)
    assert.equal(await server.stop('SIGTERM'), 0)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

async function call<T>(
  server: ServerProcess,
  token: string,
  method: string,
  path: string,
  body?: string | Buffer<ArrayBuffer>,
): Promise<T> {
  const type = typeof body === 'string' ? 'application/json' : 'application/octet-stream'
  const answer = await fetch(`${server.address}/api/desk/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': type }) },
    ...(body === undefined ? {} : { body }),
  })
  assert.ok(answer.ok, `${method} ${path}: ${answer.status}`)
  return (await answer.json()) as T
}
