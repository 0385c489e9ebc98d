import { type Body, form } from '../body.ts'
import type { Answer } from '../exchange.ts'
import { any, expect, expectJson, expectStatus, expectValue } from '../expect.ts'
import type { Probe } from '../probe.ts'

/** What a client of this wire is given by its administrator. */
export const credentials = {
  key: 'the API key of an administrator',
  repKey: 'the API key of a rep whose only role is Support Rep',
  readerKey: 'the API key of a rep whose only role is Read Only',
} as const
export type RestProbe = Probe<keyof typeof credentials>
export type RestKey = keyof typeof credentials & string
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
export type Json = Readonly<Record<string, unknown>>

/** How a call is sent; by default with the administrator's key, and `data` as the form field or query parameter `input_data`. */
export interface Call {
  /** Whose key: one of the credentials, or a key itself. */
  readonly key?: RestKey | { readonly own: string }
  readonly headers?: Readonly<Record<string, string>>
  /** Sent instead of `data`. */
  readonly body?: Body
}

/** @returns the answer to a call that the report shows; `path` is below `/api/v3/` */
export function call(
  probe: RestProbe,
  method: Method,
  path: string,
  data?: Json,
  given: Call = {},
): Promise<Answer> {
  return probe.send(...sending(probe, method, path, data, given))
}

/** The same for what has to be there before, or only looks at the outcome. */
export function prepare(
  probe: RestProbe,
  method: Method,
  path: string,
  data?: Json,
  given: Call = {},
): Promise<Answer> {
  return probe.prepare(...sending(probe, method, path, data, given))
}

function sending(probe: RestProbe, method: Method, path: string, data: Json | undefined, given: Call) {
  const { key = 'key' } = given
  const text = data === undefined ? null : JSON.stringify(data)
  const query = method === 'GET' && text !== null ? `?input_data=${encodeURIComponent(text)}` : ''
  const body = given.body ?? (text === null || method === 'GET' ? undefined : form({ input_data: text }))
  const TECHNICIAN_KEY = typeof key === 'string' ? probe.credentials[key] : key.own
  const headers = { TECHNICIAN_KEY, ...given.headers }
  return [method, `/api/v3/${path}${query}`, { headers, ...(body ? { body } : {}) }] as const
}

/** @returns the entity of that name in an answer of that status */
export function entityIn(answer: Answer, name: string, status = 200): Json {
  expectStatus(answer, status)
  const body = answer.json() as Json
  expectValue(body.response_status, success, 'response_status')
  expect(typeof body[name] === 'object' && body[name] !== null, `there is no ${name} in the answer`)
  return body[name] as Json
}

/** @returns the rows of a list */
export function rowsIn(answer: Answer, name: string): readonly Json[] {
  expectStatus(answer, 200)
  const body = answer.json() as Json
  expectValue(body.response_status, [success], 'response_status of a list')
  expect(typeof body.list_info === 'object', 'a list has no list_info')
  expect(Array.isArray(body[name]), `there is no list of ${name} in the answer`)
  return body[name] as readonly Json[]
}

export const success = { status_code: 2000, status: 'success' }

/** A time as this wire shows it. */
export const time = {
  display_value: any.textLike(/^\d\d\/\d\d\/\d{4} \d\d:\d\d [AP]M$/),
  value: any.textLike(/^\d{12,14}$/),
}

/** Makes an entity. @returns it */
export async function make(probe: RestProbe, path: string, wrapper: string, value: Json): Promise<Json> {
  return entityIn(await prepare(probe, 'POST', path, { [wrapper]: value }), wrapper, 201)
}

/** Raises a request. @returns its id, which the report calls `<request>` */
export async function openRequest(probe: RestProbe, given: Json = {}): Promise<string> {
  const made = await make(probe, 'requests', 'request', { subject: probe.unique('Disk full'), ...given })
  return probe.name(String(made.id), 'request')
}

/** @returns the request as it is now */
export async function look(probe: RestProbe, id: string): Promise<Json> {
  return entityIn(await prepare(probe, 'GET', `requests/${id}`), 'request')
}

/** Says that the answer is the shape of an action with exactly this message. */
export function expectAction(answer: Answer, message: string): void {
  expectJson(answer, 200, {
    response_status: {
      status_code: 2000,
      messages: [{ status_code: 2000, type: 'success', message }],
      status: 'success',
    },
  })
}

/** Says that the answer is nothing but success. */
export function expectPlain(answer: Answer): void {
  expectJson(answer, 200, { response_status: success })
}

/** One row of the error catalogue: HTTP status, inner code, message, and the attribute or attributes, if any. */
export type Refused = readonly [
  status: number,
  code: number,
  message: string | RegExp,
  place?: string | readonly string[],
]

/** Says that the answer is a refusal in the one shape of all errors, and that its first message is this. */
export function expectRefusal(answer: Answer, [status, code, message, place]: Refused): void {
  expectStatus(answer, status)
  const body = answer.json() as { response_status?: { messages?: readonly unknown[] } }
  expectValue(
    body,
    { response_status: { status_code: 4000, status: 'failed', messages: any.list } },
    'the answer',
  )
  const where = place === undefined ? {} : typeof place === 'string' ? { field: place } : { fields: place }
  expectValue(
    body.response_status?.messages?.[0],
    { status_code: code, type: 'failed', message, ...where },
    'the first message',
  )
}

/** The row for what is not there, path or id. */
export const missing: Refused = [404, 4007, 'Invalid URL']
export const denied: Refused = [403, 4002, 'User does not have this permission']
export const unknownKey: Refused = [401, 401, 'AuthToken in the request is invalid. Unable to authenticate.']

/** @returns the row for a value that names nothing */
export const noSuch = (field: string, value: string): Refused => [
  400,
  4001,
  `Invalid Input: ${field} "${value}" does not exist`,
  field,
]

/** @returns the row for mandatory attributes that are missing */
export const missingFields = (...fields: string[]): Refused => [400, 4012, 'Value not provided', fields]

/** Has the report show the key by a name, and its last characters too, alone and behind a mask. @returns the key */
export function nameKey(probe: RestProbe, key: unknown, name: string): string {
  const text = probe.name(String(key), name)
  probe.name(`"${text.slice(-4)}"`, `last 4 of ${name}`)
  probe.name(`********-****-****-****-********${text.slice(-4)}`, `masked ${name}`)
  return text
}

/** Makes a rep with a key. @returns the rep's id and key */
export async function makeRep(probe: RestProbe, given: Json = {}): Promise<{ id: string; key: string }> {
  const name = probe.unique('Rep')
  const login = { login_enabled: true, login_name: probe.unique('rep', '-') }
  const { id } = await make(probe, 'technicians', 'technician', {
    name,
    email_id: `${probe.unique('rep', '-')}@desk.example`,
    associated_roles: [{ name: 'Support Rep' }],
    ...login,
    ...given,
  })
  const made = entityIn(await prepare(probe, 'POST', `technicians/${id}/api_key`), 'api_key', 201)
  return { id: String(id), key: nameKey(probe, made.key, 'rep key') }
}
