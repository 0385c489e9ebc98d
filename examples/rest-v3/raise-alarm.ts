/**
 * A monitoring tool: it raises an alarm as a request with a callback URL of its own, remembers the request's id, adds a
 * measurement as a note, and clears the alarm when the desk calls back because the request is resolved.
 *
 * Settings: CASELOOM_URL, CASELOOM_KEY (of a support rep or an integration), CALLBACK_SECRET if the server signs its
 * callbacks, LISTEN_HOST and LISTEN_PORT for the callback.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

interface Answer {
  readonly request: { readonly id: string }
  readonly response_status: {
    readonly messages: readonly [{ readonly message: string; readonly field?: string }]
  }
}

interface Resolved {
  readonly event: string
  readonly request: {
    readonly id: string
    readonly status: { readonly name: string }
    readonly resolution: { readonly content: string | null } | null
  }
}

const server = setting('CASELOOM_URL')
const key = setting('CASELOOM_KEY')
const secret = process.env.CALLBACK_SECRET
const host = process.env.LISTEN_HOST ?? '127.0.0.1'
const subject = process.argv[2] ?? 'Disk full on db-1'

const receiver = createServer()
receiver.listen(Number(process.env.LISTEN_PORT ?? 0), host)
await once(receiver, 'listening')
const { port } = receiver.address() as AddressInfo

const { promise: cleared, resolve: clear } = Promise.withResolvers<Resolved>()
/** Deliveries come at least once, so each event is acted on the first time only. */
const seen = new Set<string>()
receiver.on('request', async (request, response) => {
  const body = await buffer(request)
  if (!isGenuine(request, body)) {
    response.writeHead(403).end()
    return
  }
  // Answered before anything is done with it: a slow answer would be asked again.
  response.writeHead(204).end()
  const id = String(request.headers['x-event-id'])
  if (seen.has(id)) return
  seen.add(id)
  clear(JSON.parse(body.toString('utf8')))
})

const { request } = await send('POST', 'requests', {
  request: {
    subject,
    description: 'Less than 1 % of /var is free.',
    priority: { name: 'High' },
    urgency: { name: 'Urgent' },
    callback_url: `http://${host}:${port}/alarms/db-1`,
  },
})
say(`alarm raised as request ${request.id}`)

await send('POST', `requests/${request.id}/notes`, {
  note: { description: 'df: /var 99.4 %', show_to_requester: false },
})

const event = await cleared
if (event.request.id !== request.id) throw new Error(`called back for request ${event.request.id}`)
say(`request ${event.request.id} is ${event.request.status.name}: ${event.request.resolution?.content ?? ''}`)
say('alarm cleared')
receiver.close()

/** One operation. @returns the answer; throws with the server's first message */
async function send(method: 'POST' | 'PUT', path: string, data: object): Promise<Answer> {
  const response = await fetch(`${server}/api/v3/${path}`, {
    method,
    headers: { authtoken: key, accept: 'application/vnd.manageengine.sdp.v3+json' },
    body: new URLSearchParams({ input_data: JSON.stringify(data) }),
  })
  const answer = (await response.json()) as Answer
  if (response.ok) return answer
  const [first] = answer.response_status.messages
  throw new Error(`${path}: ${first.message}${first.field ? ` (${first.field})` : ''}`)
}

/** Whether the desk has sent it: the signature is an HMAC-SHA256 of the body under the secret both know. */
function isGenuine(request: IncomingMessage, body: Buffer): boolean {
  if (secret === undefined) return true
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`)
  const given = Buffer.from(String(request.headers['x-signature']))
  return given.length === expected.length && timingSafeEqual(given, expected)
}

function setting(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`set ${name}`)
  return value
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
