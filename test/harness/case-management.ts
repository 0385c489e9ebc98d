import { buildCaseManagementApp } from './build.ts'
import type { TestDesk } from './desk.ts'

export type Json = Readonly<Record<string, unknown>>

/** An answer of the wire; `json` is empty for what is no JSON object. */
export interface CmAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly bytes: Buffer
  readonly json: Json
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** An application of the Case Management API with a live token. */
export interface CmClient {
  readonly key: string
  readonly secret: string
  readonly token: string
  readonly headers: Readonly<Record<string, string>>
  get(path: string): Promise<CmAnswer>
  /** Sends an object as JSON, text as it is with the type given or none. */
  send(method: Method, path: string, body: Json | string, type?: string): Promise<CmAnswer>
  /** The same, for what must succeed. @returns the new id */
  create(path: string, body: Json | string, type?: string): Promise<number>
}

export const form = 'application/x-www-form-urlencoded'

/** Calls the server as anybody. */
export async function callCm(
  on: TestDesk,
  method: Method,
  url: string,
  headers: Readonly<Record<string, string>>,
  payload?: string | Buffer,
): Promise<CmAnswer> {
  const answer = await on.app.inject({
    method,
    url,
    headers: { ...headers },
    ...(payload === undefined ? {} : { payload }),
  })
  const isJson = String(answer.headers['content-type']).startsWith('application/json')
  return {
    status: answer.statusCode,
    headers: answer.headers,
    bytes: answer.rawPayload,
    json: isJson ? (JSON.parse(answer.body) as Json) : {},
  }
}

/** @returns a client with a new application and a token for it */
export async function connectCm(on: TestDesk): Promise<CmClient> {
  const { key, secret } = await buildCaseManagementApp(on)
  const answer = await callCm(on, 'POST', '/v1/auth', { 'x-inbenta-key': key }, JSON.stringify({ secret }))
  const token = String(answer.json.accessToken)
  const headers = { 'x-inbenta-key': key, authorization: `Bearer ${token}` }
  const client: CmClient = {
    key,
    secret,
    token,
    headers,
    get: (path) => callCm(on, 'GET', path, headers),
    send(method, path, body, type) {
      const json = typeof body !== 'string'
      const contentType = type ?? (json ? 'application/json' : undefined)
      const typed = contentType === undefined ? headers : { ...headers, 'content-type': contentType }
      return callCm(on, method, path, typed, json ? JSON.stringify(body) : body)
    },
    async create(path, body, type) {
      const { status, json } = await client.send('POST', path, body, type)
      if (status !== 200) throw new Error(`POST ${path} answered ${status}: ${JSON.stringify(json)}`)
      return Number(json.id)
    },
  }
  return client
}

/** @returns the list of an answer */
export function dataOf(answer: CmAnswer): readonly Json[] {
  return answer.json.data as readonly Json[]
}

/** @returns how many of each thing are stored, to prove that a refusal leaves nothing behind */
export async function storedThings(on: TestDesk): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of ['people', 'cases', 'messages', 'files', 'attachments', 'events', 'jobs'] as const) {
    const row = await on.desk.db
      .selectFrom(table)
      .select((of) => of.fn.countAll<number>().as('count'))
      .executeTakeFirst()
    counts[table] = Number(row?.count ?? 0)
  }
  return counts
}
