import { type Body, json, multipart, raw } from '../body.ts'
import type { Section } from '../case.ts'
import { any, expect, expectKeys, expectValue, partly } from '../expect.ts'
import {
  call,
  expectData,
  expectRefusal,
  openTicket,
  prepare,
  setStatus,
  type Ticket,
  type TicketProbe,
} from './client.ts'

const path = 'support/get/ticket/history/'

interface Row {
  readonly id: number
  readonly subject: string
}

/** @returns the tickets that the history gives for the query */
async function rows(probe: TicketProbe, query: string, body?: Body): Promise<Row[]> {
  const answer = await call(probe, 'GET', `${path}${query}`, body ? { body } : {})
  expectData(answer, { TicketList: any.list })
  return (answer.json() as { data: { TicketList: Row[] } }).data.TicketList
}

/** The query that finds the case's own tickets, whatever else the person has. */
function own(probe: TicketProbe): string {
  return `?subject=${encodeURIComponent(probe.unique('Printer down'))}`
}

function expectIds(found: readonly Row[], ids: readonly number[]): void {
  expectValue(
    found.map(({ id }) => id),
    ids,
    'the ids',
  )
}

/** §6.3 */
export const history: Section<Ticket> = {
  number: '6.3',
  title: 'History — GET support/get/ticket/history/',
  cases: [
    {
      says: 'A ticket is shown with exactly seven members: id and category as numbers, priority and status as texts',
      source: 'seed: Support Ticket History, Response; §6.3',
      async run(probe) {
        const ticket = await openTicket(probe, { category: '2', priority: '1' })
        const [first] = await rows(probe, own(probe))
        expectValue(first, {
          id: ticket,
          subject: probe.unique('Printer down'),
          priority: '1',
          category: 2,
          category_title: any.someText,
          comment: 'It prints nothing',
          status: '1',
        })
        expectKeys(first, 'id', 'subject', 'priority', 'category', 'category_title', 'comment', 'status')
      },
    },
    {
      says: 'Without parameters it gives the 50 tickets created last, newest first',
      source: 'seed: Support Ticket History; §9.7',
      async run(probe) {
        const ids: number[] = []
        for (let count = 0; count < 51; count += 1) ids.unshift(await openTicket(probe))
        const answer = await prepare(probe, 'GET', path)
        const { TicketList } = (answer.json() as { data: { TicketList: Row[] } }).data
        expectIds(TicketList, ids.slice(0, 50))
        for (const id of ids.slice(0, 50)) await setStatus(probe, id, '3')
        expectIds(await rows(probe, '?limit=1'), ids.slice(0, 1))
      },
    },
    {
      says: '`offset` and `limit` give a range',
      source: 'seed: Support Ticket History, Query Parameters; §9.7',
      async run(probe) {
        const [one, two, three] = [await openTicket(probe), await openTicket(probe), await openTicket(probe)]
        expectIds(await rows(probe, `${own(probe)}&offset=1&limit=1`), [two])
        expectIds(await rows(probe, `${own(probe)}&offset=1`), [two, one])
        expectIds(await rows(probe, `${own(probe)}&limit=2`), [three, two])
        expectIds(await rows(probe, `${own(probe)}&offset=3`), [])
      },
    },
    {
      says: 'An unusable offset or limit falls back to the default',
      source: '§6.3',
      async run(probe) {
        const ticket = await openTicket(probe)
        for (const query of ['&limit=0', '&limit=x&offset=-1', '&limit=-5&offset=x']) {
          expectIds(await rows(probe, `${own(probe)}${query}`), [ticket])
        }
      },
    },
    {
      says: 'A limit above 200 is cut to it, not refused',
      source: '§6.3',
      async run(probe) {
        const ticket = await openTicket(probe)
        expectIds(await rows(probe, `${own(probe)}&limit=100000`), [ticket])
      },
    },
    {
      says: '`subject` finds a part of the subject, in any letter case',
      source: 'seed: Support Ticket History, Query Parameters, subject; §9.7',
      async run(probe) {
        const ticket = await openTicket(probe, { subject: probe.unique('Überlauf im Drucker') })
        const part = encodeURIComponent(probe.unique('LAUF IM DRUCKER'))
        expectIds(await rows(probe, `?subject=${part}`), [ticket])
      },
    },
    {
      says: '`category` finds the tickets of a category, and is joined with other parameters by and',
      source: 'seed: Support Ticket History, Query Parameters, category; §9.7',
      async run(probe) {
        const billing = await openTicket(probe, { category: '2' })
        await openTicket(probe, { category: '1' })
        expectIds(await rows(probe, `${own(probe)}&category=2`), [billing])
      },
    },
    {
      says: '`status` finds open (1), processing (2) and closed (3) tickets',
      source: 'seed: Support Ticket History, Query Parameters, status; §9.7',
      async run(probe) {
        const [open, processing, closed] = [
          await openTicket(probe),
          await openTicket(probe),
          await openTicket(probe),
        ]
        for (const id of [processing, closed]) await setStatus(probe, id, '3')
        await setStatus(probe, processing, '2')
        expectIds(await rows(probe, `${own(probe)}&status=1`), [open])
        expectIds(await rows(probe, `${own(probe)}&status=2`), [processing])
        expectIds(await rows(probe, `${own(probe)}&status=3`), [closed])
      },
    },
    {
      says: 'A category that is no number is refused with the vendor’s sentence, misspelling included',
      source: 'seed: Support Ticket History, Error Responses, category; §9.7',
      async run(probe) {
        expectRefusal(await call(probe, 'GET', `${path}?category=Billing`), 400, {
          category: 'Catogory id is not valid numeric',
        })
      },
    },
    {
      says: 'A status that is no number is refused with the vendor’s sentence',
      source: 'seed: Support Ticket History, Error Responses, status; §9.7',
      async run(probe) {
        expectRefusal(await call(probe, 'GET', `${path}?status=open`), 400, {
          status: 'Status id is not valid numeric',
        })
      },
    },
    {
      says: 'A category or status that is a number but unknown gives an empty list; an empty parameter is ignored',
      source: '§6.3',
      async run(probe) {
        const ticket = await openTicket(probe)
        expectIds(await rows(probe, `${own(probe)}&category=999999`), [])
        expectIds(await rows(probe, `${own(probe)}&status=9`), [])
        expectIds(await rows(probe, `${own(probe)}&category=&status=`), [ticket])
      },
    },
    {
      says: 'An empty multipart body on GET, as the Node sample sends it, is an empty form',
      source: 'seed: Support Ticket History, Sample Code, Node; §9.7',
      async run(probe) {
        const ticket = await openTicket(probe)
        expectIds(await rows(probe, own(probe), raw('multipart/form-data; boundary=----x', '')), [ticket])
        expectIds(await rows(probe, own(probe), multipart({})), [ticket])
        expectIds(await rows(probe, own(probe), json({})), [ticket])
      },
    },
    {
      says: 'Only the caller’s own tickets are shown',
      source: '§6.3',
      async run(probe) {
        await openTicket(probe)
        const answer = await call(probe, 'GET', `${path}${own(probe)}`, { as: 'other' })
        expectData(answer, { TicketList: [] })
      },
    },
    {
      says: 'The history keeps up with the ticket',
      source: '§6.3',
      async run(probe) {
        const ticket = await openTicket(probe)
        await setStatus(probe, ticket, '3')
        const [first] = await rows(probe, own(probe))
        expect(first !== undefined, 'the ticket is not in the history')
        expectValue(first, partly({ id: ticket, status: '3' }))
      },
    },
  ],
}
