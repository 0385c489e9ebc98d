import assert from 'node:assert/strict'
import type { Person } from '../../src/domain/person.ts'
import type { NewPerson } from '../../src/usecases/people/create-person.ts'
import { buildRepWithKey } from './build.ts'
import type { TestDesk } from './desk.ts'

type Json = Record<string, unknown>
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** An answer of REST v3, and the short ways in which tests look at it. */
export interface RestAnswer {
  readonly status: number
  readonly body: Json
  /** The entity or list of that name. */
  one(name: string): Json
  rows(name: string): Json[]
  /** HTTP status, inner code, message and attribute of a refusal. */
  refusal(): unknown[]
}

/** A rep who calls REST v3 with a key. */
export interface RestClient {
  readonly rep: Person
  readonly key: string
  call(method: Method, path: string, data?: unknown): Promise<RestAnswer>
  get(path: string, data?: unknown): Promise<RestAnswer>
  /** Gets a list. @returns what it holds under the last name of the path, by one attribute */
  pluck(path: string, attribute: string, listInfo?: Json): Promise<unknown[]>
  post(path: string, data?: unknown): Promise<RestAnswer>
  put(path: string, data?: unknown): Promise<RestAnswer>
  delete(path: string): Promise<RestAnswer>
}

/** @returns a new rep, by default an administrator, with a client for the key */
export async function restClient(on: TestDesk, given: Partial<NewPerson> = {}): Promise<RestClient> {
  const { rep, key } = await buildRepWithKey(on, given)
  return { rep, ...clientFor(on, key) }
}

/** @returns a client for any key */
export function clientFor(on: TestDesk, key: string): Omit<RestClient, 'rep'> {
  const call = async (method: Method, path: string, data?: unknown): Promise<RestAnswer> => {
    const text = data === undefined ? '' : `input_data=${encodeURIComponent(JSON.stringify(data))}`
    const isRead = method === 'GET'
    const answer = await on.app.inject({
      method,
      url: `/api/v3/${path}${isRead && text !== '' ? `?${text}` : ''}`,
      headers: {
        technician_key: key,
        ...(isRead || text === '' ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(isRead || text === '' ? {} : { payload: text }),
    })
    return read(answer.statusCode, answer.json<Json>())
  }
  return {
    key,
    call,
    get: (path, data) => call('GET', path, data),
    post: (path, data) => call('POST', path, data),
    put: (path, data) => call('PUT', path, data),
    delete: (path) => call('DELETE', path),
    async pluck(path, attribute, listInfo) {
      const answer = await call('GET', path, listInfo === undefined ? undefined : { list_info: listInfo })
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
      return answer.rows(path.split('/').at(-1) ?? '').map((row) => row[attribute])
    },
  }
}

function read(status: number, body: Json): RestAnswer {
  return {
    status,
    body,
    one: (name) => body[name] as Json,
    rows: (name) => body[name] as Json[],
    refusal() {
      const [first] = (body.response_status as { messages?: Json[] }).messages ?? []
      return [status, first?.status_code, first?.message, first?.field ?? first?.fields ?? null]
    },
  }
}
