import assert from 'node:assert/strict'
import { buildContact, buildOrganisation } from '../../../test/harness/build.ts'
import { newDesk } from '../../../test/harness/desk.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { listMessages } from '../../storage/messages.ts'
import { findPerson, findPersonByAddress } from '../../storage/people.ts'
import { sealGroups } from '../../storage/seal/seal.ts'
import { unlock } from '../../storage/seal/unlock.ts'
import { openCase } from '../cases/open-case.ts'
import { openFile } from '../files/read-file.ts'
import { storeFile } from '../files/store-file.ts'
import { addNote } from '../messages/add-note.ts'
import { agreeOnGroups, applyGroups } from './change-groups.ts'
import { readEncryption } from './read-encryption.ts'
import { rotate } from './rotate.ts'

onEachEngine(
  'REST v3 14: everything is sealed, opened, rotated and unsealed again without losing a word',
  async (name) => {
    const on = await newDesk(name)
    try {
      const { desk } = on
      const ann = await buildContact(on, { addresses: ['ann@a.example'], phone: '0123', mobile: '0456' })
      await buildOrganisation(on, 'provider')
      const file = await storeFile(desk, on.as(), {
        name: 'plan.txt',
        contentType: 'text/plain',
        bytes: Buffer.alloc(200_000, 'plan'),
      })
      const of = await openCase(desk, on.as(), {
        subject: 'Kettle',
        description: 'It leaks',
        descriptionFormat: 'text',
        requester: ann.id,
        files: [file.id],
      })
      await addNote(desk, on.as(), of.number, {
        body: 'The seal is worn',
        bodyFormat: 'text',
      })
      const check = async () => {
        const [note] = await listMessages(desk.db, of.number)
        assert.equal(note?.body, 'The seal is worn')
        assert.deepEqual(await findPerson(desk.db, ann.id), { ...ann })
        assert.equal((await findPersonByAddress(desk.db, 'ANN@a.example'))?.id, ann.id)
        const stored = await desk.db.selectFrom('files').select('sha256').executeTakeFirstOrThrow()
        const bytes = Buffer.concat(
          await (await openFile(desk, { ...file, sha256: stored.sha256 })).toArray(),
        )
        assert.ok(bytes.equals(Buffer.alloc(200_000, 'plan')))
      }
      const standing = async () => {
        const { columns, unsettled, keys } = await readEncryption(desk, on.as())
        assert.equal(unsettled, false)
        assert.equal(keys.filter(({ purpose, state }) => purpose === 'data' && state !== 'retired').length, 1)
        assert.deepEqual(
          columns.filter(({ former }) => former > 0),
          [],
        )
        return columns.reduce((sum, { sealed }) => sum + sealed, 0)
      }
      assert.equal(await standing(), 0)

      assert.equal(await agreeOnGroups(desk.engine, sealGroups, 1), true)
      await check()
      await on.runJobs()
      await check()
      const sealed = await standing()
      assert.ok(
        sealed >= 7,
        JSON.stringify((await readEncryption(desk, on.as())).columns.filter(({ rows }) => rows > 0)),
      )
      assert.match(
        (await desk.db.selectFrom('people').select('email').where('id', '=', ann.id).executeTakeFirst())
          ?.email ?? '',
        /^~s1\./,
      )

      const before = (await readEncryption(desk, on.as())).keys.find(({ purpose }) => purpose === 'data')?.id
      assert.equal(await rotate(desk), 'begun')
      await check()
      assert.equal(await standing(), sealed)
      assert.notEqual(
        (await readEncryption(desk, on.as())).keys.find(
          ({ state, purpose }) => purpose === 'data' && state === 'active',
        )?.id,
        before,
      )

      const other = await on.database.reopen()
      await unlock(other, { given: null, file: null, dataFolder: on.database.folder }, 1)
      await assert.rejects(agreeOnGroups(other, ['notes'], 1), /caseloom encryption apply/)

      await applyGroups(desk, [])
      await check()
      assert.equal(await standing(), 0)
    } finally {
      await on.close()
    }
  },
)
