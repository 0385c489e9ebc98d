import type { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { MalformedBody } from './malformed-body.ts'

/** How many bytes beyond the limit are still read and thrown away, so that the client gets to read our answer. */
export const DRAIN_BYTES = 32 * 1024 * 1024

/** The body is larger than `limit` bytes. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge'
  readonly statusCode = 413
  readonly limit: number

  constructor(limit: number) {
    super(`The body is larger than ${limit} bytes`)
    this.limit = limit
  }
}

/**
 * Reads a whole stream, at most `limit` bytes.
 *
 * Throws `BodyTooLarge` over the limit, but only after the rest has been read and dropped: a client that is
 * still sending when we close never sees the 413, only a reset. Beyond `DRAIN_BYTES` more we stop reading.
 * Throws `MalformedBody` when the stream breaks off.
 */
export async function readBytes(stream: Readable, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    // Leaving the loop must not destroy the stream: on a request that would cut the connection under the answer.
    for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
      const bytes: Buffer = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
      size += bytes.length
      if (size <= limit) chunks.push(bytes)
      else chunks.length = 0
      if (size > limit + DRAIN_BYTES) break
    }
  } catch (cause) {
    throw new MalformedBody('The body broke off before its end', { cause })
  }
  if (size > limit) {
    // Whatever still comes is dropped as it comes, so that the connection can be used again.
    stream.resume()
    throw new BodyTooLarge(limit)
  }
  return Buffer.concat(chunks)
}

/** `type/subtype` of RFC 9110 §8.3.1, with anything after a semicolon. */
const USABLE_TYPE = /^\s*[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(?:;|$)/

/**
 * Leaves every body of this plugin's routes alone: `request.body` is a Buffer of at most `limit` bytes, or
 * undefined when there is none, whatever the Content-Type says. A Content-Type that is no media type is dropped
 * from the request's headers, as if it had not been sent (Fastify would answer 415 before any code of ours).
 *
 * `app` must be an encapsulated plugin instance. For bodies on GET, register the method there with
 * `app.addHttpMethod('GET', { hasBody: true, overrideExisting: true })`.
 */
export function keepRawBodies(app: FastifyInstance, limit: number): void {
  app.addHook('onRequest', async (request) => {
    const type = request.raw.headers['content-type']
    if (type !== undefined && !USABLE_TYPE.test(type)) delete request.raw.headers['content-type']
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', async (request: { headers: Record<string, unknown> }, payload: Readable) => {
    // Far too large by its own words: not even worth draining.
    if (Number(request.headers['content-length'] ?? 0) > limit + DRAIN_BYTES) throw new BodyTooLarge(limit)
    const body = await readBytes(payload, limit)
    return body.length === 0 ? undefined : body
  })
}
