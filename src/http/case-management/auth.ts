import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Actor } from '../../domain/actor.ts'
import { DeskError } from '../../domain/errors.ts'
import { type AppCaller, authenticateApp, findApp } from '../../usecases/credentials/authenticate-app.ts'
import { currentCaller } from '../../usecases/current-caller.ts'
import type { WireContext } from './context.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is behind key and token, on the paths of the Case Management API. */
    caseManagement: AppCaller | null
  }
  interface FastifyContextConfig {
    /** The one path of the Case Management API that a key alone opens. */
    keyOnly?: true
  }
}

/**
 * Lets nobody in without key and token, before anything of the body is read (Case Management §2), and counts the call
 * (§4.4). One that a key alone opens is counted when its secret has been seen.
 */
export function requireApp(wire: FastifyInstance, context: WireContext): void {
  wire.decorateRequest('caseManagement', null)
  wire.addHook('onRequest', async (request, reply) => {
    const caller = await authenticate(context, request).catch((error: unknown) => {
      if (error instanceof DeskError) context.limits.countStranger(request, reply)
      throw error
    })
    if (caller === null) return
    request.caseManagement = caller
    context.limits.countApp(request, reply, caller.app)
  })
}

/** Lets nothing be changed by a key or a personal secret that was removed after the request was let in. */
export function stopRevokedCallers(wire: FastifyInstance): void {
  wire.addHook('preHandler', (request, _reply, done) => {
    const { app, holder } = request.caseManagement ?? {}
    const credentialIds = [app?.id, holder?.secret.id].filter((id) => id !== undefined)
    if (credentialIds.length === 0) done()
    else currentCaller.run({ credentialIds }, done)
  })
}

/** @returns who asks; null where a key alone is asked for, and is known */
async function authenticate({ desk }: WireContext, request: FastifyRequest) {
  const key = keyOf(request)
  if (request.routeOptions.config.keyOnly) {
    await findApp(desk, key)
    return null
  }
  const { authorization } = request.headers
  if (key === '' || !authorization?.trim()) {
    throw new DeskError({ code: 'unauthenticated', reason: 'missing' })
  }
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization.trim()) ?? []
  if (token === undefined) throw new DeskError({ code: 'unauthenticated', reason: 'unknown' })
  return authenticateApp(desk, key, token)
}

/** @returns the API key as the request carries it, '' for none */
export function keyOf(request: FastifyRequest): string {
  return String(request.headers['x-inbenta-key'] ?? '').trim()
}

/** @returns the application that asks, with the person it is bound to */
export function callerOf(request: FastifyRequest): AppCaller {
  if (!request.caseManagement) throw new Error('a route of the Case Management API without authentication')
  return request.caseManagement
}

/** @returns who is asking */
export function actorOf(request: FastifyRequest): Actor {
  return callerOf(request).actor
}
