import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { listMessages } from '../../src/storage/messages.ts'
import { sealGroups } from '../../src/storage/seal/seal.ts'
import { openCase } from '../../src/usecases/cases/open-case.ts'
import { readEncryption } from '../../src/usecases/encryption/read-encryption.ts'
import { openFile } from '../../src/usecases/files/read-file.ts'
import { storeFile } from '../../src/usecases/files/store-file.ts'
import { addNote } from '../../src/usecases/messages/add-note.ts'
import { buildContact, buildOrganisation } from '../harness/build.ts'
import { newDesk, type TestDesk } from '../harness/desk.ts'
import { onEachEngine } from '../harness/engines.ts'
import { runCommand } from '../harness/server-process.ts'

const program = resolve(import.meta.dirname, '../../src/main.ts')
const notes = 900
const kills = 4

onEachEngine(
  'REST v3 14: a rotation that is killed again and again ends correctly when it is run once more',
  async (engine) => {
    const on = await newDesk(engine, { encrypt: sealGroups })
    try {
      await on.runJobs()
      const { number, file } = await fill(on)
      const settings = {
        DATA_DIR: on.database.folder,
        ENCRYPT: sealGroups.join(','),
        ...(on.database.url === null ? {} : { DATABASE_URL: on.database.url }),
      }
      const first = await dataKeys(on)
      for (let kill = 0; kill < kills; kill += 1) await rotateUntil(on, settings, kill)
      // A running server goes on meanwhile, with the new key.
      await addNote(on.desk, on.as(), number, { body: 'meanwhile', bodyFormat: 'text' })
      const { exitCode, err } = await runCommand(settings, ['encryption', 'rotate'])
      assert.equal(exitCode, 0, err)

      const { columns, unsettled, keys } = await readEncryption(on.desk, on.as())
      assert.equal(unsettled, false)
      assert.deepEqual(
        columns.filter(({ former }) => former > 0),
        [],
      )
      const left = keys.filter(({ purpose, state }) => purpose === 'data' && state !== 'retired')
      assert.equal(left.length, 1)
      assert.ok(!first.includes(left[0]?.id ?? ''))
      const bodies = (await listMessages(on.desk.db, number)).map(({ body }) => body)
      assert.deepEqual(bodies, [...Array.from({ length: notes }, (_, at) => `note ${at}`), 'meanwhile'])
      assert.equal(Buffer.concat(await (await openFile(on.desk, file)).toArray()).toString(), 'bytes')
    } finally {
      await on.close()
    }
  },
)

async function fill(on: TestDesk) {
  await buildOrganisation(on, 'provider')
  const ann = await buildContact(on)
  const file = await storeFile(on.desk, on.as(), {
    name: 'a.txt',
    contentType: 'text/plain',
    bytes: Buffer.from('bytes'),
  })
  const { number } = await openCase(on.desk, on.as(), {
    subject: 'Kettle',
    description: 'It leaks',
    descriptionFormat: 'text',
    requester: ann.id,
    files: [file.id],
  })
  for (let at = 0; at < notes; at += 1)
    await addNote(on.desk, on.as(), number, { body: `note ${at}`, bodyFormat: 'text' })
  return { number, file }
}

async function dataKeys(on: TestDesk): Promise<string[]> {
  const rows = await on.desk.db
    .selectFrom('encryption_keys')
    .select('id')
    .where('purpose', '=', 'data')
    .execute()
  return rows.map(({ id }) => id)
}

/** Kills the rotation once it has come further than it was: each time at another place. */
async function rotateUntil(on: TestDesk, settings: Record<string, string>, steps: number): Promise<void> {
  const progress = async () =>
    (
      await on.desk.db
        .selectFrom('meta')
        .select('value')
        .where('key', '=', 'encryption:progress')
        .executeTakeFirst()
    )?.value
  const child = spawn(process.execPath, [program, 'encryption', 'rotate'], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, LOG_LEVEL: 'silent', ...settings },
    stdio: 'ignore',
  })
  const ended = once(child, 'close')
  let seen = await progress()
  for (let changes = 0; changes <= steps && child.exitCode === null; ) {
    const now = await progress()
    if (now !== seen) changes += 1
    seen = now
    await setImmediate()
  }
  child.kill('SIGKILL')
  await ended
}
