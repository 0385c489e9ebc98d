import { form, multipart } from '../body.ts'
import type { Section } from '../case.ts'
import { any, expectHeader, expectKeys, expectStatus, expectValue } from '../expect.ts'
import {
  call,
  expectData,
  expectDone,
  expectRefusal,
  logIn,
  openTicket,
  setStatus,
  type Ticket,
  type TicketProbe,
  ticketFields,
} from './client.ts'

/** Asks for a path of `GET` with and without the slash at its end. */
async function answersWithAndWithoutSlash(probe: TicketProbe, ...paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    for (const end of ['/', '']) expectStatus(await call(probe, 'GET', `${path}${end}`), 200)
  }
}

/** Closes a ticket through a spelling of the status path. */
async function closesThrough(probe: TicketProbe, path: string): Promise<void> {
  const ticket = await openTicket(probe)
  expectDone(await call(probe, 'POST', path, { body: form({ ticket: String(ticket), status: '3' }) }))
}

/** §1 */
export const paths: Section<Ticket> = {
  number: '1',
  title: 'Addresses',
  cases: [
    {
      says: 'Lists and history are served with and without the slash at the end, on the documented and the samples’ paths, never by a redirect',
      source: 'seed: all URLs and sample codes; §9.2',
      run: (probe) =>
        answersWithAndWithoutSlash(
          probe,
          'support/get/category-list',
          'get/support-ticket/catogory-list',
          'get/support-ticket/category-list',
          'support/get/ticket/history',
          'get/ticket/history',
          'support/get/ticket/tags',
          'get/ticket/tags',
        ),
    },
    {
      says: 'Create is served with and without the slash, on the documented path, the samples’ and its correct spelling',
      source: 'seed: Create Support Ticket, Sample Code; §9.2',
      async run(probe) {
        for (const path of ['support/create/ticket', 'creat/support/ticket', 'create/support/ticket']) {
          for (const end of ['/', '']) {
            expectDone(await call(probe, 'POST', `${path}${end}`, { body: multipart(ticketFields(probe)) }))
          }
        }
      },
    },
    {
      says: 'Update is served with and without the slash, on the documented path and the samples’',
      source: 'seed: Update Support Ticket, Sample Code; §9.2',
      async run(probe) {
        const body = form({ ticket_id: String(await openTicket(probe)), tags: '1' })
        for (const path of ['support/update/ticket', 'update/support/ticket']) {
          for (const end of ['/', '']) expectDone(await call(probe, 'POST', `${path}${end}`, { body }))
        }
      },
    },
    {
      says: 'Detailed view, download and conversation are served with and without the slash',
      source: '§9.2',
      async run(probe) {
        const file = { field: 'attachment', name: 'a.txt', bytes: 'a' }
        const ticket = String(await openTicket(probe, {}, file))
        for (const end of ['/', '']) {
          const view = await call(probe, 'GET', `support/ticket/detailed-view${end}?ticket_id=${ticket}`)
          const { data } = view.json() as { data: { attachments: { id: number }[] } }
          const id = data.attachments[0]?.id
          expectStatus(await call(probe, 'GET', `support/ticket/download/${id}${end}`), 200)
          const body = form({ ticket, comment: 'Any news?' })
          expectDone(await call(probe, 'POST', `support/ticket/conversation${end}`, { body }))
        }
      },
    },
    {
      says: 'The status path works with U+200E in front, as it stands in the vendor’s page, percent-encoded either way',
      source: 'seed: Change Ticket Status, URL; §9.2',
      async run(probe) {
        await closesThrough(probe, '%E2%80%8Esupport/ticket/status/')
        await closesThrough(probe, '%e2%80%8esupport/ticket/status/')
        await closesThrough(probe, '%E2%80%8Esupport/ticket/status')
      },
    },
    {
      says: 'The status path works with `β€Ž` in front, which is what the same character became in copies of the page',
      source: 'seed: Change Ticket Status, URL and Sample Code; §9.2',
      run: (probe) => closesThrough(probe, '%ce%b2%e2%82%ac%c5%bdsupport/ticket/status/'),
    },
    {
      says: 'Other invisible characters and doubled slashes do no harm either',
      source: '§1',
      async run(probe) {
        await closesThrough(probe, '%EF%BB%BFsupport/%E2%80%8Bticket/status/')
        await closesThrough(probe, 'support//ticket///status/')
      },
    },
    {
      says: 'The refresh of a token is served under three paths',
      source: '§1',
      async run(probe) {
        const { refresh } = await logIn(probe, 'user')
        for (const path of ['user/token/refresh/', 'user/refresh-token/', 'user/refresh/']) {
          const answer = await call(probe, 'POST', path, { as: 'app', body: form({ refresh }) })
          expectStatus(answer, 200)
          expectValue(answer.json(), { access: any.textLike(/^[\w-]+\.[\w-]+\.[\w-]+$/) })
        }
      },
    },
    {
      says: 'An unknown path is 404 in the envelope',
      source: '§1',
      async run(probe) {
        expectRefusal(await call(probe, 'GET', 'support/nothing/'), 404, { detail: 'Not found.' })
      },
    },
    {
      says: 'Another method than the documented one is 405 with `Allow`',
      source: '§1',
      async run(probe) {
        const answer = await call(probe, 'GET', 'support/create/ticket/')
        expectRefusal(answer, 405, { detail: 'Method "GET" not allowed.' })
        expectHeader(answer, 'allow', 'POST')
      },
    },
  ],
}

/** §2 */
export const envelope: Section<Ticket> = {
  number: '2',
  title: 'Envelope',
  cases: [
    {
      says: 'A success is `status_code`, `errors` and `data`, in this order, as application/json',
      source: 'seed: Response of every operation; §2',
      async run(probe) {
        const answer = await call(probe, 'GET', 'support/get/category-list/')
        expectData(answer, { CategoryList: any.list })
        expectHeader(answer, 'content-type', 'application/json')
      },
    },
    {
      says: 'Every error has exactly the same three members, its HTTP status as `status_code`, and a list of texts for each field',
      source: '§9.13',
      async run(probe) {
        const closed = await openTicket(probe)
        await setStatus(probe, closed, '3')
        for (const [status, answer] of [
          [400, await call(probe, 'POST', 'support/create/ticket/', { body: form({}) })],
          [
            400,
            await call(probe, 'POST', 'support/ticket/status/', {
              body: form({ ticket: `${closed}`, status: '3' }),
            }),
          ],
          [400, await call(probe, 'GET', 'support/get/ticket/history/?category=x&status=x')],
          [401, await call(probe, 'GET', 'support/get/ticket/history/', { as: 'nobody' })],
          [401, await call(probe, 'GET', 'support/get/ticket/history/', { as: 'app' })],
          [404, await call(probe, 'GET', 'support/ticket/download/999999/')],
          [404, await call(probe, 'GET', 'nothing/at/all/', { as: 'nobody' })],
          [405, await call(probe, 'DELETE', 'support/ticket/status/')],
          [
            415,
            await call(probe, 'POST', 'support/ticket/status/', {
              body: { type: 'text/csv', bytes: Buffer.from('a') },
            }),
          ],
        ] as const) {
          expectStatus(answer, status)
          const body = answer.json() as { errors: Record<string, unknown> }
          expectKeys(body, 'status_code', 'errors', 'data')
          expectValue(body, { status_code: status, errors: any.value, data: {} })
          for (const texts of Object.values(body.errors)) expectValue(texts, any.listOf(any.someText))
          expectHeader(answer, 'content-type', 'application/json')
        }
      },
    },
    {
      says: 'A 401 says which credentials are wanted, in `WWW-Authenticate`',
      source: '§9.3',
      async run(probe) {
        const answer = await call(probe, 'GET', 'support/get/ticket/history/', { as: 'nobody' })
        expectStatus(answer, 401)
        expectHeader(answer, 'www-authenticate', 'Bearer realm="api"')
      },
    },
  ],
}
