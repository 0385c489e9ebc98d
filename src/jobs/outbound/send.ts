import { lookup } from 'node:dns/promises'
import type { ClientRequest, IncomingHttpHeaders, RequestOptions } from 'node:http'
import http from 'node:http'
import https from 'node:https'
import type { TcpNetConnectOpts } from 'node:net'
import { isIP } from 'node:net'
import type { Readable } from 'node:stream'
import type { AllowList } from './allow-list.ts'
import { mayConnect } from './allow-list.ts'
import { reasonOf } from './failure.ts'
import { checkTarget, hostOf, portOf } from './target.ts'

export type OutboundRequest = {
  url: string
  method: 'POST' | 'GET' | 'PUT' | 'PATCH' | 'DELETE'
  headers: Record<string, string>
  body?: string
  allow: AllowList
  /** Replaces the default list of ports from 1024 up that are never called. */
  deniedPorts?: ReadonlySet<number>
  /** Milliseconds until name, TCP and TLS must stand. */
  connectMs?: number
  /** Milliseconds for the whole exchange. */
  totalMs?: number
  /** All addresses of a host name; the system's resolver unless given. */
  resolve?: (host: string) => Promise<string[]>
  /** Aborted when the server stops: the attempt ends at once as `failed`. */
  signal?: AbortSignal
  /**
   * Takes the body of a 2xx answer to its end. What breaks off, or what it throws, makes the attempt `failed`. Without it
   * nothing but the status is kept.
   */
  receive?: (body: Readable) => Promise<void>
}

export type Outcome =
  | { kind: 'answered'; status: number; retryAfterMs?: number }
  | { kind: 'refused'; reason: 'target not allowed' }
  | { kind: 'failed'; reason: string }

type CallOptions = RequestOptions &
  https.RequestOptions &
  Pick<TcpNetConnectOpts, 'autoSelectFamily' | 'autoSelectFamilyAttemptTimeout'>

const MOST_ANSWER_BYTES = 64 * 1024
const CONNECT_MS = 5_000
const TOTAL_MS = 10_000

/** Headers that say how the message is framed and where it goes: ours to set, never the caller's. */
const OURS: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'expect',
  'upgrade',
  'te',
  'trailer',
  'keep-alive',
  'proxy-connection',
])

/**
 * Calls a URL that a client gave us, once (REST v3 §15.4, §15.5). The name is resolved for this very
 * attempt, every address must be allowed, and the connection is made to those addresses only. Redirects
 * are not followed, proxies of the environment not used, and of the answer only the status is kept. Never
 * throws; reasons are words that can be shown to callers and hold no address.
 */
export async function send(request: OutboundRequest): Promise<Outcome> {
  const target = checkTarget(request.url, request.allow, request.deniedPorts)
  if (!target.ok) return { kind: 'refused', reason: 'target not allowed' }
  const { url } = target

  const late = new AbortController()
  const total = setTimeout(() => late.abort('timed out'), request.totalMs ?? TOTAL_MS)
  const connect = setTimeout(() => late.abort('connection timed out'), request.connectMs ?? CONNECT_MS)
  const signal = request.signal ? AbortSignal.any([late.signal, request.signal]) : late.signal
  try {
    const addresses = await addressesOf(hostOf(url), request.resolve ?? resolveAll, signal)
    const place = { host: hostOf(url), port: portOf(url) }
    if (!addresses.every((address) => mayConnect(request.allow, { ...place, address }))) {
      return { kind: 'refused', reason: 'target not allowed' }
    }
    return await exchange(request, url, addresses, signal, () => clearTimeout(connect))
  } catch (error) {
    if (!signal.aborted) return { kind: 'failed', reason: reasonOf(error) }
    return { kind: 'failed', reason: late.signal.aborted ? String(late.signal.reason) : 'stopped' }
  } finally {
    clearTimeout(total)
    clearTimeout(connect)
  }
}

/** One HTTP exchange. Settles when the socket is gone, so that nothing outlives the attempt. */
function exchange(
  request: OutboundRequest,
  url: URL,
  addresses: string[],
  signal: AbortSignal,
  connected: () => void,
): Promise<Outcome> {
  const secure = url.protocol === 'https:'
  const options = optionsFor(request, url, addresses, signal)
  return new Promise((resolve, reject) => {
    const call: ClientRequest = secure ? https.request(options) : http.request(options)
    let answer: Outcome | undefined
    let fault: unknown
    let received: Promise<void> | undefined
    call.once('socket', (socket) => socket.once(secure ? 'secureConnect' : 'connect', connected))
    call.once('response', (response) => {
      const status = response.statusCode ?? 0
      answer = { kind: 'answered', status, ...retryAfter(response.headers) }
      if (request.receive && status >= 200 && status < 300) {
        received = request.receive(response).finally(() => call.destroy())
        // Waited for below, once the socket is gone.
        received.catch(() => undefined)
        return
      }
      // The status alone decides, so a body that is cut, drips or never ends does not turn it into a failure.
      let read = 0
      response.on('data', (chunk: Buffer) => {
        read += chunk.length
        if (read >= MOST_ANSWER_BYTES) call.destroy()
      })
      response.on('error', () => call.destroy())
      response.on('end', () => call.destroy())
    })
    call.on('error', (error) => {
      fault ??= error
    })
    call.once('close', () => {
      const known = answer
      if (!known) reject(fault)
      else if (received) received.then(() => resolve(known), reject)
      else resolve(known)
    })
    call.end(request.body)
  })
}

function optionsFor(
  request: OutboundRequest,
  url: URL,
  addresses: string[],
  signal: AbortSignal,
): CallOptions {
  const host = hostOf(url)
  const checked = addresses.map((address) => ({ address, family: isIP(address) }))
  return {
    method: request.method,
    hostname: host,
    port: portOf(url),
    path: url.pathname + url.search,
    headers: headersFor(request, url),
    // A fresh agent: no pooled socket survives the attempt, and no proxy settings of the process apply.
    agent: false,
    signal,
    // The name stays for `Host` and TLS, but the connection can only go where the check has looked.
    lookup: (_host, _options, done) => done(null, checked),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: Math.max(
      250,
      Math.floor((request.connectMs ?? CONNECT_MS) / checked.length),
    ),
    ...(isIP(host) ? {} : { servername: host }),
  }
}

function headersFor(request: OutboundRequest, url: URL): Record<string, string> {
  const given = Object.entries(request.headers).filter(([name]) => !OURS.has(name.toLowerCase()))
  const framed = request.body !== undefined || (request.method !== 'GET' && request.method !== 'DELETE')
  return {
    ...Object.fromEntries(given),
    Host: url.host,
    Connection: 'close',
    ...(framed ? { 'Content-Length': String(Buffer.byteLength(request.body ?? '')) } : {}),
  }
}

async function resolveAll(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map((found) => found.address)
}

/** The addresses to check; gives up waiting (a resolver can't be stopped) when the signal is aborted. */
async function addressesOf(
  host: string,
  resolve: (host: string) => Promise<string[]>,
  signal: AbortSignal,
): Promise<string[]> {
  signal.throwIfAborted()
  if (isIP(host)) return [host]
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const giveUp = () => reject(signal.reason)
  signal.addEventListener('abort', giveUp, { once: true })
  try {
    const addresses = await Promise.race([resolve(host), aborted])
    if (addresses.length > 0 && addresses.every((address) => isIP(address))) return addresses
    throw Object.assign(new Error('no address'), { code: 'ENOTFOUND' })
  } finally {
    signal.removeEventListener('abort', giveUp)
  }
}

/** `Retry-After` in milliseconds. A date is measured against the receiver's own `Date`, not our clock. */
function retryAfter(headers: IncomingHttpHeaders): { retryAfterMs?: number } {
  const value = headers['retry-after']?.trim() ?? ''
  if (/^\d{1,9}$/.test(value)) return { retryAfterMs: Number(value) * 1000 }
  const wait = Date.parse(value) - Date.parse(headers.date ?? '')
  return wait >= 0 ? { retryAfterMs: wait } : {}
}
