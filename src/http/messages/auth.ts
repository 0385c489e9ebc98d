import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Actor } from '../../domain/actor.ts'
import { authenticateAccount } from '../../usecases/credentials/authenticate-account.ts'
import type { Desk } from '../../usecases/desk.ts'
import { Refused } from './errors.ts'
import { queryOf } from './input.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The account behind the token, on the paths of the Messages API. */
    messagesActor: Actor | null
  }
}

/** Lets nobody in without a token, before anything of the body is read (Messages §1.4). */
export function requireAccount(app: FastifyInstance, desk: Desk): void {
  app.decorateRequest('messagesActor', null)
  app.addHook('onRequest', async (request) => {
    const token = tokenOf(request)
    const actor = await authenticateAccount(desk, 'messages', token, null)
    const chosen = actor.party === 'provider' ? request.headers['x-service-provider'] : undefined
    request.messagesActor =
      chosen === undefined
        ? actor
        : await authenticateAccount(desk, 'messages', token, readProvider(String(chosen)))
  })
}

/** @returns who is asking */
export function actorOf(request: FastifyRequest): Actor {
  if (!request.messagesActor) throw new Error('a route of the Messages API without authentication')
  return request.messagesActor
}

/** @returns the token in its first place: X-Hub-Api-Token, Authorization: Bearer, query (Messages §1.3) */
function tokenOf(request: FastifyRequest): string | null {
  const { 'x-hub-api-token': own, authorization } = request.headers
  if (own !== undefined && own !== '') return String(own)
  const bearer = /^Bearer +(\S+) *$/i.exec(authorization ?? '')
  if (bearer) return bearer[1] ?? null
  const given = queryOf(request.url).get('accessToken') ?? []
  return given.length === 1 ? (given[0] ?? null) : null
}

function readProvider(header: string): number {
  if (!/^\s*[+-]?\d+\s*$/.test(header)) throw new Refused(400, '"X-Service-Provider" must be a number')
  return Number(header)
}
