import assert from 'node:assert/strict'
import type { Person } from '../../src/domain/person.ts'
import { buildContact, buildSupportTicketApp } from '../harness/build.ts'
import { newDesk, type TestDesk, type TestDeskOptions } from '../harness/desk.ts'
import type { EngineName } from '../harness/engines.ts'

export const password = 'correct horse battery'

/** What a request carries: a form, JSON, a multipart form, or bytes of a type of one's own. */
export type Body =
  | { readonly form: Fields }
  | { readonly json: unknown }
  | { readonly multipart: Fields; readonly file?: FilePart }
  | { readonly type: string; readonly bytes: string | Buffer }
type Fields = Readonly<Record<string, string | readonly string[]>>
export interface FilePart {
  readonly name: string
  readonly bytes: Buffer
  readonly type?: string
  readonly field?: string
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
  readonly bytes: Buffer
  readonly body: Envelope
}
export interface Envelope {
  readonly status_code: number
  readonly errors: Readonly<Record<string, readonly string[]>>
  readonly data: Readonly<Record<string, unknown>>
}

/** One person's way into the wire. */
export interface TicketClient {
  readonly person: Person
  readonly headers: Readonly<Record<string, string>>
  readonly access: string
  readonly refresh: string
  /** Sends to a path below the prefix. */
  send(method: 'GET' | 'POST', path: string, body?: Body): Promise<Answer>
  /** Creates a ticket. @returns its id */
  open(given?: Record<string, string>, file?: FilePart): Promise<number>
  /** @returns the data of the detailed view */
  view(ticket: number): Promise<Detail>
}

export interface Detail {
  readonly ticket: {
    readonly id: number
    readonly subject: string
    readonly priority: string
    readonly category: number | null
    readonly comment: string
    readonly status: string
    readonly tags: readonly number[]
  }
  readonly author: string
  readonly conversations: readonly { id: number; ticket: number; comment: string; author: string }[]
  readonly attachments: readonly { id: number; conversation_id: number | null }[]
}

/** A desk with an application of this wire. */
export interface TicketDesk {
  readonly on: TestDesk
  readonly apikey: string
  readonly appId: number
  send(method: string, path: string, headers: Readonly<Record<string, string>>, body?: Body): Promise<Answer>
  /** @returns the client of a person who can log in; a new contact if none is given */
  client(person?: Person): Promise<TicketClient>
}

/** @returns a fresh desk on the engine; close `on` at the end */
export async function ticketDesk(engine: EngineName, options: TestDeskOptions = {}): Promise<TicketDesk> {
  const on = await newDesk(engine, options)
  const { apikey, id: appId } = await buildSupportTicketApp(on)
  const prefix = options.settings?.supportTicketPrefix ?? '/api/v1'

  const send: TicketDesk['send'] = async (method, path, headers, body) => {
    const { type, bytes } = body ? encode(body) : {}
    const answer = await on.app.inject({
      method: method as 'GET',
      url: `${prefix}/${path}`,
      headers: { ...headers, ...(type === undefined ? {} : { 'content-type': type }) },
      ...(bytes === undefined ? {} : { payload: bytes }),
    })
    const json = String(answer.headers['content-type']).startsWith('application/json')
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text: answer.payload,
      bytes: answer.rawPayload,
      body: json ? answer.json() : { status_code: 0, errors: {}, data: {} },
    }
  }

  const client = async (given?: Person): Promise<TicketClient> => {
    const person = given ?? (await buildContact(on, { password }))
    const username = person.email ?? person.loginName ?? ''
    const login = await send('POST', 'user/login/', { apikey }, { form: { username, password } })
    const tokens = JSON.parse(login.text) as { access: string; refresh: string }
    const headers = { apikey, authorization: `Bearer ${tokens.access}` }
    const self: TicketClient = {
      person,
      headers,
      ...tokens,
      send: (method, path, body) => send(method, path, headers, body),
      async open(given = {}, file) {
        const multipart = {
          subject: 'Printer down',
          priority: '2',
          comment: 'It prints nothing',
          category: '1',
        }
        const answer = await self.send('POST', 'support/create/ticket/', {
          multipart: { ...multipart, ...given },
          ...(file ? { file } : {}),
        })
        assert.equal(answer.status, 200, answer.text)
        return Number(/ticket_id=(\d+)$/.exec(String(answer.headers.location))?.[1])
      },
      async view(ticket) {
        const answer = await self.send('GET', `support/ticket/detailed-view/?ticket_id=${ticket}`)
        assert.equal(answer.status, 200, answer.text)
        return answer.body.data as unknown as Detail // the envelope's data is whatever the operation gives
      },
    }
    return self
  }
  return { on, apikey, appId, send, client }
}

/** Says that the answer is this refusal, to the letter (§2). */
export function refused(answer: Answer, status: number, errors: Record<string, string | string[]>): void {
  const lists = Object.fromEntries(
    Object.entries(errors).map(([field, text]) => [field, Array.isArray(text) ? text : [text]]),
  )
  assert.deepEqual(
    { status: answer.status, body: answer.body },
    { status, body: { status_code: status, errors: lists, data: {} } },
  )
  assert.deepEqual(Object.keys(answer.body.errors), Object.keys(lists), 'in the order of the parameters')
}

/** Says that the answer is the empty success of the wire's writes. */
export function succeeded(answer: Answer): void {
  assert.equal(answer.text, '{"status_code":200,"errors":{},"data":{}}')
  assert.equal(answer.status, 200)
}

const boundary = '----ticket-test-boundary'

function encode(body: Body): { type: string; bytes: string | Buffer } {
  if ('json' in body) return { type: 'application/json', bytes: JSON.stringify(body.json) }
  if ('type' in body) return body
  if ('form' in body) {
    const pairs = pairsOf(body.form)
    return { type: 'application/x-www-form-urlencoded', bytes: new URLSearchParams(pairs).toString() }
  }
  return { type: `multipart/form-data; boundary=${boundary}`, bytes: multipart(body.multipart, body.file) }
}

function multipart(fields: Fields, file: FilePart | undefined): Buffer {
  const parts: Buffer[] = pairsOf(fields).map(([name, value]) =>
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
  )
  if (file) {
    const disposition = `form-data; name="${file.field ?? 'attachment'}"; filename="${file.name}"`
    const type = file.type ?? 'application/octet-stream'
    parts.push(
      Buffer.from(`--${boundary}\r\nContent-Disposition: ${disposition}\r\nContent-Type: ${type}\r\n\r\n`),
      file.bytes,
      Buffer.from('\r\n'),
    )
  }
  return Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)])
}

function pairsOf(fields: Fields): [string, string][] {
  return Object.entries(fields).flatMap(([name, values]) =>
    [values].flat().map((value): [string, string] => [name, value]),
  )
}
