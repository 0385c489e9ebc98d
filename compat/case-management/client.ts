import { type Body, json } from '../body.ts'
import type { Case, Source } from '../case.ts'
import type { Answer } from '../exchange.ts'
import { any, expect, expectHeader, expectKeys, expectStatus, expectValue } from '../expect.ts'
import type { Probe } from '../probe.ts'

/** What a client of this wire is given by its administrator. */
export const credentials = {
  key: 'the API key of an application',
  secret: 'the Secret of that application',
  otherKey: 'the API key of another application',
  otherSecret: 'the Secret of that other application',
} as const
export type Cm = keyof typeof credentials
export type CmProbe = Probe<Cm>
export type CmCase = Case<Cm>
export type Json = Readonly<Record<string, unknown>>

/** Texts that clients compare (§2, §5.1). */
export const unauthorized = 'Unauthorized'
export const denied = 'User is not authorized to access this resource with an explicit deny'

/** Who asks: an application with its token, with its key alone, or nobody. */
export type As = 'app' | 'other' | 'key' | 'nobody'

export interface Call {
  readonly as?: As
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Body
}

/** @returns the answer to a request that the report shows */
export async function call(probe: CmProbe, method: string, path: string, given: Call = {}): Promise<Answer> {
  return probe.send(method, path, await sending(probe, given))
}

/** The same for what has to be there before, or only looks at the outcome. */
export async function prepare(
  probe: CmProbe,
  method: string,
  path: string,
  given: Call = {},
): Promise<Answer> {
  return probe.prepare(method, path, await sending(probe, given))
}

/** @returns the answer to a request whose body comes without a Content-Type */
export async function callUntyped(
  probe: CmProbe,
  method: string,
  path: string,
  text: string,
  as: As = 'app',
): Promise<Answer> {
  const body = Buffer.from(text)
  const headers = Object.entries(await headersOf(probe, as))
  return probe.sendExactly({
    method,
    path,
    headers: [...headers, ['Content-Length', String(body.length)]],
    body,
  })
}

async function sending(probe: CmProbe, given: Call) {
  const headers = { ...(await headersOf(probe, given.as ?? 'app')), ...given.headers }
  return { headers, ...(given.body ? { body: given.body } : {}) }
}

export async function headersOf(probe: CmProbe, as: As): Promise<Record<string, string>> {
  if (as === 'nobody') return {}
  const key = as === 'other' ? probe.credentials.otherKey : probe.credentials.key
  if (as === 'key') return { 'x-inbenta-key': key }
  const token = await probe.once(`log-in ${as}`, () => logIn(probe, as))
  return { 'x-inbenta-key': key, Authorization: `Bearer ${token}` }
}

/** @returns a fresh access token of the application */
export async function logIn(probe: CmProbe, as: 'app' | 'other' = 'app', more: Json = {}): Promise<string> {
  const { key, secret, otherKey, otherSecret } = probe.credentials
  const headers = { 'x-inbenta-key': as === 'app' ? key : otherKey }
  const body = json({ secret: as === 'app' ? secret : otherSecret, ...more })
  const answer = await probe.prepare('POST', '/v1/auth', { headers, body })
  expectStatus(answer, 200)
  return String((answer.json() as Json).accessToken)
}

export interface Made {
  readonly id: number
  readonly guid: string
}

/** Registers a user of the case's own. */
export async function makeUser(
  probe: CmProbe,
  name = 'Ann',
  more: Json = {},
): Promise<Made & { address: string }> {
  const address = addressOf(probe, name)
  const { id, guid } = await make(probe, '/v1/users', { name, address, ...more })
  return { id, guid, address }
}

/** @returns an address of the case's own */
export function addressOf(probe: CmProbe, name: string): string {
  return `${probe.unique(name.toLowerCase().replaceAll(/\W+/g, '-'), '-')}@example.com`
}

/** Opens a ticket. */
export function makeTicket(probe: CmProbe, creator: unknown, more: Json = {}): Promise<Made> {
  return make(probe, '/v1/tickets', { creator, message: 'It prints nothing', ...more })
}

/** Uploads a medium. @returns its id */
export function upload(probe: CmProbe, name = 'file.pdf', content = 'Y29udGVudA=='): Promise<Made> {
  return make(probe, '/v1/media', { name, content })
}

async function make(probe: CmProbe, path: string, body: Json): Promise<Made> {
  const answer = await prepare(probe, 'POST', path, { body: json(body) })
  expectStatus(answer, 200)
  const { id, full_uuid } = answer.json() as Json
  return { id: Number(id), guid: String(full_uuid) }
}

/** @returns what a path answers now, as JSON */
export async function look(probe: CmProbe, path: string): Promise<Json> {
  const answer = await prepare(probe, 'GET', path)
  expectStatus(answer, 200)
  return answer.json() as Json
}

/** @returns the things of a list, by id */
export function idsOf(answer: Answer): unknown[] {
  expectStatus(answer, 200)
  return (answer.json() as { data: Json[] }).data.map(({ id }) => id)
}

/** Says that the answer is a creation: small, 200, with an integer `uuid` and `Location`. @returns the new id */
export function expectMade(answer: Answer, path: string, ...more: readonly string[]): number {
  expectStatus(answer, 200)
  const made = answer.json() as Json
  expectKeys(made, 'uuid', 'id', 'full_uuid', ...more)
  expectValue([made.uuid, made.full_uuid], [any.id, any.guid], 'uuid and full_uuid')
  expect(made.uuid === made.id, 'id is not the same integer as uuid')
  expectHeader(answer, 'location', `${path}/${made.id}`)
  return Number(made.id)
}

/** Says that the answer refuses in all three shapes that clients read (§4.2). */
export function expectRefusal(answer: Answer, status: number, message: string, field?: string): void {
  expectStatus(answer, status)
  expectHeader(answer, 'content-type', 'application/json; charset=utf-8')
  expectValue(
    answer.json(),
    {
      error: { code: status, message },
      errors: [{ code: status, message, ...(field === undefined ? {} : { field }) }],
      message,
      ...(status === 403 ? { Message: message } : {}),
    },
    'the answer',
  )
}

/** One row of a table of refusals: what is wrong, where, and what is said of it. */
export interface Refused {
  readonly says: string
  readonly source?: Source
  readonly method?: string
  readonly path: string
  readonly body?: Json
  readonly status: number
  readonly message: string
  readonly field?: string
}

/** @returns a case for each row; the bodies may be made for the case by `bodyOf` */
export function refusals(
  source: Source,
  rows: readonly Refused[],
  bodyOf: (probe: CmProbe, body: Json) => Promise<Json> = async (_probe, body) => body,
): CmCase[] {
  return rows.map((row) => ({
    says: row.says,
    source: row.source ?? source,
    async run(probe) {
      const body = row.body && json(await bodyOf(probe, row.body))
      const answer = await call(probe, row.method ?? (body ? 'POST' : 'GET'), row.path, body ? { body } : {})
      expectRefusal(answer, row.status, row.message, row.field)
    },
  }))
}
