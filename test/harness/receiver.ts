import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One call that a receiver got. */
export interface ReceivedCall {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A status, or whatever the receiver does instead of answering properly. */
export type Reaction = number | ((response: ServerResponse, call: ReceivedCall) => unknown)

/** Somebody else's server, on a real port of this machine. */
export interface Receiver extends AsyncDisposable {
  readonly port: number
  /** As the operator's list names it. */
  readonly host: string
  readonly url: string
  /** Every call so far, verifications aside. */
  readonly calls: ReceivedCall[]
  /** What the next calls get, in turn; then 204. */
  readonly reactions: Reaction[]
  /** Resolves when there are that many calls. */
  called(count: number): Promise<void>
}

/** @param challenge how it answers to a verification: with the challenge, unless told otherwise */
export async function startReceiver(
  challenge: (asked: string) => { status: number; body: string } = (asked) => ({ status: 200, body: asked }),
  port = 0,
): Promise<Receiver> {
  const calls: ReceivedCall[] = []
  const reactions: Reaction[] = []
  const waiting = new Set<() => void>()
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString()
    const asked = request.headers['x-inbenta-challenge']
    if (typeof asked === 'string') {
      const answer = challenge(asked)
      response.writeHead(answer.status, { 'content-type': 'text/plain' }).end(answer.body)
      return
    }
    const call = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body }
    const reaction = reactions.shift() ?? 204
    calls.push(call)
    if (typeof reaction === 'number') response.writeHead(reaction).end()
    else reaction(response, call)
    for (const look of waiting) look()
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const bound = (server.address() as AddressInfo).port
  return {
    port: bound,
    host: `127.0.0.1:${bound}`,
    url: `http://127.0.0.1:${bound}/hook`,
    calls,
    reactions,
    called(count) {
      const { promise, resolve } = Promise.withResolvers<void>()
      const look = (): void => {
        if (calls.length < count) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
      return promise
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
