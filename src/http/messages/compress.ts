import { promisify } from 'node:util'
import { deflate, gzip } from 'node:zlib'
import type { FastifyInstance } from 'fastify'

/** Shorter answers do not get shorter. */
const leastCharacters = 1_024

const encoders = { gzip: promisify(gzip), deflate: promisify(deflate) }

/** Sends longer answers as gzip or deflate to clients that take it (Messages §1.1). */
export function compressAnswers(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    reply.header('vary', 'accept, accept-encoding')
    if (typeof payload !== 'string' || payload.length < leastCharacters) return payload
    const encoding = accepted(String(request.headers['accept-encoding'] ?? ''))
    if (!encoding) return payload
    reply.header('content-encoding', encoding)
    return encoders[encoding](payload)
  })
}

function accepted(header: string): keyof typeof encoders | undefined {
  const taken = header
    .toLowerCase()
    .split(',')
    .map((part) => part.trim())
    .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
    .map((part) => part.split(';', 1)[0]?.trim())
  return (['gzip', 'deflate'] as const).find((name) => taken.includes(name))
}
