import { addNote } from '../../src/usecases/messages/add-note.ts'
import { replyToCase } from '../../src/usecases/messages/reply-to-case.ts'
import { buildRep } from '../../test/harness/build.ts'
import { type Body, form, json, multipart } from '../body.ts'
import type { Section } from '../case.ts'
import { any, expect, expectHeader, expectKeys, expectStatus, expectValue } from '../expect.ts'
import {
  call,
  type Detail,
  expectData,
  expectRefusal,
  freshTokens,
  look,
  openTicket,
  prepare,
  type Ticket,
  type TicketProbe,
} from './client.ts'

const path = 'support/ticket/detailed-view/'
const notOwner = { ticket: 'You are not the owner of the requested ticket.' }
const opening = { field: 'attachment', name: 'att.txt', bytes: 'page 1' }

async function talk(
  probe: TicketProbe,
  ticket: number,
  comment: string,
  file?: typeof opening,
): Promise<void> {
  const body = multipart({ ticket: String(ticket), comment }, ...(file ? [file] : []))
  expectStatus(await prepare(probe, 'POST', 'support/ticket/conversation/', { body }), 200)
}

async function viewedBy(
  probe: TicketProbe,
  method: 'GET' | 'POST',
  ticket: number,
  body: Body,
): Promise<void> {
  const answer = await call(probe, method, path, { body })
  expectStatus(answer, 200)
  expectValue((answer.json() as { data: Detail }).data.ticket.id, ticket)
}

/** §6.6 */
export const detailedView: Section<Ticket> = {
  number: '6.6',
  title: 'Detailed view — GET support/ticket/detailed-view/',
  cases: [
    {
      says: 'The answer has ticket, author, conversations and attachments with exactly the documented members; priority and status are texts, ids numbers',
      source: 'seed: Get Ticket Detaild View, Response; §9.8',
      async run(probe) {
        const ticket = await openTicket(probe, { category: '2' }, opening)
        await talk(probe, ticket, 'Any news?', opening)
        const answer = await call(probe, 'GET', path, { body: multipart({ ticket_id: String(ticket) }) })
        const author = probe.credentials.user
        expectData(answer, {
          ticket: {
            id: ticket,
            subject: probe.unique('Printer down'),
            priority: '2',
            category: 2,
            comment: 'It prints nothing',
            status: '1',
            tags: [],
          },
          author,
          conversations: [{ id: any.id, ticket, comment: 'Any news?', author }],
          attachments: [
            { id: any.id, conversation_id: null },
            { id: any.id, conversation_id: any.id },
          ],
        })
        const { data } = answer.json() as { data: Detail }
        expectKeys(data, 'ticket', 'author', 'conversations', 'attachments')
        expectKeys(data.ticket, 'id', 'subject', 'priority', 'category', 'comment', 'status', 'tags')
        expectValue(data.attachments[1]?.conversation_id, data.conversations[0]?.id)
      },
    },
    {
      says: 'The tags of the ticket are a list of their ids',
      source: 'seed: Get Ticket Detaild View, Response, tags',
      async run(probe) {
        const ticket = await openTicket(probe)
        await prepare(probe, 'POST', 'support/update/ticket/', {
          body: json({ ticket_id: ticket, tags: [1, 2] }),
        })
        const answer = await call(probe, 'GET', path, { body: form({ ticket_id: String(ticket) }) })
        expectValue((answer.json() as { data: Detail }).data.ticket.tags, [1, 2])
      },
    },
    {
      says: 'The ticket is named in a multipart body on GET, as the Node sample does',
      source: 'seed: Get Ticket Detaild View, Body Parameters and Sample Code; §9.8',
      async run(probe) {
        const ticket = await openTicket(probe)
        await viewedBy(probe, 'GET', ticket, multipart({ ticket_id: String(ticket) }))
      },
    },
    {
      says: 'The ticket may be named in a form body or a JSON body on GET, there also as a number',
      source: '§9.8',
      async run(probe) {
        const ticket = await openTicket(probe)
        await viewedBy(probe, 'GET', ticket, form({ ticket_id: ` ${ticket} ` }))
        await viewedBy(probe, 'GET', ticket, json({ ticket_id: ticket }))
        await viewedBy(probe, 'GET', ticket, json({ ticket_id: String(ticket) }))
      },
    },
    {
      says: 'The ticket may be named in the query; the body comes first',
      source: '§9.8',
      async run(probe) {
        const ticket = await openTicket(probe)
        expectStatus(await call(probe, 'GET', `${path}?ticket_id=${ticket}`), 200)
        const body = form({ ticket_id: String(ticket) })
        expectStatus(await call(probe, 'GET', `${path}?ticket_id=999999`, { body }), 200)
      },
    },
    {
      says: 'POST works as well, for clients that cannot send a body with GET',
      source: '§6.6',
      async run(probe) {
        const ticket = await openTicket(probe)
        await viewedBy(probe, 'POST', ticket, multipart({ ticket_id: String(ticket) }))
      },
    },
    {
      says: 'Conversations are shown oldest first, those of the desk included, internal notes never',
      source: '§6.6',
      needs: 'operator',
      async run(probe) {
        const ticket = await openTicket(probe)
        const { desk } = probe.desk
        const rep = await buildRep(probe.desk, {
          name: 'Rita Ross',
          addresses: [`${probe.unique('rita', '-')}@desk.example`],
        })
        await talk(probe, ticket, 'Any news?')
        await addNote(desk, probe.desk.as(), ticket, { body: 'Look into the fuser', bodyFormat: 'text' })
        await replyToCase(desk, { ...probe.desk.as('rest-v3'), kind: 'rep', personId: rep.id }, ticket, {
          body: '<p>We are <b>on it</b></p>',
          bodyFormat: 'html',
        })
        const answer = await call(probe, 'GET', path, { body: form({ ticket_id: String(ticket) }) })
        const { conversations } = (answer.json() as { data: Detail }).data
        expectValue(
          conversations.map(({ comment, author }) => [comment, author]),
          [
            ['Any news?', probe.credentials.user],
            ['We are on it', rep.email],
          ],
        )
      },
    },
    {
      says: 'Staff who log in see and change the tickets of everybody',
      source: '§5',
      needs: 'operator',
      async run(probe) {
        const ticket = await openTicket(probe)
        const username = probe.name(`${probe.unique('sam', '-')}@desk.example`, 'staff')
        const password = probe.name('a password of the staff', 'their password')
        await buildRep(probe.desk, { addresses: [username], loginName: username, password })
        const { access } = await freshTokens(probe, { username, password })
        const headers = { Authorization: `Bearer ${access}` }
        const body = form({ ticket_id: String(ticket) })
        expectStatus(await call(probe, 'GET', path, { as: 'app', headers, body }), 200)
        const change = form({ ticket: String(ticket), status: '3' })
        expectStatus(
          await call(probe, 'POST', 'support/ticket/status/', { as: 'app', headers, body: change }),
          200,
        )
      },
    },
    {
      says: 'A missing, null or blank ticket id is told under the key `ticket`',
      source: 'seed: Get Ticket Detaild View, Error Responses; §6.6',
      async run(probe) {
        for (const body of [form({}), form({ ticket_id: ' ' }), json({ ticket_id: null })]) {
          expectRefusal(await call(probe, 'GET', path, { body }), 400, {
            ticket: 'Ticket id is required and this may not be blank.',
          })
        }
      },
    },
    {
      says: 'A ticket id that is no number, or of no ticket, is not valid',
      source: 'seed: Get Ticket Detaild View, Error Responses; §6.6',
      async run(probe) {
        for (const ticket_id of ['x', '999999']) {
          const answer = await call(probe, 'GET', path, { body: form({ ticket_id }) })
          expectRefusal(answer, 400, { ticket: 'Ticket id is not valid.' })
        }
      },
    },
    {
      says: 'Somebody else’s ticket is refused',
      source: 'seed: Get Ticket Detaild View, Error Responses; §9.9',
      async run(probe) {
        const ticket = await openTicket(probe)
        const body = form({ ticket_id: String(ticket) })
        expectRefusal(await call(probe, 'GET', path, { as: 'other', body }), 400, notOwner)
      },
    },
  ],
}

/** Names that a client may send for a file, and under which the server gives it back. */
const fileNames = [
  ['att.txt', 'att.txt'],
  ['../../etc/passwd', 'passwd'],
  ['/home/ann/tickets/att.pdf', 'att.pdf'],
  ['C:\\Users\\ann\\att.png', 'att.png'],
  ['a"b.txt', 'a'],
  ['Größe €.txt', 'Größe €.txt'],
  [`${'a'.repeat(300)}.txt`, `${'a'.repeat(251)}.txt`],
] as const

async function attachmentOf(
  probe: TicketProbe,
  name: string,
  bytes: Buffer | string,
  type = 'text/plain',
): Promise<number> {
  const ticket = await openTicket(probe, {}, { field: 'attachment', name, bytes, type })
  const id = (await look(probe, ticket)).attachments[0]?.id
  expect(id !== undefined, 'the file is not at the ticket')
  return id
}

/** §6.7 */
export const download: Section<Ticket> = {
  number: '6.7',
  title: 'Download — GET support/ticket/download/<attachment_id>/',
  cases: [
    {
      says: 'The answer is the file, byte by byte, without an envelope',
      source: 'seed: Get Attachment, Response; §9.12',
      async run(probe) {
        const bytes = Buffer.from(Array.from({ length: 1024 }, (_none, index) => (index * 7) % 256))
        const id = await attachmentOf(probe, 'att.bin', bytes, 'application/octet-stream')
        const answer = await call(probe, 'GET', `support/ticket/download/${id}/`)
        expectStatus(answer, 200)
        expect(answer.bytes.equals(bytes), 'other bytes came back')
      },
    },
    {
      says: 'Type, name and length are told, and a browser neither shows nor keeps the file',
      source: '§6.7',
      async run(probe) {
        const id = await attachmentOf(probe, 'att.txt', 'page 1')
        const answer = await call(probe, 'GET', `support/ticket/download/${id}/`)
        expectHeader(answer, 'content-type', 'text/plain')
        expectHeader(
          answer,
          'content-disposition',
          `attachment; filename="att.txt"; filename*=UTF-8''att.txt`,
        )
        expectHeader(answer, 'content-length', '6')
        expectHeader(answer, 'x-content-type-options', 'nosniff')
        expectHeader(answer, 'cache-control', 'private, no-store')
      },
    },
    {
      says: 'Whole paths are cut to the name, and no name breaks the header',
      source: '§9.12',
      async run(probe) {
        for (const [sent, kept] of fileNames) {
          const id = await attachmentOf(probe, sent, 'x')
          const answer = await call(probe, 'GET', `support/ticket/download/${id}/`)
          expectHeader(
            answer,
            'content-disposition',
            /^attachment; filename="[ !#-[\]-~]+"; filename\*=UTF-8''[\w.%!~'()*-]+$/,
          )
          const name = /filename\*=UTF-8''(.+)$/.exec(answer.headers['content-disposition'] ?? '')?.[1] ?? ''
          expectValue(decodeURIComponent(name), kept, 'the name')
        }
      },
    },
    {
      says: 'What a browser would run is given as bytes of no type',
      source: '§6.7',
      async run(probe) {
        const id = await attachmentOf(probe, 'page.html', '<script>alert(1)</script>', 'text/html')
        expectHeader(
          await call(probe, 'GET', `support/ticket/download/${id}/`),
          'content-type',
          'application/octet-stream',
        )
      },
    },
    {
      says: 'An id that is unknown or no number is 404 in the envelope',
      source: '§6.7',
      async run(probe) {
        for (const id of ['999999', 'x']) {
          expectRefusal(await call(probe, 'GET', `support/ticket/download/${id}/`), 404, {
            detail: 'Not found.',
          })
        }
      },
    },
    {
      says: 'A file of somebody else’s ticket is refused',
      source: '§9.9',
      async run(probe) {
        const id = await attachmentOf(probe, 'att.txt', 'page 1')
        expectRefusal(
          await call(probe, 'GET', `support/ticket/download/${id}/`, { as: 'other' }),
          400,
          notOwner,
        )
      },
    },
    {
      says: 'Download wants both headers',
      source: 'seed: Get Attachment, Headers',
      async run(probe) {
        const id = await attachmentOf(probe, 'att.txt', 'page 1')
        expectStatus(await call(probe, 'GET', `support/ticket/download/${id}/`, { as: 'app' }), 401)
      },
    },
  ],
}
