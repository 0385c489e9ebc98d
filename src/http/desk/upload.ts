import { PassThrough, type Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { BodyTooLarge, DRAIN_BYTES } from '../shared/read-body.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The unread body of an upload to the Desk API. */
    deskUpload: Readable | null
  }
}

/**
 * Leaves bodies unread, whatever their type, for handlers that store them as they arrive. `request.body` says only what is
 * known beforehand, so that a repeated request can be told from another one under the same Idempotency-Key.
 */
export function keepBodiesUnread(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', async (request: UploadRequest, payload: Readable) => {
    request.deskUpload = payload
    return { bytes: request.headers['content-length'], name: request.headers['x-file-name'] }
  })
}

interface UploadRequest {
  deskUpload: Readable | null
  headers: Readonly<Record<string, unknown>>
}

/**
 * @returns the stream as far as the limit; beyond it fails with `BodyTooLarge` while the rest is read and dropped, so that
 *   the client, who is still sending, gets to read our answer
 */
export function limited(source: Readable, limit: number): Readable {
  const out = new PassThrough()
  // It may fail before anybody reads it; whoever reads it then is told.
  out.on('error', () => {})
  let size = 0
  source.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > limit) {
      out.destroy(new BodyTooLarge(limit))
      if (size > limit + DRAIN_BYTES) source.destroy()
      return
    }
    if (out.destroyed || out.write(chunk)) return
    source.pause()
    out.once('drain', () => source.resume())
  })
  source.on('end', () => out.end())
  source.on('error', (error) => out.destroy(error))
  source.on('close', () => {
    if (!source.readableEnded) out.destroy(new Error('the body broke off'))
  })
  out.on('close', () => source.resume())
  return out
}
