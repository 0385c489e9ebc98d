import assert from 'node:assert/strict'
import { buildContact } from '../../../test/harness/build.ts'
import { newDesk } from '../../../test/harness/desk.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { DeskError } from '../../domain/errors.ts'
import { openCase } from '../cases/open-case.ts'
import { deleteCase } from '../cases/trash-case.ts'
import { openFile, readFile } from './read-file.ts'
import { removeAttachment } from './remove-attachment.ts'
import { storeFile } from './store-file.ts'
import { sweepFiles } from './sweep-files.ts'

const isGone = (error: unknown): boolean => error instanceof DeskError && error.fault.code === 'not_found'

onEachEngine(
  'an unattached file is usable for its hour and gone after it, bytes and all (Case Management §8.4)',
  async (engine) => {
    const on = await newDesk(engine)
    const file = await storeFile(on.desk, on.as(), {
      name: 'a.txt',
      contentType: 'text/plain',
      bytes: Buffer.from('a'),
    })
    on.clock.advance(3_600_000)
    assert.equal(await sweepFiles(on.desk), 0)
    assert.equal((await readFile(on.desk, on.as(), file.id)).name, 'a.txt')
    on.clock.advance(1)
    await assert.rejects(readFile(on.desk, on.as(), file.id), isGone, 'gone before any sweep')
    assert.equal(await sweepFiles(on.desk), 1)
    await assert.rejects(openFile(on.desk, file))
    await on.close()
  },
)

onEachEngine(
  'an attached file lives as long as what it is attached to; the same bytes are kept once',
  async (engine) => {
    const on = await newDesk(engine)
    const customer = await buildContact(on)
    const upload = () =>
      storeFile(on.desk, on.as(), { name: 'a.txt', contentType: 'text/plain', bytes: Buffer.from('same') })
    const [kept, other] = [await upload(), await upload()]
    assert.equal(kept.sha256, other.sha256)
    const of = await openCase(on.desk, on.as(), {
      subject: 'x',
      description: 'x',
      descriptionFormat: 'text',
      requester: customer.id,
      files: [kept.id],
    })
    on.clock.advance(7_200_000)
    assert.equal(await sweepFiles(on.desk), 1)
    const bytes = await (await openFile(on.desk, kept)).toArray()
    assert.equal(Buffer.concat(bytes).toString(), 'same')
    await deleteCase(on.desk, on.as(), of.number)
    assert.equal(await deleteCase(on.desk, on.as(), of.number), 'deleted')
    await sweepFiles(on.desk)
    await assert.rejects(openFile(on.desk, kept))
    await on.close()
  },
)

onEachEngine('taking a file from its last place removes it', async (engine) => {
  const on = await newDesk(engine)
  const customer = await buildContact(on)
  const file = await storeFile(on.desk, on.as(), {
    name: 'a.txt',
    contentType: 'text/plain',
    bytes: Buffer.from('a'),
  })
  const texts = { subject: 'x', description: 'x', descriptionFormat: 'text' } as const
  const first = await openCase(on.desk, on.as(), { ...texts, requester: customer.id, files: [file.id] })
  const second = await openCase(on.desk, on.as(), { ...texts, requester: customer.id, files: [file.id] })
  await removeAttachment(on.desk, on.as(), first.number, file.id)
  assert.equal((await readFile(on.desk, on.as(), file.id)).attached, true)
  await removeAttachment(on.desk, on.as(), second.number, file.id)
  await assert.rejects(readFile(on.desk, on.as(), file.id), isGone)
  await on.close()
})

onEachEngine(
  'attaching and sweeping at the same moment: either the file is attached or it is gone, never half',
  async (engine) => {
    const on = await newDesk(engine)
    const customer = await buildContact(on)
    for (let round = 0; round < 10; round += 1) {
      const bytes = Buffer.from(`round ${round}`)
      const file = await storeFile(on.desk, on.as(), { name: 'a.txt', contentType: 'text/plain', bytes })
      on.clock.advance(3_600_000)
      const opening = openCase(on.desk, on.as(), {
        subject: 'x',
        description: 'x',
        descriptionFormat: 'text',
        requester: customer.id,
        files: [file.id],
      })
      on.clock.advance(1)
      const [opened] = await Promise.allSettled([opening, sweepFiles(on.desk)])
      const rows = await on.desk.db
        .selectFrom('attachments')
        .selectAll()
        .where('file_id', '=', file.id)
        .execute()
      assert.equal(rows.length, opened.status === 'fulfilled' ? 1 : 0)
      if (opened.status === 'fulfilled')
        assert.equal((await (await openFile(on.desk, file)).toArray()).length, 1)
    }
    await on.close()
  },
)
