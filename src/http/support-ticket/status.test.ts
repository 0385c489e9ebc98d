import assert from 'node:assert/strict'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { refused, succeeded, ticketDesk } from '../../../test/samples/ticket-desk.ts'
import { builtIn } from '../../domain/catalog.ts'
import { changeCase } from '../../usecases/cases/change-case.ts'

const path = 'support/ticket/status/'
const { open, onHold, inProgress, resolved, closed, cancelled } = builtIn.status

onEachEngine(
  'ST 9.11: all six cells of the table, for every status that shows as one of the three',
  async (engine) => {
    const { on, client } = await ticketDesk(engine)
    try {
      const ann = await client()
      const ticket = await ann.open()
      const already = (state: string) => ({ ticket: `Ticket is already ${state}` })
      for (const [stored, shown, wish, expected] of [
        [open, '1', '2', already('open')],
        [inProgress, '2', '2', already('processing')],
        [onHold, '2', '2', already('processing')],
        [closed, '3', '2', '2'],
        [resolved, '3', '2', '2'],
        [cancelled, '3', '2', '2'],
        [open, '1', '3', '3'],
        [inProgress, '2', '3', '3'],
        [onHold, '2', '3', '3'],
        [closed, '3', '3', already('closed')],
        [resolved, '3', '3', already('closed')],
        [cancelled, '3', '3', already('closed')],
      ] as const) {
        const { status: kept } = await changeCase(on.desk, on.as(), ticket, { status: stored })
        assert.equal((await ann.view(ticket)).ticket.status, shown)
        const answer = await ann.send('POST', path, { multipart: { ticket: String(ticket), status: wish } })
        if (typeof expected === 'string') {
          succeeded(answer)
          assert.equal((await ann.view(ticket)).ticket.status, expected)
        } else {
          refused(answer, 400, expected)
          // What the wire has no word for is not flattened either.
          assert.equal((await changeCase(on.desk, on.as(), ticket, {})).status, kept)
        }
      }
    } finally {
      await on.close()
    }
  },
)

onEachEngine('ST 9.11: value 1, blank, missing, and both fields bad together', async (engine) => {
  const { on, client } = await ticketDesk(engine)
  try {
    const ann = await client()
    const id = String(await ann.open())
    const noTicket = { ticket: 'Ticket id is required and this may not be blank.' }
    const badTicket = { ticket: 'Ticket id is not valid' }
    const noStatus = { status: 'Status id is required and this may not be blank.' }
    const choice = (value: string) => ({ status: `"${value}" is not a valid choice.` })
    for (const [body, errors] of [
      [{ form: { ticket: id, status: '1' } }, choice('1')],
      [{ form: { ticket: id, status: '4' } }, choice('4')],
      [{ form: { ticket: id, status: 'open' } }, choice('open')],
      [{ json: { ticket: id, status: 1 } }, choice('1')],
      [{ json: { ticket: id, status: [3] } }, choice('[3]')],
      [{ form: { ticket: id, status: '' } }, noStatus],
      [{ form: { ticket: id, status: ' ' } }, noStatus],
      [{ form: { ticket: id } }, noStatus],
      [{ json: { ticket: id, status: null } }, noStatus],
      [{ form: { ticket: '', status: '3' } }, noTicket],
      [{ form: { status: '3' } }, noTicket],
      [{ json: { ticket: null, status: 3 } }, noTicket],
      [{ form: { ticket: 'x', status: '3' } }, badTicket],
      [{ form: { ticket: '99', status: '2' } }, badTicket],
      [{ form: {} }, { ...noTicket, ...noStatus }],
      [{ form: { ticket: '99', status: '1' } }, { ...badTicket, ...choice('1') }],
    ] as const) {
      refused(await ann.send('POST', path, body), 400, errors)
    }
    succeeded(await ann.send('POST', path, { json: { ticket: Number(id), status: 3 } }))
  } finally {
    await on.close()
  }
})

onEachEngine(
  'of five who close a ticket at once one does, the others hear that it is closed',
  async (engine) => {
    const { on, client } = await ticketDesk(engine)
    try {
      const ann = await client()
      const form = { ticket: String(await ann.open()), status: '3' }
      const answers = await Promise.all(Array.from({ length: 5 }, () => ann.send('POST', path, { form })))
      const [done, ...rest] = answers.toSorted((a, b) => a.status - b.status)
      assert.ok(done)
      succeeded(done)
      for (const other of rest) refused(other, 400, { ticket: 'Ticket is already closed' })
    } finally {
      await on.close()
    }
  },
)

onEachEngine(
  'a conversation changes no status, also on a closed ticket, and refuses what is wrong (§6.8)',
  async (engine) => {
    const { on, client } = await ticketDesk(engine)
    try {
      const ann = await client()
      const ticket = await ann.open()
      const id = String(ticket)
      const talk = 'support/ticket/conversation/'
      succeeded(await ann.send('POST', path, { form: { ticket: id, status: '3' } }))
      succeeded(await ann.send('POST', talk, { form: { ticket: id, comment: 'Thanks', attachment: '' } }))
      assert.equal((await ann.view(ticket)).ticket.status, '3')
      const isNull = 'This field may not be null.'
      for (const [body, errors] of [
        [{ form: {} }, { ticket: 'This field is required.', comment: 'This field is required.' }],
        [{ form: { ticket: '', comment: ' ' } }, { ticket: isNull, comment: 'This field may not be blank.' }],
        [{ json: { ticket: null, comment: null } }, { ticket: isNull, comment: isNull }],
        [
          { form: { ticket: 'x', comment: 'x' } },
          { ticket: 'Incorrect type. Expected pk value, received str.' },
        ],
        [
          { json: { ticket: {}, comment: 'x' } },
          { ticket: 'Incorrect type. Expected pk value, received dict.' },
        ],
        [{ form: { ticket: '99', comment: 'x' } }, { ticket: 'Invalid pk "99" - object does not exist.' }],
        [
          { form: { ticket: id, comment: 'x', attachment: 'y' } },
          {
            attachment: 'The submitted data was not a file. Check the encoding type on the form.',
          },
        ],
      ] as const) {
        refused(await ann.send('POST', talk, body), 400, errors)
      }
      const upload = (size: number) =>
        ann.send('POST', talk, {
          multipart: { ticket: id, comment: 'see file' },
          file: { name: 'log.txt', bytes: Buffer.alloc(size) },
        })
      refused(await upload(2_097_153), 400, { attachment: 'File is too big. Max filesize: 2MiB.' })
      succeeded(await upload(2_097_152))
      assert.equal((await ann.view(ticket)).conversations.length, 2)
    } finally {
      await on.close()
    }
  },
)
