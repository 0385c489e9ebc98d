import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Desk } from '../../usecases/desk.ts'
import { currentIdempotency } from '../../usecases/idempotency.ts'
import { beginIdempotent, type IdempotentRequest } from '../../usecases/idempotent-request.ts'

/** Longest key that is taken. */
const longestKey = 255
const kept = ['content-type', 'location', 'etag'] as const

/**
 * Makes every write of the wire honour `Idempotency-Key` (threat model §7.3): the same key with the same request gives the
 * stored answer again with `Idempotency-Replayed: true`, another request under the key is refused.
 * @param scopeOf whose keys these are, once the caller is known; null leaves the request alone
 */
export function honourIdempotencyKeys(
  app: FastifyInstance,
  desk: Desk,
  scopeOf: (request: FastifyRequest) => string | null,
): void {
  const running = new WeakMap<FastifyRequest, IdempotentRequest>()

  app.addHook('preHandler', (request, reply, done) => {
    const key = request.headers['idempotency-key']
    const scope = scopeOf(request)
    if (
      typeof key !== 'string' ||
      key === '' ||
      key.length > longestKey ||
      scope === null ||
      isRead(request)
    ) {
      done()
      return
    }
    beginIdempotent(desk, scope, key, hashOf(request)).then(
      (begun) => {
        if ('answer' in begun) {
          const { status, headers, body } = begun.answer
          void reply
            .code(status)
            .headers({ ...headers, 'idempotency-replayed': 'true' })
            .send(body)
          return
        }
        running.set(request, begun.request)
        // The handler runs inside, so that `write()` can take the key in the same commit as the change.
        currentIdempotency.run(begun.request, done)
      },
      (error: Error) => done(error),
    )
  })

  app.addHook('onSend', async (request, reply, payload) => {
    const begun = running.get(request)
    if (!begun) return payload
    running.delete(request)
    const headers = kept.flatMap((name) => {
      const value = reply.getHeader(name)
      return value === undefined ? [] : [[name, String(value)] as const]
    })
    const answer = { status: reply.statusCode, headers: Object.fromEntries(headers) }
    // A stream could be said only once.
    if (payload !== null && payload !== undefined && typeof payload !== 'string') {
      await begun.refuse({ ...answer, body: '' })
    } else if (reply.statusCode >= 400) await begun.refuse({ ...answer, body: payload ?? '' })
    // An answer without a body is one to keep as well.
    else await begun.keep({ ...answer, body: payload ?? '' })
    return payload
  })
}

function isRead(request: FastifyRequest): boolean {
  return request.method === 'GET' || request.method === 'HEAD'
}

function hashOf(request: FastifyRequest): string {
  const hash = createHash('sha256').update(`${request.method} ${request.url}\n`)
  if (Buffer.isBuffer(request.body)) hash.update(request.body)
  else if (request.body !== undefined) hash.update(JSON.stringify(request.body) ?? '')
  return hash.digest('base64url')
}
