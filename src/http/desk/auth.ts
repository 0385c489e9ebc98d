import fastifyCookie from '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from '../../domain/actor.ts'
import type { Desk } from '../../usecases/desk.ts'
import { authenticateDeskToken, authenticateSession } from '../../usecases/session/authenticate-session.ts'
import type { LiveSession, StartedSession } from '../../usecases/session/start-session.ts'
import type { WireSettings } from '../wire-settings.ts'
import { Refused } from './errors.ts'

/**
 * Who may call a route: anybody; whoever is signed in or sends a bearer token; only somebody signed in with a browser.
 * A route that does not say so does not start (threat model §1.2).
 */
export type DeskAccess = 'public' | 'session' | 'browser'

/** Who is asking, and the session if it is a browser's. */
export interface Caller {
  readonly actor: Actor
  readonly session: LiveSession | null
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is asking, on the routes of the Desk API that need to know. */
    deskCaller: Caller | null
  }
  interface FastifyContextConfig {
    deskAccess?: DeskAccess
  }
}

const cookieName = 'caseloom_session'

/** Lets nobody in whom the route's rule does not admit, before anything of the body is read. */
export async function guardRoutes(app: FastifyInstance, desk: Desk, settings: WireSettings): Promise<void> {
  app.decorateRequest('deskCaller', null)
  await app.register(fastifyCookie)
  app.addHook('onRoute', ({ config, method, url }) => {
    if (!config?.deskAccess) throw new Error(`${method} ${url} does not say who may call it`)
  })
  app.addHook('onRequest', async (request) => {
    const access = request.routeOptions.config.deskAccess
    if (access === undefined) return
    if (access === 'public') {
      if (isChange(request)) refuseOtherSites(request, settings)
      return
    }
    const caller = await identify(desk, request)
    if (caller.session === null) {
      if (access === 'browser') throw new Refused({ code: 'session_required' })
    } else if (isChange(request)) {
      refuseOtherSites(request, settings)
      const given = request.headers['x-csrf-token']
      if (typeof given !== 'string' || !desk.secrets.matches(csrfBase(tokenIn(request)), given)) {
        throw new Refused({ code: 'csrf', detail: 'Send x-csrf-token as GET /session gives it.' })
      }
    }
    request.deskCaller = caller
  })
}

/**
 * @returns who is asking right now; asked again by streams, which must end when their session does. Throws
 *   `unauthenticated`. A bearer token goes before a cookie.
 */
export async function identify(desk: Desk, request: FastifyRequest): Promise<Caller> {
  const { authorization } = request.headers
  if (authorization !== undefined) {
    const token = /^Bearer +([\w~+/.=-]+) *$/i.exec(authorization)?.[1]
    return { actor: await authenticateDeskToken(desk, 'desk', token ?? null), session: null }
  }
  const session = await authenticateSession(desk, 'desk', tokenIn(request))
  return { actor: session.actor, session }
}

/** @returns who is asking, on a route that is not public */
function callerOf(request: FastifyRequest): Caller {
  if (!request.deskCaller) throw new Error('a public route asks who is calling')
  return request.deskCaller
}

/** @returns who is asking, on a route that is not public */
export function actorOf(request: FastifyRequest): Actor {
  return callerOf(request).actor
}

/** @returns the session, on a route for browsers */
export function sessionOf(request: FastifyRequest): LiveSession {
  const { session } = callerOf(request)
  if (!session) throw new Refused({ code: 'session_required' })
  return session
}

/** @returns the proof that a change comes from our own pages; it follows from the session, so nothing more is stored */
export function csrfToken(desk: Desk, token: string): string {
  return desk.secrets.hash(csrfBase(token))
}

/** @returns the session's token that the browser sent */
export function tokenIn(request: FastifyRequest): string {
  return request.cookies[cookieName] ?? ''
}

/** Gives the browser the token of a new session, out of reach of scripts and other sites. */
export function setSessionCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  desk: Desk,
  session: StartedSession,
): void {
  const ends = session.credential.expiresAt ?? desk.now()
  reply.setCookie(cookieName, session.token, {
    ...cookieOptions(request),
    maxAge: Math.floor((ends - desk.now()) / 1000),
  })
}

/** Makes the browser forget the session. */
export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(cookieName, cookieOptions(request))
}

function cookieOptions(request: FastifyRequest) {
  return { path: '/', httpOnly: true, sameSite: 'strict', secure: request.protocol === 'https' } as const
}

function csrfBase(token: string): string {
  return `csrf ${token}`
}

function isChange(request: FastifyRequest): boolean {
  return request.method !== 'GET' && request.method !== 'HEAD'
}

/** Browsers say where a request comes from, and no page can change what they say. */
function refuseOtherSites(request: FastifyRequest, settings: WireSettings): void {
  const { origin, 'sec-fetch-site': site } = request.headers
  if (site === 'same-origin' || site === 'none') return
  const foreign = site !== undefined || (origin !== undefined && !isOurs(origin, request, settings))
  if (foreign) throw new Refused({ code: 'csrf', detail: 'The request comes from another site.' })
}

function isOurs(origin: string, request: FastifyRequest, settings: WireSettings): boolean {
  if (!URL.canParse(origin)) return false
  const { host } = new URL(origin)
  // A proxy may speak https to the browser and http to us, so only the host is compared.
  return host === request.host || (settings.publicUrl !== null && host === new URL(settings.publicUrl).host)
}
