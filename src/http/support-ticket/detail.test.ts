import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { buildRep } from '../../../test/harness/build.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { password, refused, succeeded, ticketDesk } from '../../../test/samples/ticket-desk.ts'
import { storeFile } from '../../usecases/files/store-file.ts'
import { addNote } from '../../usecases/messages/add-note.ts'
import { replyToCase } from '../../usecases/messages/reply-to-case.ts'

const detailedView = 'support/ticket/detailed-view/'
const missing = { ticket: 'Ticket id is required and this may not be blank.' }
const invalid = { ticket: 'Ticket id is not valid.' }

onEachEngine(
  'ST 9.8: the ticket is named by multipart body, form body, JSON body or query',
  async (engine) => {
    const { on, client } = await ticketDesk(engine)
    try {
      const ann = await client()
      const ticket = await ann.open({ priority: '1', category: '2' })
      const id = String(ticket)
      for (const [query, body] of [
        ['', { multipart: { ticket_id: id } }],
        ['', { form: { ticket_id: ` ${id} ` } }],
        ['', { json: { ticket_id: ticket } }],
        ['', { json: { ticket_id: id } }],
        [`?ticket_id=${id}`, undefined],
        // The body comes first.
        ['?ticket_id=99', { form: { ticket_id: id } }],
        [`?ticket_id=${id}`, { multipart: {} }],
      ] as const) {
        for (const method of ['GET', 'POST'] as const) {
          const answer = await ann.send(method, `${detailedView}${query}`, body)
          assert.deepEqual(answer.body, {
            status_code: 200,
            errors: {},
            data: {
              ticket: {
                id: ticket,
                subject: 'Printer down',
                priority: '1',
                category: 2,
                comment: 'It prints nothing',
                status: '1',
                tags: [],
              },
              author: ann.person.email,
              conversations: [],
              attachments: [],
            },
          })
        }
      }
      for (const [body, errors] of [
        [undefined, missing],
        [{ form: {} }, missing],
        [{ form: { ticket_id: '' } }, missing],
        [{ form: { ticket_id: '  ' } }, missing],
        [{ json: { ticket_id: null } }, missing],
        [{ form: { ticket_id: 'x' } }, invalid],
        [{ form: { ticket_id: '99' } }, invalid],
        [{ form: { ticket_id: '-1' } }, invalid],
        [{ form: { ticket_id: '9'.repeat(40) } }, invalid],
        [{ json: { ticket_id: [ticket] } }, invalid],
        [{ json: { ticket_id: true } }, invalid],
      ] as const) {
        refused(await ann.send('GET', detailedView, body), 400, errors)
      }
    } finally {
      await on.close()
    }
  },
)

onEachEngine(
  'ST 9.8: conversations oldest first and files by id, what is internal left out',
  async (engine) => {
    const { on, client } = await ticketDesk(engine)
    try {
      const ann = await client()
      const rep = await buildRep(on, { password })
      const staff = await client(rep)
      const file = (name: string) => ({ name, bytes: Buffer.from(name) })
      const ticket = await ann.open({}, file('opening.txt'))
      const talk = (who: typeof ann, comment: string, name?: string) =>
        who.send('POST', 'support/ticket/conversation/', {
          multipart: { ticket: String(ticket), comment },
          ...(name === undefined ? {} : { file: file(name) }),
        })
      succeeded(await talk(ann, ' Any news? ', 'news.txt'))
      succeeded(await talk(staff, 'We are on it'))
      const secret = await storeFile(on.desk, on.as(), {
        name: 'secret.txt',
        contentType: 'text/plain',
        bytes: Buffer.from('secret'),
      })
      await addNote(on.desk, on.as(), ticket, { body: 'internal', bodyFormat: 'text', files: [secret.id] })
      await addNote(on.desk, on.as(), ticket, { body: 'shown', bodyFormat: 'text', showToRequester: true })
      await replyToCase(on.desk, on.as('rest-v3'), ticket, {
        body: '<p>Try <b>this</b>:</p><ul><li>one &amp; only</li></ul>',
        bodyFormat: 'html',
      })
      const asAnn = await ann.view(ticket)
      assert.deepEqual(await staff.view(ticket), asAnn)
      assert.deepEqual(
        asAnn.conversations.map(({ comment, author }) => [comment, author]),
        [
          ['Any news?', ann.person.email],
          ['We are on it', rep.email],
          ['shown', 'Caseloom'],
          ['Try this:\n\n- one & only', 'Caseloom'],
        ],
      )
      for (const conversation of asAnn.conversations) {
        assert.deepEqual(Object.keys(conversation), ['id', 'ticket', 'comment', 'author'])
        assert.equal(conversation.ticket, ticket)
      }
      const [first] = asAnn.conversations
      assert.deepEqual(
        asAnn.attachments.map(({ conversation_id }) => conversation_id),
        [null, first?.id],
      )
      assert.ok(asAnn.attachments.every(({ id }) => Number.isInteger(id)))
      // Not even by guessing.
      refused(await ann.send('GET', `support/ticket/download/${secret.id}/`), 404, { detail: 'Not found.' })
      assert.equal((await staff.send('GET', `support/ticket/download/${secret.id}/`)).text, 'secret')
    } finally {
      await on.close()
    }
  },
)

onEachEngine('ST 9.12: attachment bytes come back identical, under a harmless name', async (engine) => {
  const { on, client } = await ticketDesk(engine)
  try {
    const ann = await client()
    const bytes = randomBytes(100_000)
    for (const [sent, type, plain, extended, answered] of [
      ['att.txt', 'text/plain', 'att.txt', 'att.txt', 'text/plain'],
      ['../../etc/passwd', 'text/plain', 'passwd', 'passwd', 'text/plain'],
      ['/home/ann/tickets/att.pdf', 'application/pdf', 'att.pdf', 'att.pdf', 'application/pdf'],
      ['C:\\Users\\ann\\att.png', 'image/png', 'att.png', 'att.png', 'image/png'],
      ['a%22b\u00e4\u20ac.txt', 'text/plain', 'a_22b__.txt', 'a%2522b%C3%A4%E2%82%AC.txt', 'text/plain'],
      ['a\\"b.txt', 'text/plain', 'a_b.txt', 'a%22b.txt', 'text/plain'],
      ['page.html', 'text/html', 'page.html', 'page.html', 'application/octet-stream'],
      ['x.svg', 'image/svg+xml', 'x.svg', 'x.svg', 'application/octet-stream'],
      ['b.txt', 'text/\0plain', 'b.txt', 'b.txt', 'application/octet-stream'],
      ['..', 'nonsense', 'file', 'file', 'application/octet-stream'],
    ] as const) {
      const ticket = await ann.open({}, { name: sent, bytes, type })
      const id = (await ann.view(ticket)).attachments[0]?.id
      const answer = await ann.send('GET', `support/ticket/download/${id}/`)
      assert.equal(answer.status, 200)
      assert.ok(answer.bytes.equals(bytes), sent)
      const { headers } = answer
      assert.equal(
        headers['content-disposition'],
        `attachment; filename="${plain}"; filename*=UTF-8''${extended}`,
      )
      assert.equal(headers['content-type'], answered)
      assert.equal(headers['content-length'], String(bytes.length))
      assert.equal(headers['x-content-type-options'], 'nosniff')
      assert.equal(headers['cache-control'], 'private, no-store')
    }
    for (const id of ['99', 'x', '-1', '1.5', '9'.repeat(40), '%E2%80%8E', '1%0d%0aX-Bad:1']) {
      refused(await ann.send('GET', `support/ticket/download/${id}/`), 404, { detail: 'Not found.' })
    }
  } finally {
    await on.close()
  }
})
