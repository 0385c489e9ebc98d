import assert from 'node:assert/strict'
import { buildContact, buildRep } from '../../test/harness/build.ts'
import { newDesk } from '../../test/harness/desk.ts'
import { onEachEngine } from '../../test/harness/engines.ts'
import { changeCase } from '../usecases/cases/change-case.ts'
import { listCases } from '../usecases/cases/list-cases.ts'
import { openCase } from '../usecases/cases/open-case.ts'
import { readCase } from '../usecases/cases/read-case.ts'
import { replyToCase } from '../usecases/messages/reply-to-case.ts'

onEachEngine('a case is opened, answered, changed and read back', async (engine) => {
  const on = await newDesk(engine)
  const contact = await buildContact(on)
  const rep = await buildRep(on)
  const opened = await openCase(on.desk, on.as(), {
    subject: 'Printer on fire',
    description: 'It burns.',
    descriptionFormat: 'text',
    requester: contact.id,
  })
  assert.equal(opened.number, 1)
  await replyToCase(on.desk, on.as(), 1, { body: 'Water is on its way', bodyFormat: 'text' })
  await changeCase(on.desk, on.as(), 1, { status: 5, assigneeId: rep.id, tagIds: [2] })
  const file = await readCase(on.desk, on.as(), 1)
  assert.equal(file.of.completedAt, on.clock.now)
  assert.deepEqual(
    file.messages.map((message) => message.body),
    ['Water is on its way'],
  )
  const page = await listCases(on.desk, on.as(), {
    trash: 'without',
    where: [
      { words: 'FIRE' },
      { tag: 2 },
      { of: { person: 'assignee', fact: 'name' }, is: 'contains', text: 'rep' },
    ],
    sort: { by: 'updated_at', order: 'desc' },
    limit: 10,
    withTotal: true,
  })
  assert.deepEqual([page.total, page.cases.length, page.more], [1, 1, false])
  await on.close()
})
