import { form, multipart, raw } from '../body.ts'
import type { Section } from '../case.ts'
import { expect, expectHeader, expectStatus, expectValue } from '../expect.ts'
import { call, expectDone, expectRefusal, openTicket, prepare, type Ticket, ticketFields } from './client.ts'

const path = 'support/create/ticket/'

/** §4 */
export const bodies: Section<Ticket> = {
  number: '4',
  title: 'Request bodies',
  cases: [
    {
      says: 'A body that waits for `100 Continue` is asked for, as PHP wants it over 1 MiB',
      source: '§4',
      async run(probe) {
        const file = { field: 'attachment', name: 'log.txt', bytes: 'x'.repeat(1_500_000) }
        const headers = { Expect: '100-continue' }
        const answer = await call(probe, 'POST', path, {
          headers,
          body: multipart(ticketFields(probe), file),
        })
        expectDone(answer)
        expect(answer.continued, 'the server did not ask for the body')
      },
    },
    {
      says: 'Spaces around ids do not matter, and texts are trimmed',
      source: '§4',
      async run(probe) {
        const fields = { ...ticketFields(probe), category: ' 1 ', comment: '  It prints nothing\n' }
        expectDone(await call(probe, 'POST', path, { body: form(fields) }))
        const subject = encodeURIComponent(fields.subject)
        const answer = await prepare(probe, 'GET', `support/get/ticket/history/?subject=${subject}`)
        const { TicketList } = (answer.json() as { data: { TicketList: { comment: string }[] } }).data
        expectValue(TicketList[0]?.comment, 'It prints nothing')
      },
    },
    {
      says: 'Ids too large for the store count as not existing',
      source: '§4',
      async run(probe) {
        const category = '9'.repeat(30)
        expectRefusal(
          await call(probe, 'POST', path, { body: form({ ...ticketFields(probe), category }) }),
          400,
          {
            category: `Invalid pk "${category}" - object does not exist.`,
          },
        )
      },
    },
    {
      says: 'Malformed JSON is refused with the place where it breaks off',
      source: '§4',
      async run(probe) {
        const body = raw('application/json', '{"subject": ')
        expectRefusal(await call(probe, 'POST', path, { body }), 400, {
          detail: 'JSON parse error - line 1 column 13 (char 12)',
        })
      },
    },
    {
      says: 'Malformed multipart is refused with the reason',
      source: '§4',
      async run(probe) {
        const body = raw('multipart/form-data', 'no boundary')
        expectRefusal(await call(probe, 'POST', path, { body }), 400, {
          detail: /^Multipart form parse error - ./,
        })
      },
    },
    {
      says: 'JSON that is no object is refused',
      source: '§4.1',
      async run(probe) {
        expectRefusal(await call(probe, 'POST', path, { body: raw('application/json', '[]') }), 400, {
          non_field_errors: 'Invalid data. Expected a dictionary, but got list.',
        })
      },
    },
    {
      says: 'Another media type is 415',
      source: '§4',
      async run(probe) {
        expectRefusal(await call(probe, 'POST', path, { body: raw('text/csv', 'a,b') }), 415, {
          detail: 'Unsupported media type "text/csv" in request.',
        })
      },
    },
    {
      says: 'An Accept-Encoding that names no coding is no error',
      source: 'seed: Get Ticket Detaild View, Sample Code, PHP; §4',
      async run(probe) {
        const ticket = await openTicket(probe)
        const headers = { 'Accept-Encoding': 'https://help.example/api/v1/support/ticket/detailed-view/' }
        const body = multipart({ ticket_id: String(ticket) })
        const answer = await call(probe, 'GET', 'support/ticket/detailed-view/', { headers, body })
        expectStatus(answer, 200)
        expectHeader(answer, 'content-encoding', null)
      },
    },
    {
      says: 'A create that is sent twice with one `Idempotency-Key` is stored once',
      source: '§4',
      async run(probe) {
        const body = form(ticketFields(probe))
        const headers = { 'Idempotency-Key': probe.unique('key', '-') }
        expectDone(await call(probe, 'POST', path, { headers, body }))
        expectDone(await call(probe, 'POST', path, { headers, body }))
        const subject = encodeURIComponent(ticketFields(probe).subject)
        const answer = await prepare(probe, 'GET', `support/get/ticket/history/?subject=${subject}`)
        const { TicketList } = (answer.json() as { data: { TicketList: unknown[] } }).data
        expect(TicketList.length === 1, `${TicketList.length} tickets were stored`)
      },
    },
  ],
}
