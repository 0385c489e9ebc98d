import assert from 'node:assert/strict'
import { readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { freshDatabase, onEachEngine } from '../../test/harness/engines.ts'
import { runCommand } from '../../test/harness/server-process.ts'

onEachEngine(
  'REST v3 14: keys, groups and master key are kept by command, and nothing starts with wrong ones',
  async (engine) => {
    const database = await freshDatabase(engine)
    const { folder } = database
    const base: Record<string, string> = {
      DATA_DIR: folder,
      ...(database.url === null ? {} : { DATABASE_URL: database.url }),
    }
    const run = async (settings: Record<string, string>, ...words: string[]) => {
      const { exitCode, out, err } = await runCommand({ ...base, ...settings }, words)
      return { exitCode, said: out + err }
    }
    const refused = async (settings: Record<string, string>, pattern: RegExp, ...words: string[]) => {
      const { exitCode, said } = await run(settings, ...words)
      assert.equal(exitCode, 78, said)
      assert.match(said, pattern)
    }
    const done = async (settings: Record<string, string>, pattern: RegExp, ...words: string[]) => {
      const { exitCode, said } = await run(settings, ...words)
      assert.equal(exitCode, 0, said)
      assert.match(said, pattern)
    }
    try {
      await done(
        {},
        /./,
        'rep',
        'add',
        'ann',
        '--name',
        'Ann',
        '--email',
        'ann@a.example',
        '--role',
        'SDAdmin',
      )
      const own = join(folder, 'master-key')
      assert.equal((await stat(own)).mode & 0o777, 0o600)
      const key = (await readFile(own, 'utf8')).trim()

      await refused(
        { MASTER_KEY: Buffer.alloc(32, 3).toString('base64') },
        /MASTER_KEY is not the master key/,
        'rep',
        'list',
      )
      await refused({ MASTER_KEY: 'short' }, /MASTER_KEY must be 32 bytes/, 'rep', 'list')
      await refused({ MASTER_KEY: key, MASTER_KEY_FILE: own }, /both set/, 'rep', 'list')
      await refused({ ENCRYPT: 'contacts,secrets' }, /ENCRYPT must be any of contacts/, 'rep', 'list')
      await rename(own, `${own}.away`)
      await refused({}, /there is no master key/, 'serve')
      await assert.rejects(stat(own), 'no other key is made')
      await done({ MASTER_KEY: key }, /Ann/, 'rep', 'list')
      await rename(`${own}.away`, own)

      await done(
        { ENCRYPT: 'contacts,notes' },
        /Encrypted beside secrets: contacts, notes/,
        'encryption',
        'apply',
      )
      await done({ ENCRYPT: 'contacts,notes' }, /people\.email +1 +1 +0/, 'encryption', 'status')
      await refused(
        { ENCRYPT: 'notes' },
        /contacts encrypted, but ENCRYPT does not name it.*caseloom encryption apply/s,
        'serve',
      )
      await refused({}, /contacts, notes encrypted/, 'rep', 'list')
      await done({ ENCRYPT: 'contacts,notes' }, /a new key; the former one is gone/, 'encryption', 'rotate')
      await done({ ENCRYPT: 'contacts,notes' }, /ann@a\.example/, 'rep', 'list')

      const next = { ENCRYPT: 'contacts,notes', MASTER_KEY_FILE: join(folder, 'next-key') }
      await done(
        { ENCRYPT: 'contacts,notes' },
        /Made a new master key in .*next-key/,
        'encryption',
        'rewrap',
        next.MASTER_KEY_FILE,
      )
      await done({ ENCRYPT: 'contacts,notes' }, /ann@a\.example/, 'rep', 'list')
      const early = await run({ ENCRYPT: 'contacts,notes' }, 'encryption', 'rotate')
      assert.equal(early.exitCode, 1)
      assert.match(early.said, /Restart with it first/)
      await done(next, /ann@a\.example/, 'rep', 'list')
      await refused({ ENCRYPT: 'contacts,notes' }, /is not the master key of this database/, 'rep', 'list')
      await done(next, /the former one is gone/, 'encryption', 'rotate')

      await done({ MASTER_KEY_FILE: next.MASTER_KEY_FILE }, /nothing/, 'encryption', 'apply')
      await done({ MASTER_KEY_FILE: next.MASTER_KEY_FILE }, /people\.email +1 +0 +0/, 'encryption', 'status')
      await rm(own)
      if (engine === 'sqlite') {
        const archive = join(folder, 'backup.tar')
        await done(
          { MASTER_KEY_FILE: next.MASTER_KEY_FILE },
          /not in it but in the file .*next-key/,
          'backup',
          archive,
        )
      }
    } finally {
      await database.drop()
    }
  },
)
