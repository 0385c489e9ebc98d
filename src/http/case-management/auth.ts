import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Actor } from '../../domain/actor.ts'
import type { Credential } from '../../domain/credential.ts'
import { DeskError } from '../../domain/errors.ts'
import { authenticateApp, findApp } from '../../usecases/credentials/authenticate-app.ts'
import type { WireContext } from './context.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The application behind key and token, on the paths of the Case Management API. */
    caseManagement: { readonly actor: Actor; readonly app: Credential } | null
  }
  interface FastifyContextConfig {
    /** The one path of the Case Management API that a key alone opens. */
    keyOnly?: true
  }
}

/** Lets nobody in without key and token, before anything of the body is read (Case Management §2). */
export function requireApp(wire: FastifyInstance, { desk }: WireContext): void {
  wire.decorateRequest('caseManagement', null)
  wire.addHook('onRequest', async (request) => {
    const key = keyOf(request)
    if (request.routeOptions.config.keyOnly) {
      await findApp(desk, key)
      return
    }
    const { authorization } = request.headers
    if (key === '' || !authorization?.trim()) {
      throw new DeskError({ code: 'unauthenticated', reason: 'missing' })
    }
    const [, token] = /^Bearer +(\S+)$/i.exec(authorization.trim()) ?? []
    if (token === undefined) throw new DeskError({ code: 'unauthenticated', reason: 'unknown' })
    request.caseManagement = await authenticateApp(desk, key, token)
  })
}

/** @returns the API key as the request carries it, '' for none */
export function keyOf(request: FastifyRequest): string {
  return String(request.headers['x-inbenta-key'] ?? '').trim()
}

/** @returns the application that asks */
export function appOf(request: FastifyRequest): { readonly actor: Actor; readonly app: Credential } {
  if (!request.caseManagement) throw new Error('a route of the Case Management API without authentication')
  return request.caseManagement
}

/** @returns who is asking */
export function actorOf(request: FastifyRequest): Actor {
  return appOf(request).actor
}
