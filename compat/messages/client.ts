import { type Body, json } from '../body.ts'
import type { Answer } from '../exchange.ts'
import { expectJson, expectStatus } from '../expect.ts'
import type { Probe } from '../probe.ts'

/** What a client of this wire is given by its administrator. */
export const credentials = {
  partner: 'a token of an account of a partner whose cases go to the provider of `provider`',
  colleague: 'a token of another account of that partner',
  provider: 'a token of an account of that provider',
  otherPartner: 'a token of an account of another partner, whose cases go to another provider',
  otherProvider: 'a token of an account of that other provider',
  anyProvider: 'a token of an account of that other provider that may act for all service providers',
} as const
export type Token = keyof typeof credentials
export type MessagesProbe = Probe<Token>
/** Who asks; `nobody` sends no token. */
export type Who = Token | 'nobody'

const base = '/api/v3'
/** A guid that no case has. */
export const nowhere = '00000000-0000-4000-8000-000000000000'
export const done = { data: { result: true } }
export const confirmedAll = { success: true, errors: [], data: {} }

/** What goes with a request: JSON, or any bytes. */
export interface Call {
  readonly json?: unknown
  readonly body?: Body
  readonly headers?: Readonly<Record<string, string>>
}

/** @returns the answer to a request below `/api/v3` that the report shows */
export function call(
  probe: MessagesProbe,
  who: Who,
  method: string,
  path: string,
  given: Call = {},
): Promise<Answer> {
  return probe.send(method, `${base}/${path}`, sending(probe, who, given))
}

/** The same for what has to be there before, or only looks at the outcome. */
export function prepare(
  probe: MessagesProbe,
  who: Who,
  method: string,
  path: string,
  given: Call = {},
): Promise<Answer> {
  return probe.prepare(method, `${base}/${path}`, sending(probe, who, given))
}

export function post(probe: MessagesProbe, who: Who, path: string, value: unknown): Promise<Answer> {
  return call(probe, who, 'POST', path, { json: value })
}

export function get(probe: MessagesProbe, who: Who, path: string): Promise<Answer> {
  return call(probe, who, 'GET', path)
}

/** What is sent by whom, for paths that are not below `/api/v3`. */
export function sending(probe: MessagesProbe, who: Who, given: Call) {
  const token = who === 'nobody' ? {} : { 'X-Hub-Api-Token': probe.credentials[who] }
  const body = given.body ?? (Object.hasOwn(given, 'json') ? json(given.json) : undefined)
  return { headers: { ...token, ...given.headers }, ...(body ? { body } : {}) }
}

/** The two fields that a case is opened with at least. */
export const leastCase = {
  productData: { problemText: 'No picture' },
  customer: { email: 'kim@home.example' },
}

/** Opens a case of the partner with its provider. @returns its guid */
export async function openCase(
  probe: MessagesProbe,
  facts: object = {},
  who: Who = 'partner',
): Promise<string> {
  const answer = await prepare(probe, who, 'POST', 'case/create', { json: { ...leastCase, ...facts } })
  expectStatus(answer, 200)
  return unwrapped<{ guid: string }>(answer).guid
}

export type Message = Readonly<Record<string, unknown>> & { readonly id: number }

/** Adds a message. @returns it */
export async function say(
  probe: MessagesProbe,
  who: Who,
  guid: string,
  facts: object = {},
): Promise<Message> {
  const value = { guid, type: 'serviceComment', content: 'Hello', ...facts }
  const answer = await prepare(probe, who, 'POST', 'case-messages/create', { json: value })
  expectStatus(answer, 200)
  return unwrapped<Message>(answer)
}

/** @returns the messages of the case as the account sees them */
export async function listed(probe: MessagesProbe, who: Who, guid: string): Promise<Message[]> {
  const answer = await prepare(probe, who, 'GET', `case-messages?guid=${guid}`)
  expectStatus(answer, 200)
  return unwrapped<Message[]>(answer)
}

export type ShownCase = Readonly<Record<string, unknown>> & {
  readonly id: number
  readonly partnerId: number
  readonly serviceProviderId: number
}

/** @returns the case as the account sees it */
export async function look(probe: MessagesProbe, who: Who, guid: string): Promise<ShownCase> {
  const answer = await prepare(probe, who, 'GET', `case?guid=${guid}`)
  expectStatus(answer, 200)
  return unwrapped<ShownCase>(answer)
}

/** Says that the answer is an error with exactly this text, and nothing beside it. */
export function expectError(answer: Answer, status: number, message: string): void {
  expectJson(answer, status, { error: { message } })
}

/** Says that every one of the callers is answered 403 `No access`. */
export async function expectNoAccess(ask: (who: Who) => Promise<Answer>, ...all: Who[]): Promise<void> {
  for (const who of all) expectError(await ask(who), 403, 'No access')
}

/** Both envelopes are right; `§1.5` says which one is the default. */
function unwrapped<T>(answer: Answer): T {
  const value = answer.json() as T | { data: T }
  return typeof value === 'object' && value !== null && Object.keys(value).join() === 'data'
    ? (value as { data: T }).data
    : (value as T)
}

/** Texts of the contract (§6.1). */
export const child = (key: string, rule: string): string => `child "${key}" fails because ["${key}" ${rule}]`
export const atPosition = (label: string, position: number, rule: string): string =>
  `"${label}" at position ${position} fails because ["${position}" ${rule}]`
export const types =
  'serviceComment, customerCenterReply, costProposalRejectRur, costProposalRejectScrap, statusRequest, spareParts, reminder, costProposal, shipment, forwarding'
