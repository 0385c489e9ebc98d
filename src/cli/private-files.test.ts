import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { runCommand, startServerProcess } from '../../test/harness/server-process.ts'

const shell = promisify(execFile)

test('threat model 8.2: in a folder that others may read, everything that is stored is for the service user alone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'caseloom-private-'))
  await chmod(folder, 0o755)
  const settings = { DATA_DIR: folder }
  try {
    const mask = (await shell('/bin/sh', ['-c', 'umask'])).stdout.trim()
    assert.ok((Number.parseInt(mask, 8) & 0o044) === 0, 'what starts the program would let others read')
    await using _server = await startServerProcess(settings)
    await runCommand(settings, ['backup', join(folder, 'backup.tar')])
    const names = await readdir(folder, { recursive: true })
    for (const name of ['caseloom.db', 'caseloom.db-wal', 'backup.tar', 'secret', 'master-key']) {
      assert.ok(names.includes(name), name)
    }
    for (const name of names) assert.equal((await stat(join(folder, name))).mode & 0o077, 0, name)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
