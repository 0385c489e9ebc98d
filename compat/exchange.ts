import { Agent as PlainAgent, request as plainRequest } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'
import type { Body } from './body.ts'

/** A request as it is sent: nothing is added but `Host`, `Content-Type` and `Content-Length`. */
export interface Request {
  readonly method: string
  /** Path and query, already encoded. */
  readonly path: string
  /** Names and values in their order. */
  readonly headers: readonly (readonly [string, string])[]
  readonly body: Buffer | null
}

/** An answer as it came. */
export interface Answer {
  readonly status: number
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  readonly bytes: Buffer
  readonly text: string
  /** Whether `100 Continue` came before it. */
  readonly continued: boolean
  /** What the text says as JSON; throws when it is none. */
  json(): unknown
}

export interface Exchange {
  readonly request: Request
  readonly answer: Answer
}

/** A server that is judged. */
export interface Server {
  /** `http://host:port`, or a whole prefix behind a proxy; without a slash at the end. */
  readonly address: string
  send(request: Request): Promise<Answer>
  close(): void
}

/** How long an answer may take, in ms, before the case fails. */
const patienceMs = 30_000

/** @returns the server at the address; its connections stay open between requests */
export function serverAt(address: string): Server {
  const base = new URL(address)
  const secure = base.protocol === 'https:'
  const agent = secure ? new SecureAgent({ keepAlive: true }) : new PlainAgent({ keepAlive: true })
  const prefix = base.pathname.replace(/\/$/, '')

  const send = (given: Request): Promise<Answer> => {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    let continued = false
    const headers = given.headers.some(([name]) => name.toLowerCase() === 'host')
      ? given.headers
      : [['Host', base.host] as const, ...given.headers]
    const options = { method: given.method, agent, headers: headers.flat(), timeout: patienceMs }
    const where = { hostname: base.hostname, port: base.port, path: `${prefix}${given.path}` }
    const sent = (secure ? secureRequest : plainRequest)({ ...where, ...options }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const answered = Object.entries(response.headers).map(([name, value]) => [
          name,
          [value].flat().join(', '),
        ])
        const headers = Object.fromEntries(answered)
        resolve(answerOf(response.statusCode ?? 0, headers, Buffer.concat(chunks), continued))
      })
    })
    // A connection that the server closed while it waited for its next request says nothing about the server.
    sent.on('error', (error) =>
      sent.reusedSocket && isReset(error) ? send(given).then(resolve, reject) : reject(error),
    )
    sent.on('continue', () => {
      continued = true
    })
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${patienceMs / 1000} seconds`)))
    sent.end(given.body ?? undefined)
    return promise
  }
  return { address: address.replace(/\/$/, ''), send, close: () => agent.destroy() }
}

/** @returns the request of method, path and headers, with what a body adds to them */
export function requestOf(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: Body | undefined,
): Request {
  const given = Object.entries(headers)
  const named = given.some(([name]) => name.toLowerCase() === 'content-type')
  const type = body && !named ? [['Content-Type', body.type] as const] : []
  const length = body ? [['Content-Length', String(body.bytes.length)] as const] : []
  return { method, path, headers: [...given, ...type, ...length], body: body?.bytes ?? null }
}

/** @returns the request that a recording holds: head and body as text, lines ended by LF; `Host` and lengths are set anew */
export function requestFrom(recording: string): Request {
  const cut = recording.indexOf('\n\n')
  const [first = '', ...lines] = recording.slice(0, cut).split('\n')
  const [method = '', path = ''] = first.split(' ')
  const body = Buffer.from(recording.slice(cut + 2).replaceAll('\n', '\r\n'))
  const headers = lines.flatMap((line): [string, string][] => {
    const at = line.indexOf(':')
    const name = line.slice(0, at)
    if (/^(host|connection)$/i.test(name)) return []
    return [[name, /^content-length$/i.test(name) ? String(body.length) : line.slice(at + 1).trim()]]
  })
  return { method, path, headers, body: body.length > 0 ? body : null }
}

function isReset(error: Error): boolean {
  return 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
}

function answerOf(
  status: number,
  headers: Record<string, string>,
  bytes: Buffer,
  continued: boolean,
): Answer {
  const text = bytes.toString()
  return { status, headers, bytes, text, continued, json: () => JSON.parse(text) as unknown }
}
