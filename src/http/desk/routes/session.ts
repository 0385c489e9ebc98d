import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Desk } from '../../../usecases/desk.ts'
import { changePassword } from '../../../usecases/session/change-password.ts'
import { endSession } from '../../../usecases/session/end-session.ts'
import { signInWithLink, signInWithPassword } from '../../../usecases/session/sign-in.ts'
import type { LiveSession, StartedSession } from '../../../usecases/session/start-session.ts'
import { access, type Routes } from '../app.ts'
import { clearSessionCookie, csrfToken, sessionOf, setSessionCookie, tokenIn } from '../auth.ts'
import { Nothing } from '../parameters.ts'
import { iso, personRef } from '../present.ts'
import { PasswordChange, Session, SignIn } from '../schema.ts'

const tags = ['Session']

/** Signing in with a browser. Programs send a bearer token instead and need none of this. */
export const sessionRoutes: Routes = (app, desk) => {
  app.post(
    '/session',
    {
      ...access('public'),
      schema: {
        operationId: 'signIn',
        summary: 'Sign in',
        description:
          'With the token of a sign-in link, or with login name or e-mail address and password. Sets the session cookie.',
        tags,
        body: SignIn,
        response: { 201: Session },
      },
    },
    async (request, reply) => {
      const { body, ip } = request
      const started =
        'token' in body
          ? await signInWithLink(desk, 'desk', body.token, ip)
          : await signInWithPassword(desk, 'desk', body, ip)
      reply.code(201)
      return begin(request, reply, desk, started)
    },
  )

  app.get(
    '/session',
    {
      ...access('browser'),
      schema: { operationId: 'readSession', summary: 'Who is signed in', tags, response: { 200: Session } },
    },
    async (request) => presentSession(desk, sessionOf(request), tokenIn(request)),
  )

  app.delete(
    '/session',
    {
      ...access('browser'),
      schema: { operationId: 'signOut', summary: 'Sign out', tags, response: { 204: Nothing } },
    },
    async (request, reply) => {
      await endSession(desk, sessionOf(request))
      clearSessionCookie(request, reply)
      return reply.code(204).send(null)
    },
  )

  app.put(
    '/session/password',
    {
      ...access('browser'),
      schema: {
        operationId: 'changePassword',
        summary: 'Set the own password',
        description:
          'All sessions end, this one goes on as a new one with a new CSRF token. `current` may be left out after signing in with a link.',
        tags,
        body: PasswordChange,
        response: { 200: Session },
      },
    },
    async (request, reply) => {
      const started = await changePassword(desk, sessionOf(request), request.body, request.ip)
      return begin(request, reply, desk, started)
    },
  )
}

function begin(request: FastifyRequest, reply: FastifyReply, desk: Desk, started: StartedSession): Session {
  setSessionCookie(request, reply, desk, started)
  return presentSession(desk, started, started.token)
}

function presentSession(desk: Desk, { actor, person, credential }: LiveSession, token: string): Session {
  return {
    person: personRef(actor, person),
    permissions: [...actor.permissions].sort(),
    csrfToken: csrfToken(desk, token),
    hasPassword: person.hasPassword,
    expiresAt: iso(credential.expiresAt ?? desk.now()),
  }
}
