import { type Body, form, json, multipart } from '../body.ts'
import type { Section } from '../case.ts'
import { any, expectValue, partly } from '../expect.ts'
import {
  call,
  expectDone,
  expectRefusal,
  look,
  openTicket,
  setStatus,
  type Ticket,
  type TicketProbe,
} from './client.ts'

const conversationPath = 'support/ticket/conversation/'
const statusPath = 'support/ticket/status/'
const required = 'This field is required.'
const file = (bytes: string) => ({ field: 'attachment', name: 'log.txt', bytes })

function say(probe: TicketProbe, body: Body) {
  return call(probe, 'POST', conversationPath, { body })
}

/** §6.8 */
export const conversation: Section<Ticket> = {
  number: '6.8',
  title: 'Add conversation — POST support/ticket/conversation/',
  cases: [
    {
      says: 'A comment with a file is added; the answer is the plain envelope with empty data',
      source: 'seed: Ticket Add Conversation, Body Parameters and Response; §6.8',
      async run(probe) {
        const ticket = await openTicket(probe)
        expectDone(
          await say(probe, multipart({ ticket: String(ticket), comment: 'Any news?' }, file('page 1'))),
        )
        const { conversations, attachments } = await look(probe, ticket)
        expectValue(conversations, [partly({ comment: 'Any news?', ticket })])
        expectValue(attachments, [{ id: any.id, conversation_id: conversations[0]?.id }])
      },
    },
    {
      says: 'The file may be left out, and the body may be a form or JSON',
      source: 'seed: Ticket Add Conversation, attachment optional; §4',
      async run(probe) {
        const ticket = await openTicket(probe)
        expectDone(await say(probe, form({ ticket: String(ticket), comment: 'Any news?' })))
        expectDone(await say(probe, json({ ticket, comment: 'Any news?' })))
      },
    },
    {
      says: 'It changes no status, also not that of a closed ticket',
      source: '§6.8',
      async run(probe) {
        const ticket = await openTicket(probe)
        await setStatus(probe, ticket, '3')
        expectDone(await say(probe, form({ ticket: String(ticket), comment: 'Thank you' })))
        expectValue((await look(probe, ticket)).ticket, partly({ status: '3' }))
      },
    },
    {
      says: 'A missing ticket and comment are required',
      source: 'seed: Ticket Add Conversation, Error Responses, ticket and comment; §6.8',
      async run(probe) {
        expectRefusal(await say(probe, form({})), 400, { ticket: required, comment: required })
      },
    },
    {
      says: 'A blank or null ticket may not be null',
      source: 'seed: Ticket Add Conversation, Error Responses, ticket; §6.8',
      async run(probe) {
        for (const body of [form({ ticket: '', comment: 'a' }), json({ ticket: null, comment: 'a' })]) {
          expectRefusal(await say(probe, body), 400, { ticket: 'This field may not be null.' })
        }
      },
    },
    {
      says: 'A ticket that is no number has the wrong type',
      source: 'seed: Ticket Add Conversation, Error Responses, ticket; §6.8',
      async run(probe) {
        expectRefusal(await say(probe, form({ ticket: 'x', comment: 'a' })), 400, {
          ticket: 'Incorrect type. Expected pk value, received str.',
        })
      },
    },
    {
      says: 'A ticket that does not exist is refused with its id in quotes',
      source: 'seed: Ticket Add Conversation, Error Responses, ticket; §6.8',
      async run(probe) {
        expectRefusal(await say(probe, form({ ticket: '999999', comment: 'a' })), 400, {
          ticket: 'Invalid pk "999999" - object does not exist.',
        })
      },
    },
    {
      says: 'Somebody else’s ticket is refused, and nothing is added',
      source: 'seed: Ticket Add Conversation, Error Responses, ticket; §9.9',
      async run(probe) {
        const ticket = await openTicket(probe)
        const body = form({ ticket: String(ticket), comment: 'Mine' })
        expectRefusal(await call(probe, 'POST', conversationPath, { as: 'other', body }), 400, {
          ticket: 'You are not the owner of the requested ticket.',
        })
        expectValue((await look(probe, ticket)).conversations, [])
      },
    },
    {
      says: 'A blank comment is refused',
      source: 'seed: Ticket Add Conversation, Error Responses, comment; §6.8',
      async run(probe) {
        const ticket = await openTicket(probe)
        expectRefusal(await say(probe, form({ ticket: String(ticket), comment: ' ' })), 400, {
          comment: 'This field may not be blank.',
        })
      },
    },
    {
      says: 'A file over 2 MiB is refused, and nothing is added',
      source: 'seed: Ticket Add Conversation, Error Responses, attachment; §6.8',
      async run(probe) {
        const ticket = await openTicket(probe)
        const body = multipart({ ticket: String(ticket), comment: 'a' }, file('x'.repeat(2_097_153)))
        expectRefusal(await say(probe, body), 400, { attachment: 'File is too big. Max filesize: 2MiB.' })
        expectValue((await look(probe, ticket)).conversations, [])
      },
    },
  ],
}

/** The three states of a ticket, and how a case gets it there. */
const states = {
  Open: { shown: '1', reach: async () => {} },
  Processing: {
    shown: '2',
    reach: async (probe: TicketProbe, ticket: number) => {
      await setStatus(probe, ticket, '3')
      await setStatus(probe, ticket, '2')
    },
  },
  Closed: { shown: '3', reach: (probe: TicketProbe, ticket: number) => setStatus(probe, ticket, '3') },
} as const

/** Each state with each wish: the sentence of the refusal, or the status afterwards. */
const cells = [
  ['Open', '2', { ticket: 'Ticket is already open' }],
  ['Open', '3', '3'],
  ['Processing', '2', { ticket: 'Ticket is already processing' }],
  ['Processing', '3', '3'],
  ['Closed', '2', '2'],
  ['Closed', '3', { ticket: 'Ticket is already closed' }],
] as const

function ask(probe: TicketProbe, body: Body) {
  return call(probe, 'POST', statusPath, { body })
}

/** §6.9 */
export const status: Section<Ticket> = {
  number: '6.9',
  title: 'Change status — POST support/ticket/status/',
  cases: [
    ...cells.map(([from, wish, outcome]) => ({
      says:
        typeof outcome === 'string'
          ? `A ticket in ${from} that is asked for status ${wish} is in status ${outcome} then; the answer is the plain envelope`
          : `A ticket in ${from} that is asked for status ${wish} is refused: “${outcome.ticket}”`,
      source:
        typeof outcome === 'string'
          ? ('seed: Change Ticket Status, Body Parameters, status; §9.11' as const)
          : ('seed: Change Ticket Status, Error Responses, ticket; §9.11' as const),
      async run(probe: TicketProbe) {
        const ticket = await openTicket(probe)
        await states[from].reach(probe, ticket)
        const answer = await ask(probe, multipart({ ticket: String(ticket), status: wish }))
        if (typeof outcome === 'string') expectDone(answer)
        else expectRefusal(answer, 400, outcome)
        const after = typeof outcome === 'string' ? outcome : states[from].shown
        expectValue((await look(probe, ticket)).ticket, partly({ status: after }))
      },
    })),
    {
      says: 'A missing, null or blank ticket id is told',
      source: 'seed: Change Ticket Status, Error Responses, ticket; §9.11',
      async run(probe) {
        for (const body of [
          form({ status: '3' }),
          form({ ticket: '', status: '3' }),
          json({ ticket: null, status: '3' }),
        ]) {
          expectRefusal(await ask(probe, body), 400, {
            ticket: 'Ticket id is required and this may not be blank.',
          })
        }
      },
    },
    {
      says: 'A ticket id that is no number, or of no ticket, is not valid; this sentence has no full stop',
      source: 'seed: Change Ticket Status, Error Responses, ticket; §6.9',
      async run(probe) {
        for (const ticket of ['x', '999999']) {
          expectRefusal(await ask(probe, form({ ticket, status: '3' })), 400, {
            ticket: 'Ticket id is not valid',
          })
        }
      },
    },
    {
      says: 'Somebody else’s ticket can be neither opened nor closed',
      source: 'seed: Change Ticket Status, Error Responses, ticket; §9.9',
      async run(probe) {
        const ticket = await openTicket(probe)
        const body = form({ ticket: String(ticket), status: '3' })
        expectRefusal(await call(probe, 'POST', statusPath, { as: 'other', body }), 400, {
          ticket: "You Can't open or close this Ticket",
        })
        expectValue((await look(probe, ticket)).ticket, partly({ status: '1' }))
      },
    },
    {
      says: 'Any other status than 2 and 3 is no choice, 1 included',
      source: 'seed: Change Ticket Status, Error Responses, status; §9.11',
      async run(probe) {
        const ticket = await openTicket(probe)
        for (const wish of ['1', 'closed']) {
          expectRefusal(await ask(probe, form({ ticket: String(ticket), status: wish })), 400, {
            status: `"${wish}" is not a valid choice.`,
          })
        }
      },
    },
    {
      says: 'A missing or blank status is told',
      source: 'seed: Change Ticket Status, Error Responses, status; §9.11',
      async run(probe) {
        const ticket = String(await openTicket(probe))
        for (const body of [form({ ticket }), form({ ticket, status: '' }), json({ ticket, status: null })]) {
          expectRefusal(await ask(probe, body), 400, {
            status: 'Status id is required and this may not be blank.',
          })
        }
      },
    },
    {
      says: 'A bad ticket and a bad status are told together',
      source: '§9.11',
      async run(probe) {
        expectRefusal(await ask(probe, form({ ticket: 'x', status: '1' })), 400, {
          ticket: 'Ticket id is not valid',
          status: '"1" is not a valid choice.',
        })
      },
    },
  ],
}
