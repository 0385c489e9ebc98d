/**
 * A chat bot that cannot help hands its conversation over to people: it registers the visitor, uploads the file that
 * was sent in the chat, opens a ticket with the whole transcript, and waits for the first answer of the desk.
 *
 * Settings: CASELOOM_URL, CASELOOM_KEY, CASELOOM_SECRET; POLL_MS is how often it looks for an answer.
 */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** What the vendor's clients know of a session: the ticketing address is told anew with each token. */
interface Session {
  readonly accessToken: string
  readonly apis: { readonly ticketing: string }
}

interface Page<T> {
  readonly data: readonly T[]
}

const server = setting('CASELOOM_URL')
const key = setting('CASELOOM_KEY')
const pollMs = Number(process.env.POLL_MS ?? 2000)
const [chatId = 'chat-1', path] = process.argv.slice(2)
if (path === undefined) throw new Error('usage: escalate-chat.ts <chat id> <file the visitor sent>')

const session = await ask<Session>(`${server}/v1/auth`, { secret: setting('CASELOOM_SECRET') })
const ticketing = `${session.apis.ticketing}/v1`

const visitor = { name: 'Ann Lee', address: 'ann@example.com' }
const known = await ask<Page<{ id: number }>>(
  `${ticketing}/users?address=${encodeURIComponent(visitor.address)}`,
)
const creator = known.data[0]?.id ?? (await ask<{ id: number }>(`${ticketing}/users`, visitor)).id

const bytes = await readFile(path)
const medium = await ask<{ uuid: number }>(`${ticketing}/media`, {
  name: basename(path),
  content: bytes.toString('base64'),
})

const ticket = await ask<{ uuid: number; full_uuid: string }>(`${ticketing}/tickets`, {
  creator,
  title: 'Chat handed over: the printer is down',
  message: `The bot could not help. What the visitor sent: <img src="att:${medium.uuid}"/>`,
  attachments: [medium.uuid],
  external_id: chatId,
  source: 3,
  history: {
    messages: [
      { user: 'Ann Lee', message: 'It prints nothing.' },
      { user: 'bot', message: 'Is there paper in it?' },
      { user: 'Ann Lee', message: 'Yes. Can I talk to a person?' },
    ],
  },
})
say(`ticket ${ticket.uuid} opened; the visitor's reference is ${ticket.full_uuid}`)

for (;;) {
  const replies = await ask<Page<{ type: string; message: string }>>(
    `${ticketing}/tickets/${ticket.uuid}/replies`,
  )
  const answer = replies.data.find((reply) => reply.type === 'answer')
  if (answer) {
    say(`answered: ${answer.message}`)
    break
  }
  await pause(pollMs)
}

await ask(`${ticketing}/tickets/${ticket.uuid}/replies`, { creator, message: 'Thank you, it prints again.' })
await ask(`${ticketing}/tickets/${ticket.uuid}`, { status: 'closed' }, 'PUT')
say(`ticket ${ticket.uuid} closed`)

/** One call with the key, and with the token once there is one. @returns the answer; throws with the server's words */
async function ask<T>(url: string, body?: object, method = body ? 'POST' : 'GET'): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: {
      'x-inbenta-key': key,
      ...(url.endsWith('/v1/auth') ? {} : { authorization: `Bearer ${session.accessToken}` }),
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  if (response.ok) return (await response.json()) as T
  const { message } = (await response.json()) as { message: string }
  throw new Error(`${method} ${url}: ${response.status} ${message}`)
}

function setting(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`set ${name}`)
  return value
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
