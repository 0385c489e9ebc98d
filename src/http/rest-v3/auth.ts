import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from '../../domain/actor.ts'
import { DeskError } from '../../domain/errors.ts'
import { authenticateRepKey } from '../../usecases/credentials/authenticate-rep-key.ts'
import { currentCaller } from '../../usecases/current-caller.ts'
import type { Desk } from '../../usecases/desk.ts'
import { authenticateLogin } from '../../usecases/session/sign-in.ts'
import { rateLimit } from '../shared/rate-limit.ts'
import type { WireContext } from './context.ts'
import { formOf, queryOf } from './read-input.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose key a REST v3 call carries. */
    rep: Actor
  }
  interface FastifyContextConfig {
    /** Paths of REST v3 where a rep who has no key yet may prove by login name and password who they are (§12.1). */
    takesLogin?: true
  }
}

/**
 * Finds out who calls, after the path was found: an unknown one is answered without a key too (REST v3 §2.3). A key outside
 * the body is checked before the body is read. Every failure is the same `unauthenticated`.
 */
export function authenticate(wire: FastifyInstance, { desk, settings }: WireContext): void {
  wire.decorateRequest('rep', null as unknown as Actor) // set below before any handler runs
  const known = new WeakSet<FastifyRequest>()
  const count = callLimit(desk, settings.restPerMinute)

  wire.addHook('onRequest', async (request, reply) => {
    const key = keyOutsideBody(request)
    const login = request.routeOptions.config.takesLogin && key === undefined ? loginOf(request) : null
    if (login) {
      request.rep = await authenticateLogin(desk, 'rest-v3', login, request.ip)
      known.add(request)
      return
    }
    if (request.is404 || key === undefined) return
    request.rep = await authenticateRepKey(desk, 'rest-v3', key)
    known.add(request)
    count(request.rep, reply)
  })
  wire.addHook('preValidation', async (request, reply) => {
    if (request.is404 || known.has(request)) return
    request.rep = await authenticateRepKey(desk, 'rest-v3', await keyInBody(request))
    count(request.rep, reply)
  })
  // Lets nothing be changed by a key that is deleted after the call was let in (§2.2).
  wire.addHook('preHandler', (request, _reply, done) => {
    const { credentialId } = request.is404 ? { credentialId: null } : request.rep
    if (credentialId === null) done()
    else currentCaller.run({ credentialIds: [credentialId] }, done)
  })
}

/**
 * @param most calls of one key in a minute (§18); 0 = no limit
 * @returns what counts a call; it throws `too_many_requests` for one that is too many, which costs nothing
 */
function callLimit(desk: Desk, most: number): (rep: Actor, reply: FastifyReply) => void {
  const limit = rateLimit(desk, { windowMs: 60_000, most })
  return (rep, reply) => {
    if (most === 0) return
    const { remaining, resetAt, over, retryAfterSeconds } = limit.count(String(rep.credentialId))
    reply.headers({
      'x-ratelimit-limit': most,
      'x-ratelimit-remaining': remaining,
      'x-ratelimit-reset': Math.ceil(resetAt / 1000),
    })
    if (over) throw new DeskError({ code: 'too_many_requests', retryAfterSeconds })
  }
}

/** Headers first, then the query (§2.1); empty ones are passed over. */
function keyOutsideBody(request: FastifyRequest): string | undefined {
  const { authtoken, technician_key, authorization } = request.headers
  const [, ofAuthorization] = /^\s*authtoken(?:\s*:\s*|\s+)(\S+)\s*$/i.exec(authorization ?? '') ?? []
  const query = queryOf(request)
  const places = [
    single(authtoken),
    single(technician_key),
    ofAuthorization,
    query.get('authtoken'),
    query.get('technician_key'),
  ]
  return places.map((key) => key?.trim()).find((key) => key)
}

/** @returns login and password of `Authorization: Basic`, null for anything else */
function loginOf(request: FastifyRequest): { login: string; password: string } | null {
  const [, encoded] = /^\s*basic\s+([\w+/=-]+)\s*$/i.exec(request.headers.authorization ?? '') ?? []
  const text = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString()
  const at = text.indexOf(':')
  return at < 1 ? null : { login: text.slice(0, at), password: text.slice(at + 1) }
}

async function keyInBody(request: FastifyRequest): Promise<string | undefined> {
  // A body that cannot be read holds no key; what is wrong with it is no business of a caller without one.
  const form = await formOf(request).catch(() => null)
  return (form?.get('technician_key') || form?.get('authtoken'))?.trim()
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}
