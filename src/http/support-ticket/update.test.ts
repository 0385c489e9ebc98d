import assert from 'node:assert/strict'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { refused, succeeded, ticketDesk } from '../../../test/samples/ticket-desk.ts'
import { builtIn } from '../../domain/catalog.ts'
import { changeCase } from '../../usecases/cases/change-case.ts'
import { readCase } from '../../usecases/cases/read-case.ts'

const update = 'support/update/ticket/'
const notAnId = 'Incorrect type. Expected pk value, received str.'

onEachEngine('ST 9.10: tags repeated, in brackets and as a JSON list replace the set', async (engine) => {
  const { on, client } = await ticketDesk(engine)
  try {
    const ann = await client()
    const ticket = await ann.open()
    const id = String(ticket)
    for (const [body, tags] of [
      [{ form: { ticket_id: id, tags: ['1', '2'] } }, [1, 2]],
      [{ multipart: { ticket_id: id, tags: '2' } }, [2]],
      [{ multipart: { ticket_id: id, tags: ['2', ' 1 '] } }, [2, 1]],
      [{ form: { ticket_id: id, 'tags[]': ['1', '2'] } }, [1, 2]],
      [{ multipart: { ticket_id: id, 'tags[]': ['2', '1'] } }, [2, 1]],
      [{ form: { ticket_id: id, 'tags[0]': '1', 'tags[1]': '2' } }, [1, 2]],
      [{ json: { ticket_id: ticket, tags: [1] } }, [1]],
      [{ json: { ticket_id: id, tags: ['2', 1, 2] } }, [2, 1]],
      [{ form: { ticket_id: id, tags: ['1', '1', '1'] } }, [1]],
    ] as const) {
      succeeded(await ann.send('POST', update, body))
      assert.deepEqual((await ann.view(ticket)).ticket.tags, tags)
    }
  } finally {
    await on.close()
  }
})

onEachEngine('ST 9.10: tags blank, unknown, non-numeric, missing in form and in JSON', async (engine) => {
  const { on, client } = await ticketDesk(engine)
  try {
    const ann = await client()
    const id = String(await ann.open())
    for (const [body, errors] of [
      [{ form: { ticket_id: id } }, { tags: 'This list may not be empty.' }],
      [{ multipart: { ticket_id: id } }, { tags: 'This list may not be empty.' }],
      [{ json: { ticket_id: id } }, { tags: 'This field is required.' }],
      [{ json: { ticket_id: id, tags: [] } }, { tags: 'This list may not be empty.' }],
      [{ json: { ticket_id: id, tags: null } }, { tags: 'This field may not be null.' }],
      [{ json: { ticket_id: id, tags: '1' } }, { tags: 'Expected a list of items but got type "str".' }],
      [{ json: { ticket_id: id, tags: 1 } }, { tags: 'Expected a list of items but got type "int".' }],
      [{ json: { ticket_id: id, tags: {} } }, { tags: 'Expected a list of items but got type "dict".' }],
      [
        { json: { ticket_id: id, tags: [true] } },
        { tags: 'Incorrect type. Expected pk value, received bool.' },
      ],
      [{ form: { ticket_id: id, tags: '' } }, { tags: notAnId }],
      [{ form: { ticket_id: id, tags: 'Refund' } }, { tags: notAnId }],
      [{ form: { ticket_id: id, tags: '1,2' } }, { tags: notAnId }],
      [{ form: { ticket_id: id, tags: '99' } }, { tags: 'Invalid pk "99" - object does not exist.' }],
      // The first bad one only.
      [
        { form: { ticket_id: id, tags: ['1', '98', 'x', '99'] } },
        {
          tags: 'Invalid pk "98" - object does not exist.',
        },
      ],
      [
        { form: { ticket_id: id, tags: '99', priority: '9' } },
        {
          priority: '"9" is not a valid choice.',
          tags: 'Invalid pk "99" - object does not exist.',
        },
      ],
      [{ json: { ticket_id: id, tags: [1], priority: null } }, { priority: 'This field may not be null.' }],
      [{ json: { ticket_id: id, tags: [1], priority: '' } }, { priority: '"" is not a valid choice.' }],
      // A ticket that is wrong is reported alone.
      [{ form: { tags: '99' } }, { ticket: 'Ticket id is required and this may not be blank.' }],
      [
        { form: { ticket_id: ' ', priority: '9' } },
        { ticket: 'Ticket id is required and this may not be blank.' },
      ],
      [{ json: { ticket_id: null } }, { ticket: 'Ticket id is required and this may not be blank.' }],
      [{ form: { ticket_id: 'x', priority: '9' } }, { ticket: 'Ticket id is not valid.' }],
      [{ form: { ticket_id: '99', tags: 'x' } }, { ticket: 'Ticket id is not valid.' }],
    ] as const) {
      refused(await ann.send('POST', update, body), 400, errors)
    }
    assert.deepEqual((await ann.view(Number(id))).ticket.tags, [])
  } finally {
    await on.close()
  }
})

onEachEngine('reading a priority and writing it back never flattens it (mapping.md)', async (engine) => {
  const { on, client } = await ticketDesk(engine)
  try {
    const ann = await client()
    const ticket = await ann.open()
    const priority = async () => (await readCase(on.desk, on.as(), ticket)).of.priority
    assert.equal(await priority(), builtIn.priority.medium)
    for (const fine of [builtIn.priority.normal, null]) {
      await changeCase(on.desk, on.as(), ticket, { priority: fine })
      const shown = (await ann.view(ticket)).ticket.priority
      assert.equal(shown, '2')
      succeeded(
        await ann.send('POST', update, { form: { ticket_id: String(ticket), priority: shown, tags: '1' } }),
      )
      assert.equal(await priority(), fine)
    }
    // Blank is absent in a form.
    for (const [given, stored] of [
      ['3', builtIn.priority.high],
      ['', builtIn.priority.high],
      ['2', builtIn.priority.medium],
      ['1', builtIn.priority.low],
    ] as const) {
      succeeded(
        await ann.send('POST', update, { form: { ticket_id: String(ticket), priority: given, tags: '1' } }),
      )
      assert.equal(await priority(), stored)
    }
  } finally {
    await on.close()
  }
})
