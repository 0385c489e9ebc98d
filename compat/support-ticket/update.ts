import { type Body, form, json, multipart } from '../body.ts'
import type { Case, Section, Source } from '../case.ts'
import { expectValue, partly } from '../expect.ts'
import { call, expectDone, expectRefusal, look, openTicket, type Ticket, type TicketProbe } from './client.ts'

const path = 'support/update/ticket/'
const missing = { ticket: 'Ticket id is required and this may not be blank.' }
const invalid = { ticket: 'Ticket id is not valid.' }
const notNumeric = { tags: 'Incorrect type. Expected pk value, received str.' }
const unknownTag = { tags: 'Invalid pk "999999" - object does not exist.' }
const emptyList = { tags: 'This list may not be empty.' }

type Errors = Readonly<Record<string, string>>

function send(probe: TicketProbe, body: Body) {
  return call(probe, 'POST', path, { body })
}

/** @returns the case that an update with such a body is refused so, and changes nothing */
function refuses(says: string, source: Source, body: (ticket: number) => Body, errors: Errors): Case<Ticket> {
  return {
    says,
    source,
    async run(probe) {
      const ticket = await openTicket(probe)
      expectRefusal(await send(probe, body(ticket)), 400, errors)
      expectValue((await look(probe, ticket)).ticket, partly({ priority: '2', tags: [] }))
    },
  }
}

/** @returns the case that an update with such a body leaves the ticket with these tags */
function leavesTags(
  says: string,
  source: Source,
  body: (ticket: number) => Body,
  tags: number[],
): Case<Ticket> {
  return {
    says,
    source,
    async run(probe) {
      const ticket = await openTicket(probe)
      expectDone(await send(probe, body(ticket)))
      expectValue((await look(probe, ticket)).ticket, partly({ tags }))
    },
  }
}

/** §6.5 */
export const update: Section<Ticket> = {
  number: '6.5',
  title: 'Update — POST support/update/ticket/',
  cases: [
    {
      says: 'Priority and tag of a ticket are changed; the answer is the plain envelope with empty data',
      source: 'seed: Update Support Ticket, Body Parameters and Response; §6.5',
      async run(probe) {
        const ticket = await openTicket(probe)
        expectDone(await send(probe, multipart({ ticket_id: String(ticket), priority: '3', tags: '1' })))
        expectValue((await look(probe, ticket)).ticket, partly({ priority: '3', tags: [1] }))
      },
    },
    {
      says: 'The priority may be left out, or left blank in a form, and then stays',
      source: 'seed: Update Support Ticket, Body Parameters, priority optional; §6.5',
      async run(probe) {
        const ticket = await openTicket(probe, { priority: '1' })
        expectDone(await send(probe, form({ ticket_id: String(ticket), tags: '1' })))
        expectDone(await send(probe, form({ ticket_id: String(ticket), tags: '1', priority: '' })))
        expectValue((await look(probe, ticket)).ticket, partly({ priority: '1' }))
      },
    },
    leavesTags(
      'Several tags are sent by repeating the field',
      '§9.10',
      (ticket) => form({ ticket_id: String(ticket), tags: ['1', '2'] }),
      [1, 2],
    ),
    leavesTags(
      'Several tags may be sent as `tags[]`',
      '§6.5',
      (ticket) => multipart({ ticket_id: String(ticket), 'tags[]': ['1', '2'] }),
      [1, 2],
    ),
    leavesTags(
      'Several tags may be sent as a JSON list',
      '§9.10',
      (ticket) => json({ ticket_id: ticket, tags: [1, 2] }),
      [1, 2],
    ),
    {
      says: 'The tags are replaced, not added to, and one sent twice counts once',
      source: '§6.5',
      async run(probe) {
        const ticket = await openTicket(probe)
        for (const tags of [['1'], ['2', '2']]) {
          expectDone(await send(probe, form({ ticket_id: String(ticket), tags })))
        }
        expectValue((await look(probe, ticket)).ticket, partly({ tags: [2] }))
      },
    },
    {
      says: 'A missing, null or blank ticket id is told under the key `ticket`',
      source: 'seed: Update Support Ticket, Error Responses, ticket; §6.5',
      async run(probe) {
        for (const body of [
          form({ tags: '1' }),
          form({ ticket_id: ' ', tags: '1' }),
          json({ ticket_id: null, tags: [1] }),
        ]) {
          expectRefusal(await send(probe, body), 400, missing)
        }
      },
    },
    {
      says: 'A ticket id that is no number, or of no ticket, is not valid',
      source: 'seed: Update Support Ticket, Error Responses, ticket; §6.5',
      async run(probe) {
        for (const ticket_id of ['x', '999999', '9'.repeat(30)]) {
          expectRefusal(await send(probe, form({ ticket_id, tags: '1' })), 400, invalid)
        }
      },
    },
    {
      says: 'Somebody else’s ticket is refused, and not changed',
      source: 'seed: Update Support Ticket, Error Responses, ticket; §9.9',
      async run(probe) {
        const ticket = await openTicket(probe)
        const body = form({ ticket_id: String(ticket), priority: '3', tags: '1' })
        expectRefusal(await call(probe, 'POST', path, { as: 'other', body }), 400, {
          ticket: 'You are not the owner of the requested ticket.',
        })
        expectValue((await look(probe, ticket)).ticket, partly({ priority: '2', tags: [] }))
      },
    },
    refuses(
      'A priority that is none of the three is refused with the value in quotes',
      'seed: Update Support Ticket, Error Responses, priority; §6.5',
      (ticket) => form({ ticket_id: String(ticket), priority: '9', tags: '1' }),
      { priority: '"9" is not a valid choice.' },
    ),
    refuses(
      'Tags missing in a form are an empty list',
      'seed: Update Support Ticket, Error Responses, tags; §9.10',
      (ticket) => form({ ticket_id: String(ticket) }),
      emptyList,
    ),
    refuses(
      'An empty JSON list is an empty list',
      'seed: Update Support Ticket, Error Responses, tags; §9.10',
      (ticket) => json({ ticket_id: ticket, tags: [] }),
      emptyList,
    ),
    refuses('Tags missing in JSON are required', '§9.10', (ticket) => json({ ticket_id: ticket }), {
      tags: 'This field is required.',
    }),
    refuses(
      'A tag that is no number has the wrong type',
      'seed: Update Support Ticket, Error Responses, tags; §9.10',
      (ticket) => form({ ticket_id: String(ticket), tags: 'refund' }),
      notNumeric,
    ),
    refuses(
      'A blank tag has the wrong type',
      '§9.10',
      (ticket) => form({ ticket_id: String(ticket), tags: '' }),
      notNumeric,
    ),
    refuses(
      'Ids joined by a comma in one value have the wrong type',
      '§6.5',
      (ticket) => form({ ticket_id: String(ticket), tags: '1,2' }),
      notNumeric,
    ),
    refuses(
      'A tag that does not exist is refused with its id in quotes',
      'seed: Update Support Ticket, Error Responses, tags; §9.10',
      (ticket) => form({ ticket_id: String(ticket), tags: ['1', '999999', '888888'] }),
      unknownTag,
    ),
    refuses('A single value in JSON is no list', '§4.1', (ticket) => json({ ticket_id: ticket, tags: 1 }), {
      tags: 'Expected a list of items but got type "int".',
    }),
    refuses(
      'Priority and tags are told together',
      '§6.5',
      (ticket) => form({ ticket_id: String(ticket), priority: 'high', tags: '999999' }),
      { priority: '"high" is not a valid choice.', ...unknownTag },
    ),
    refuses(
      'A problem with the ticket is told alone',
      '§6.5',
      () => form({ ticket_id: '999999', priority: 'high', tags: '999999' }),
      invalid,
    ),
  ],
}
