import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from '../../domain/actor.ts'
import { DeskError } from '../../domain/errors.ts'
import type { Desk } from '../../usecases/desk.ts'
import { endOfChanges, readChanges } from '../../usecases/feed/read-feed.ts'
import { presentFeedEvent } from './present-event.ts'

/** How long changes are gathered, how many streams one caller may have, and how many events are read in one go. */
const gatherMs = 100
const mostStreams = 32
const atOnce = 200

/** The streams that are open on this server, so that they can be ended with it. */
export class Streams {
  /** How often a silent stream says that it lives, so that proxies keep it and a lost one is noticed. */
  readonly heartbeatMs: number
  readonly #open = new Map<AbortController, string>()

  constructor(heartbeatMs = 20_000) {
    this.heartbeatMs = heartbeatMs
  }

  /** @returns what ends the new stream; throws `too_many_requests` when the caller has too many */
  begin(caller: string): AbortController {
    const mine = [...this.#open.values()].filter((each) => each === caller).length
    if (mine >= mostStreams) throw new DeskError({ code: 'too_many_requests', retryAfterSeconds: 30 })
    const controller = new AbortController()
    this.#open.set(controller, caller)
    controller.signal.addEventListener('abort', () => this.#open.delete(controller))
    return controller
  }

  endAll(): void {
    for (const controller of this.#open.keys()) controller.abort()
  }
}

/** Who listens, from where on, and how to ask again who they are. */
export interface Listener {
  readonly actor: Actor
  readonly after: string | null
  /** @returns the actor as it now is; throws once the session or token has ended */
  again(): Promise<Actor>
}

/**
 * Answers with a stream of server-sent events until the client leaves, its session or token ends, or the server closes.
 * Every event carries its cursor as id, so that a client that comes back misses nothing.
 */
export async function openStream(
  desk: Desk,
  streams: Streams,
  request: FastifyRequest,
  reply: FastifyReply,
  listener: Listener,
): Promise<void> {
  // Everything that can be refused comes before the first byte.
  let position = listener.after ?? (await endOfChanges(desk, listener.actor))
  await readChanges(desk, listener.actor, position, 1)
  const stream = streams.begin(`${listener.actor.personId}`)
  const { signal } = stream
  reply.hijack()
  const raw = reply.raw
  raw.once('close', () => stream.abort())
  raw.once('error', () => stream.abort())
  const wake = new Wake()
  const stop = desk.changed.listen(() => wake.call())
  signal.addEventListener('abort', () => wake.call())
  try {
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
      'x-request-id': request.id,
      // Nothing follows on the connection, so that a server that closes need not wait for it to fall idle.
      connection: 'close',
    })
    await send(raw, `retry: 3000\nid: ${position}\nevent: ready\ndata: {}\n\n`, signal)
    let { actor } = listener
    while (!signal.aborted) {
      const page = await readChanges(desk, actor, position, atOnce)
      // Asked after reading, so that nothing is told to a session that ended, or a rep whose rights shrank, meanwhile.
      const now = await listener.again()
      const unchanged = sameRights(actor, now)
      actor = now
      if (!unchanged) continue
      for (const event of page.events) {
        const data = JSON.stringify(presentFeedEvent(actor, event, page))
        await send(raw, `id: ${event.position}\ndata: ${data}\n\n`, signal)
        position = event.position
      }
      if (page.events.length === atOnce) continue
      const called = await wake.wait(streams.heartbeatMs)
      if (called) await gather(signal)
      else await send(raw, ': alive\n\n', signal)
    }
  } catch (error) {
    const expected = error instanceof DeskError || signal.aborted
    if (!expected) request.log.error({ err: error }, 'a stream of the Desk API failed')
  } finally {
    stop()
    stream.abort()
    raw.end()
  }
}

function sameRights(one: Actor, other: Actor): boolean {
  return one.permissions.symmetricDifference(other.permissions).size === 0
}

/** Writes and waits for a slow client, so that what it does not read does not gather here. */
async function send(raw: ServerResponse, text: string, signal: AbortSignal): Promise<void> {
  if (signal.aborted || raw.write(text)) return
  await once(raw, 'drain', { signal }).catch(() => undefined)
}

/** Many changes in a row are read at once, so that a busy desk does not ask the database for each. */
function gather(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, gatherMs)
    signal.addEventListener('abort', done, { once: true })
    function done() {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
  })
}

/** Remembers a call that comes while nobody waits. */
class Wake {
  #called = false
  #waiting: ((called: boolean) => void) | null = null

  call(): void {
    if (this.#waiting) this.#waiting(true)
    else this.#called = true
  }

  /** @returns true when called, false when `ms` have passed without a call */
  wait(ms: number): Promise<boolean> {
    if (this.#called) {
      this.#called = false
      return Promise.resolve(true)
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#waiting?.(false), ms)
      this.#waiting = (called) => {
        clearTimeout(timer)
        this.#waiting = null
        resolve(called)
      }
    })
  }
}
