import { type Body, type FilePart, form, json, multipart } from '../body.ts'
import type { Answer } from '../exchange.ts'
import { expect, expectKeys, expectStatus, expectValue } from '../expect.ts'
import type { Probe } from '../probe.ts'

/** What a client of this wire is given by its administrator. */
export const credentials = {
  apikey: 'the key of a registered application',
  user: 'the address of a person who may log in',
  password: 'the password of that person',
  otherUser: 'the address of somebody else who may log in',
  otherPassword: 'the password of that other person',
} as const
export type Ticket = keyof typeof credentials
export type TicketProbe = Probe<Ticket>

const prefix = '/api/v1'

/** Sends to a path below the prefix. `as`: who asks; `app` sends the apikey alone, `nobody` nothing. */
export interface Call {
  readonly as?: 'user' | 'other' | 'app' | 'nobody'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Body
}

/** @returns the answer to a request that the report shows */
export async function call(
  probe: TicketProbe,
  method: string,
  path: string,
  given: Call = {},
): Promise<Answer> {
  return probe.send(method, `${prefix}/${path}`, await sending(probe, given))
}

/** The same for what has to be there before, or only looks at the outcome. */
export async function prepare(
  probe: TicketProbe,
  method: string,
  path: string,
  given: Call = {},
): Promise<Answer> {
  return probe.prepare(method, `${prefix}/${path}`, await sending(probe, given))
}

async function sending(probe: TicketProbe, given: Call) {
  const headers = { ...(await headersOf(probe, given.as ?? 'user')), ...given.headers }
  return { headers, ...(given.body ? { body: given.body } : {}) }
}

async function headersOf(probe: TicketProbe, as: NonNullable<Call['as']>): Promise<Record<string, string>> {
  if (as === 'nobody') return {}
  const { apikey } = probe.credentials
  if (as === 'app') return { apikey }
  return { apikey, Authorization: `Bearer ${(await logIn(probe, as)).access}` }
}

/** @returns the tokens of the person, who logs in once for all cases */
export function logIn(
  probe: TicketProbe,
  who: 'user' | 'other',
): Promise<{ access: string; refresh: string }> {
  const { user, password, otherUser, otherPassword } = probe.credentials
  const given =
    who === 'user' ? { username: user, password } : { username: otherUser, password: otherPassword }
  return probe.once(`log-in ${who}`, () => freshTokens(probe, given))
}

/** @returns tokens of a log-in of the case's own */
export async function freshTokens(
  probe: TicketProbe,
  given: { username: string; password: string },
): Promise<{ access: string; refresh: string }> {
  const answer = await prepare(probe, 'POST', 'user/login/', { as: 'app', body: json(given) })
  expectStatus(answer, 200)
  return answer.json() as { access: string; refresh: string }
}

/** What a ticket takes at least; its subject is the case's own. */
export function ticketFields(probe: TicketProbe) {
  return { subject: probe.unique('Printer down'), priority: '2', comment: 'It prints nothing', category: '1' }
}

/** Creates a ticket of the user. @returns its id, which the report calls `<ticket>` */
export async function openTicket(
  probe: TicketProbe,
  fields: Record<string, string> = {},
  ...files: readonly FilePart[]
): Promise<number> {
  const body = multipart({ ...ticketFields(probe), ...fields }, ...files)
  const answer = await prepare(probe, 'POST', 'support/create/ticket/', { body })
  expectStatus(answer, 200)
  const id = /ticket_id=(\d+)$/.exec(answer.headers.location ?? '')?.[1]
  expect(id !== undefined, 'the answer to a create has no Location')
  return Number(probe.name(id, 'ticket'))
}

/** The data of a detailed view. */
export interface Detail {
  readonly ticket: Readonly<Record<string, unknown>>
  readonly author: string
  readonly conversations: readonly { id: number; ticket: number; comment: string; author: string }[]
  readonly attachments: readonly { id: number; conversation_id: number | null }[]
}

/** @returns the ticket as it is now */
export async function look(probe: TicketProbe, ticket: number): Promise<Detail> {
  const answer = await prepare(probe, 'GET', `support/ticket/detailed-view/?ticket_id=${ticket}`)
  expectStatus(answer, 200)
  return (answer.json() as { data: Detail }).data
}

/** @returns the tickets of the case that count as open */
export async function openTicketsOf(probe: TicketProbe): Promise<number[]> {
  const found: number[] = []
  for (const status of ['1', '2']) {
    const query = new URLSearchParams({ subject: probe.unique(''), status, limit: '200' })
    const answer = await prepare(probe, 'GET', `support/get/ticket/history/?${query}`)
    const { data } = answer.json() as { data: { TicketList: { id: number }[] } }
    found.push(...data.TicketList.map(({ id }) => id))
  }
  return found
}

/** Closes or reopens a ticket. */
export async function setStatus(probe: TicketProbe, ticket: number, status: '2' | '3'): Promise<void> {
  const body = form({ ticket: String(ticket), status })
  expectStatus(await prepare(probe, 'POST', 'support/ticket/status/', { body }), 200)
}

/** Says that the answer is a success with this data. */
export function expectData(answer: Answer, data: unknown): void {
  expectStatus(answer, 200)
  expectValue(answer.json(), { status_code: 200, errors: {}, data }, 'the answer')
  expectKeys(answer.json(), 'status_code', 'errors', 'data')
}

/** Says that the answer is the empty success of the wire's writes, to the letter. */
export function expectDone(answer: Answer): void {
  expectData(answer, {})
}

/** Says that the answer refuses with these sentences, and nothing else, in the order given. */
export function expectRefusal(
  answer: Answer,
  status: number,
  errors: Readonly<Record<string, unknown>>,
): void {
  expectStatus(answer, status)
  const lists = Object.fromEntries(Object.entries(errors).map(([field, text]) => [field, [text].flat()]))
  const body = answer.json() as { errors: unknown }
  expectValue(body, { status_code: status, errors: lists, data: {} }, 'the answer')
  expectKeys(body.errors, ...Object.keys(lists))
}
