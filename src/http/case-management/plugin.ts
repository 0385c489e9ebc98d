import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { allowedMethods } from '../shared/allowed-methods.ts'
import { honourIdempotencyKeys } from '../shared/idempotency.ts'
import { keepRawBodies } from '../shared/read-body.ts'
import type { WirePlugin } from '../wire.ts'
import { requireApp, stopRevokedCallers } from './auth.ts'
import type { WireContext } from './context.ts'
import { answerErrors, Refusal } from './errors.ts'
import { callLimits } from './limits.ts'
import { caseManagementReference } from './openapi.ts'
import { listApis, refreshToken, startSession, ticketingPath } from './routes/auth.ts'
import { listHistory } from './routes/history.ts'
import { createMedium, downloadMedium, readMedium } from './routes/media.ts'
import { createReply, listReplies, readReply } from './routes/replies.ts'
import { readWorkTimetable } from './routes/settings.ts'
import { listTickets } from './routes/ticket-list.ts'
import { changeTicket, createPublicTicket, createTicket, readTicket } from './routes/tickets.ts'
import { changeUser, createUser, listUsers, readPublicUser, readUser } from './routes/users.ts'
import { changeWebhook, createWebhook, deleteWebhook, listWebhooks, readWebhook } from './routes/webhooks.ts'

/** Largest body, in bytes (Case Management §8.1). */
const bodyBytes = 10_485_760

/** The Auth API (§5). */
function authRoutes(v1: FastifyInstance, context: WireContext): void {
  v1.post('/auth', { config: { keyOnly: true } }, startSession(context))
  v1.post('/refreshToken', refreshToken(context))
  v1.get('/apis', listApis(context))
}

/** The Ticketing API (§6 to §8). */
function ticketingRoutes(v1: FastifyInstance, context: WireContext): void {
  v1.post('/users', createUser(context))
  v1.get('/users', listUsers(context))
  v1.get('/users/public', readPublicUser(context))
  v1.get('/users/:id', readUser(context))
  v1.put('/users/:id', changeUser(context))
  v1.patch('/users/:id', changeUser(context))

  v1.post('/tickets', createTicket(context))
  v1.post('/tickets/public', createPublicTicket(context))
  v1.get('/tickets', listTickets(context))
  v1.get('/tickets/:id', readTicket(context))
  v1.put('/tickets/:id', changeTicket(context))
  v1.patch('/tickets/:id', changeTicket(context))
  v1.get('/tickets/:id/history', listHistory(context))
  v1.get('/tickets/:id/replies', listReplies(context))
  v1.post('/tickets/:id/replies', createReply(context))
  v1.get('/tickets/:id/replies/:reply', readReply(context))

  v1.post('/media', createMedium(context))
  v1.get('/media/:id', readMedium(context))
  v1.get('/media/:id/download', downloadMedium(context))

  v1.post('/webhooks', createWebhook(context))
  v1.get('/webhooks', listWebhooks(context))
  v1.get('/webhooks/:id', readWebhook(context))
  v1.put('/webhooks/:id', changeWebhook(context))
  v1.patch('/webhooks/:id', changeWebhook(context))
  v1.delete('/webhooks/:id', deleteWebhook(context))

  v1.get('/settings/work-timetable', readWorkTimetable(context))
}

/** The Case Management API under all three of its addresses (§1). */
export const caseManagementWire: WirePlugin = {
  async mount(app, desk, settings) {
    const context = { desk, settings, limits: callLimits(desk, settings) }
    await app.register(
      async (wire) => {
        prepare(wire, context)
        authRoutes(wire, context)
        ticketingRoutes(wire, context)
      },
      { prefix: '/v1' },
    )
    for (const prefix of [ticketingPath, '/ticketing']) {
      await app.register(
        async (wire) => {
          prepare(wire, context)
          await wire.register(async (v1) => ticketingRoutes(v1, context), { prefix: '/v1' })
        },
        { prefix },
      )
    }
  },
  // The router would answer a path with broken percent signs in its own form.
  rewritePath: (path) =>
    /^(\/(prod\/)?ticketing)?\/v1\//.test(path) && !isReadable(path) ? '/v1/unreadable' : null,
  reference: caseManagementReference,
}

/** @returns whether the path, percent signs included, can be read at all */
function isReadable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

/** Everything that happens around a handler. Path and method are judged first, whoever asks. */
function prepare(wire: FastifyInstance, context: WireContext): void {
  answerErrors(wire, context)
  const allowed = allowedMethods(wire)
  wire.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    context.limits.show(request, reply)
    if (!request.is404) return
    context.limits.countStranger(request, reply)
    throw stray(request, reply, allowed)
  })
  wire.setNotFoundHandler(async (request, reply) => {
    throw stray(request, reply, allowed)
  })
  keepRawBodies(wire, bodyBytes)
  requireApp(wire, context)
  stopRevokedCallers(wire)
  // Tokens are no change of anything, and must not be kept beside a key.
  honourIdempotencyKeys(wire, context.desk, (request) =>
    /\/(auth|refreshToken)$/.test(request.routeOptions.url ?? '')
      ? null
      : idempotencyScope(request.caseManagement),
  )
}

/** Keys belong to the application, or to the person it is bound to. */
function idempotencyScope(caller: FastifyRequest['caseManagement']): string {
  const app = `case-management:${caller?.app.id}`
  return caller?.holder ? `${app}:${caller.holder.person.id}` : app
}

/** A known path with another method is 405, anything else 404 (§4.3). */
function stray(request: FastifyRequest, reply: FastifyReply, allowed: (path: string) => string[]): Refusal {
  const methods = allowed(request.url.split('?', 1)[0] ?? '')
  if (methods.length === 0) return new Refusal(404, { message: 'Not found' })
  reply.header('allow', methods.join(', '))
  return new Refusal(405, { message: 'Method not allowed' })
}
