import { type Body, form, json, multipart } from '../body.ts'
import type { Case, Section, Source } from '../case.ts'
import type { Answer } from '../exchange.ts'
import { any, expect, expectHeader, expectStatus, expectValue, partly } from '../expect.ts'
import {
  call,
  expectDone,
  expectRefusal,
  look,
  openTicket,
  prepare,
  setStatus,
  type Ticket,
  type TicketProbe,
  ticketFields,
} from './client.ts'

const path = 'support/create/ticket/'
const required = 'This field is required.'
const blank = 'This field may not be blank.'
const isNull = 'This field may not be null.'
const tooBig = 'File is too big. Max filesize: 2MiB.'
const limitReached = { non_field_errors: 'Currenly Open Ticket Limit Exceed.' }
const emoji = '🖨'

const attachment = (bytes: Buffer | string) => ({ field: 'attachment', name: 'log.txt', bytes })

/** @returns the case that a create with these fields is refused so; a field that is undefined is left out */
function refuses(
  says: string,
  source: Source,
  change: Record<string, string | undefined>,
  errors: Record<string, string>,
): Case<Ticket> {
  return {
    says,
    source,
    async run(probe) {
      expectRefusal(await send(probe, formOf(probe, change)), 400, errors)
      expect((await found(probe)).length === 0, 'a ticket was stored although the request was refused')
    },
  }
}

/** The same for a JSON body. */
function refusesJson(
  says: string,
  source: Source,
  change: object,
  errors: Record<string, string>,
): Case<Ticket> {
  return {
    says,
    source,
    async run(probe) {
      expectRefusal(await send(probe, json({ ...ticketFields(probe), ...change })), 400, errors)
    },
  }
}

function send(probe: TicketProbe, body: Body) {
  return call(probe, 'POST', path, { body })
}

function formOf(probe: TicketProbe, change: Record<string, string | undefined>): Body {
  const fields = Object.entries({ ...ticketFields(probe), ...change })
  return multipart(
    Object.fromEntries(fields.filter((each): each is [string, string] => each[1] !== undefined)),
  )
}

/** @returns the tickets of the case's own subject */
async function found(probe: TicketProbe): Promise<{ id: number }[]> {
  const subject = encodeURIComponent(probe.unique(''))
  const answer = await prepare(probe, 'GET', `support/get/ticket/history/?subject=${subject}`)
  return (answer.json() as { data: { TicketList: { id: number }[] } }).data.TicketList
}

/** @returns the id of the ticket that a create was answered with */
function madeId({ headers }: Answer): number {
  return Number(/ticket_id=(\d+)$/.exec(headers.location ?? '')?.[1])
}

/** §6.2 */
export const create: Section<Ticket> = {
  number: '6.2',
  title: 'Create — POST support/create/ticket/',
  cases: [
    {
      says: 'A ticket with subject, priority, comment, category and a file is created; the answer is the plain envelope with empty data',
      source: 'seed: Create Support Ticket, Body Parameters and Response; §6.2',
      async run(probe) {
        expectDone(await send(probe, multipart(ticketFields(probe), attachment('page 1'))))
        expect((await found(probe)).length === 1, 'the ticket is not in the history')
      },
    },
    {
      says: 'The attachment may be left out',
      source: 'seed: Create Support Ticket, Body Parameters, attachment optional',
      async run(probe) {
        expectDone(await send(probe, form(ticketFields(probe))))
      },
    },
    {
      says: 'The ticket is kept as it was sent, is Open, and has no tags',
      source: '§6.2',
      async run(probe) {
        const fields = { priority: '3', category: '2' }
        const answer = await send(probe, formOf(probe, fields))
        const { ticket, author } = await look(probe, madeId(answer))
        const { subject, comment, priority } = { ...ticketFields(probe), ...fields }
        expectValue(ticket, { id: any.id, subject, priority, category: 2, comment, status: '1', tags: [] })
        expectValue(author, probe.credentials.user)
      },
    },
    {
      says: '`Location` says where the new ticket is, because the answer itself is empty by contract',
      source: '§6.2',
      async run(probe) {
        const answer = await send(probe, multipart(ticketFields(probe)))
        expectHeader(answer, 'location', /\/support\/ticket\/detailed-view\/\?ticket_id=\d+$/)
      },
    },
    {
      says: 'The priorities are 1 (Low), 2 (Medium) and 3 (High)',
      source: 'seed: Create Support Ticket, priority; §5',
      async run(probe) {
        for (const priority of ['1', '2', '3']) {
          const answer = await send(probe, multipart({ ...ticketFields(probe), priority }))
          const { ticket } = await look(probe, madeId(answer))
          expectValue(ticket, partly({ priority }))
        }
      },
    },
    {
      says: 'The file belongs to the ticket, not to a conversation',
      source: '§6.2',
      async run(probe) {
        const answer = await send(probe, multipart(ticketFields(probe), attachment('page 1')))
        const { attachments } = await look(probe, madeId(answer))
        expectValue(attachments, [{ id: any.id, conversation_id: null }])
      },
    },
    {
      says: 'Form and JSON bodies are taken like multipart ones; in JSON ids may be numbers',
      source: '§4',
      async run(probe) {
        expectDone(await send(probe, form(ticketFields(probe))))
        expectDone(await send(probe, json({ ...ticketFields(probe), priority: 2, category: 1 })))
      },
    },
    {
      says: 'The older spellings of the path work as well, directly',
      source: 'seed: Create Support Ticket, Sample Code; §1',
      async run(probe) {
        for (const alias of ['creat/support/ticket/', 'create/support/ticket/']) {
          expectDone(await call(probe, 'POST', alias, { body: multipart(ticketFields(probe)) }))
        }
      },
    },
    refuses(
      'A missing subject and comment are told together',
      'seed: Create Support Ticket, Error Responses, subject, comment; §9.5',
      { subject: undefined, comment: undefined },
      { subject: required, comment: required },
    ),
    refuses(
      'A missing priority and category are told, as the vendor’s parameter table has them required',
      'seed: Create Support Ticket, Body Parameters; §9.5',
      { priority: undefined, category: undefined },
      { priority: required, category: required },
    ),
    refuses(
      'A subject or comment of nothing but spaces is blank',
      '§9.5',
      { subject: ' \t ', comment: '' },
      { subject: blank, comment: blank },
    ),
    refuses(
      'A subject of 501 characters is too long',
      'seed: Create Support Ticket, Error Responses, subject; §9.5',
      { subject: 'a'.repeat(501) },
      { subject: 'Ensure this field has no more than 500 characters.' },
    ),
    refuses(
      'A priority that is none of the three is refused with the value in quotes',
      'seed: Create Support Ticket, Error Responses, priority; §9.5',
      { priority: '7' },
      { priority: '"7" is not a valid choice.' },
    ),
    refuses(
      'A blank priority is no choice',
      '§6.2',
      { priority: '' },
      { priority: '"" is not a valid choice.' },
    ),
    refuses(
      'A category that does not exist is refused with its id in quotes',
      'seed: Create Support Ticket, Error Responses, category; §9.5',
      { category: '999999' },
      { category: 'Invalid pk "999999" - object does not exist.' },
    ),
    refuses(
      'A category that is no number has the wrong type',
      '§9.5',
      { category: 'Billing' },
      { category: 'Incorrect type. Expected pk value, received str.' },
    ),
    refuses('A blank category is null', '§6.2', { category: '' }, { category: isNull }),
    refuses(
      'Several errors come at once, in the order of the parameters',
      '§9.5',
      { category: '999999', comment: ' ', priority: '0', subject: undefined },
      {
        subject: required,
        priority: '"0" is not a valid choice.',
        comment: blank,
        category: 'Invalid pk "999999" - object does not exist.',
      },
    ),
    refuses(
      'A text where the file belongs is no file',
      '§4.1',
      { attachment: 'page 1' },
      { attachment: 'The submitted data was not a file. Check the encoding type on the form.' },
    ),
    {
      says: 'A blank text where the file belongs counts as no file',
      source: '§6.2',
      async run(probe) {
        expectDone(await send(probe, formOf(probe, { attachment: '' })))
      },
    },
    refusesJson(
      'In JSON null is refused as null',
      '§4.1',
      { subject: null, priority: null, comment: null, category: null },
      { subject: isNull, priority: isNull, comment: isNull, category: isNull },
    ),
    refusesJson(
      'In JSON a boolean, list or object is no text',
      '§4.1',
      { subject: true, comment: ['a'] },
      { subject: 'Not a valid string.', comment: 'Not a valid string.' },
    ),
    refusesJson(
      'In JSON the type that came instead of an id is named',
      '§4.1',
      { category: false },
      { category: 'Incorrect type. Expected pk value, received bool.' },
    ),
    refusesJson(
      'A NUL character is not stored',
      '§4.1',
      { comment: 'a\0b' },
      { comment: 'Null characters are not allowed.' },
    ),
    {
      says: '500 emoji are 500 characters and accepted, 501 are refused',
      source: '§9.5',
      async run(probe) {
        const mark = probe.unique('')
        const subject = emoji.repeat(500 - mark.length) + mark
        const answer = await send(probe, formOf(probe, { subject }))
        expectDone(answer)
        const { ticket } = await look(probe, madeId(answer))
        expectValue(ticket, partly({ subject }))
        expectRefusal(await send(probe, formOf(probe, { subject: emoji + subject })), 400, {
          subject: 'Ensure this field has no more than 500 characters.',
        })
      },
    },
    {
      says: 'A comment has no stated limit; up to 1 000 000 characters are taken',
      source: '§6.2',
      async run(probe) {
        const send = (length: number) =>
          call(probe, 'POST', path, {
            body: multipart({ ...ticketFields(probe), comment: 'a'.repeat(length) }),
          })
        expectDone(await send(1_000_000))
        expectRefusal(await send(1_000_001), 400, {
          comment: 'Ensure this field has no more than 1000000 characters.',
        })
      },
    },
    {
      says: 'A file of 2 097 152 bytes is accepted',
      source: 'seed: Create Support Ticket, attachment; §9.5',
      async run(probe) {
        expectDone(await send(probe, multipart(ticketFields(probe), attachment('x'.repeat(2_097_152)))))
      },
    },
    {
      says: 'A file of one byte more is refused with a 400 that the client gets to read',
      source: 'seed: Create Support Ticket, Error Responses, attachment; §9.5',
      async run(probe) {
        const answer = await send(probe, multipart(ticketFields(probe), attachment('x'.repeat(2_097_153))))
        expectRefusal(answer, 400, { attachment: tooBig })
        expect((await found(probe)).length === 0, 'a ticket was stored although its file was refused')
      },
    },
    {
      says: 'An upload of 20 MiB is read to its end and refused the same way, and the connection lives on',
      source: '§6.2',
      async run(probe) {
        const answer = await send(
          probe,
          multipart(ticketFields(probe), attachment('x'.repeat(20 * 1024 * 1024))),
        )
        expectRefusal(answer, 400, { attachment: tooBig })
        expectDone(await send(probe, multipart(ticketFields(probe))))
      },
    },
    {
      says: 'An empty file is refused',
      source: '§4.1',
      async run(probe) {
        expectRefusal(await send(probe, multipart(ticketFields(probe), attachment(''))), 400, {
          attachment: 'The submitted file is empty.',
        })
      },
    },
    {
      says: 'At the limit of open tickets the answer is 401 with the vendor’s sentence, no ticket is stored, and closing one frees a place',
      source: 'seed: Create Support Ticket, Error Responses, 401; §9.6',
      needs: { what: 'a limit of 2 open tickets', desk: { limits: { openCasesPerContact: 2 } } },
      async run(probe) {
        const first = await openTicket(probe)
        await openTicket(probe)
        expectRefusal(await send(probe, multipart(ticketFields(probe))), 401, limitReached)
        expect((await found(probe)).length === 2, 'a ticket was stored beyond the limit')
        await setStatus(probe, first, '3')
        expectDone(await send(probe, multipart(ticketFields(probe))))
      },
    },
    {
      says: 'The limit is told apart from a token that is not valid: no `detail`, no `code`, and only after the fields are right',
      source: '§9.6',
      needs: { what: 'a limit of 1 open ticket', desk: { limits: { openCasesPerContact: 1 } } },
      async run(probe) {
        await openTicket(probe)
        const answer = await send(probe, formOf(probe, { priority: '7' }))
        expectRefusal(answer, 400, { priority: '"7" is not a valid choice.' })
        expectRefusal(await send(probe, multipart(ticketFields(probe))), 401, limitReached)
      },
    },
    {
      says: 'A ticket in Processing counts as open, too',
      source: '§6.2',
      needs: { what: 'a limit of 1 open ticket', desk: { limits: { openCasesPerContact: 1 } } },
      async run(probe) {
        const ticket = await openTicket(probe)
        await setStatus(probe, ticket, '3')
        await setStatus(probe, ticket, '2')
        expectRefusal(await send(probe, multipart(ticketFields(probe))), 401, limitReached)
      },
    },
    {
      says: 'Of 20 creates at once at the limit minus one exactly one is stored',
      source: '§9.6',
      needs: { what: 'a limit of 3 open tickets', desk: { limits: { openCasesPerContact: 3 } } },
      async run(probe) {
        await openTicket(probe)
        await openTicket(probe)
        const body = multipart(ticketFields(probe))
        const answers = await Promise.all(
          Array.from({ length: 20 }, () => prepare(probe, 'POST', path, { body })),
        )
        expectValue(answers.filter(({ status }) => status === 200).length, 1, 'the number of tickets stored')
        for (const answer of answers.filter(({ status }) => status !== 200))
          expectRefusal(answer, 401, limitReached)
        expectStatus(await send(probe, body), 401)
      },
    },
  ],
}
