import { ApiError, send } from './client.ts'
import type { Audience } from './drafts.ts'
import { keep, kept, newStore } from './store.ts'
import type { CaseMessage, FileRef, MessageCreate } from './types.ts'

/** How long a message waits so that it can be taken back, in ms. */
const undoTime = 10_000

/** A message on its way. `key` makes sure that it is stored once, however often it is sent. */
export interface Outgoing {
  readonly key: string
  readonly number: number
  readonly audience: Audience
  readonly text: string
  readonly files: readonly FileRef[]
  readonly status?: number
  readonly writtenAt: number
  readonly state: 'waiting' | 'sending' | 'failed'
  readonly refusal?: string
}

const place = 'caseloom.outbox'
const isList = (value: unknown): value is Outgoing[] => Array.isArray(value)

/** Everything on its way, oldest first. Kept in the browser, so that closing the page loses nothing. */
export const outbox = newStore<readonly Outgoing[]>([])
const timers = new Map<string, ReturnType<typeof setTimeout>>()
let sent: (number: number) => Promise<void> = async () => {}

/**
 * Begins to send what an earlier page left, and sends without waiting when this one goes.
 * @param afterSending refreshes what is shown of the case
 */
export function startOutbox(afterSending: (number: number) => Promise<void>): void {
  sent = afterSending
  outbox.set(kept(place, [], isList).map((message) => ({ ...message, state: 'waiting' })))
  for (const message of outbox.get()) void dispatch(message.key)
  addEventListener('pagehide', () => {
    for (const message of outbox.get()) if (message.state === 'waiting') void dispatch(message.key, true)
  })
}

/** Puts a message on its way; it leaves after `undoTime`. @returns its key */
export function post(message: Omit<Outgoing, 'key' | 'writtenAt' | 'state'>): string {
  const outgoing: Outgoing = {
    ...message,
    key: crypto.randomUUID(),
    writtenAt: Date.now(),
    state: 'waiting',
  }
  change([...outbox.get(), outgoing])
  timers.set(
    outgoing.key,
    setTimeout(() => void dispatch(outgoing.key), undoTime),
  )
  return outgoing.key
}

/** Takes a message back that has not left. @returns it, to be written on, or null if it has left */
export function takeBack(key: string): Outgoing | null {
  const message = outbox.get().find((one) => one.key === key && one.state !== 'sending')
  if (!message) return null
  clearTimeout(timers.get(key))
  change(outbox.get().filter((one) => one.key !== key))
  return message
}

/** Sends everything that waits for a case at once. */
export function hurry(number: number): void {
  for (const message of outbox.get()) if (message.number === number) void dispatch(message.key)
}

/** Sends a waiting message at once; also tries a failed one again. */
export async function dispatch(key: string, leaving = false): Promise<void> {
  const message = outbox.get().find((one) => one.key === key && one.state !== 'sending')
  if (!message) return
  clearTimeout(timers.get(key))
  mark(key, { state: 'sending' })
  const body: MessageCreate = {
    audience: message.audience,
    text: message.text,
    ...(message.files.length > 0 ? { fileIds: message.files.map((file) => file.id) } : {}),
    ...(message.status === undefined ? {} : { status: message.status }),
  }
  try {
    await send<CaseMessage>('POST', `/cases/${message.number}/messages`, body, {
      idempotencyKey: key,
      // Browsers send at most 64 kB after a page has gone; a longer one is sent by the next page.
      keepalive: leaving && message.text.length < 20_000,
    })
    // The message leaves the outbox once the thread shows it, so that it never vanishes in between.
    await sent(message.number)
    change(outbox.get().filter((one) => one.key !== key))
  } catch (error) {
    mark(key, {
      state: 'failed',
      refusal: error instanceof ApiError && error.status > 0 ? error.message : '',
    })
  }
}

function mark(key: string, changes: Partial<Outgoing>): void {
  change(outbox.get().map((one) => (one.key === key ? { ...one, ...changes } : one)))
}

function change(next: readonly Outgoing[]): void {
  outbox.set(next)
  keep(place, next.length > 0 ? next : null)
}
