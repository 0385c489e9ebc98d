import type { FastifyInstance } from 'fastify'
import { allowedMethods } from '../shared/allowed-methods.ts'
import { honourIdempotencyKeys } from '../shared/idempotency.ts'
import { keepRawBodies } from '../shared/read-body.ts'
import type { WirePlugin } from '../wire.ts'
import { authenticate } from './auth.ts'
import type { WireContext } from './context.ts'
import { refused } from './envelope.ts'
import { answerErrors } from './errors.ts'
import { restV3Reference } from './openapi/document.ts'
import { registerOperations } from './operation/operation.ts'
import { registerAccounts } from './routes/accounts.ts'
import { registerAttachments } from './routes/attachments.ts'
import { registerCallbackDeliveries } from './routes/callback-deliveries.ts'
import { registerConversations } from './routes/conversations.ts'
import { registerCustomModules } from './routes/custom-modules.ts'
import { registerFilters } from './routes/filters.ts'
import { registerIntegrationKeys } from './routes/integration-keys.ts'
import { registerKeys } from './routes/keys.ts'
import { registerLookups } from './routes/lookups.ts'
import { registerNotes } from './routes/notes.ts'
import { registerPeople } from './routes/people.ts'
import { answerUnknownModules, registerRecords } from './routes/records.ts'
import { registerRequestActions } from './routes/request-actions.ts'
import { registerRequests } from './routes/requests.ts'
import { registerResolutions } from './routes/resolutions.ts'
import { registerUdfFields } from './routes/udf-fields.ts'
import { registerWorklogs } from './routes/worklogs.ts'

/** Largest multipart call for each byte of the largest file: 25 MiB for files of 10 MiB (REST v3 §18). */
const callsPerFile = 2.5

/** Addresses of older APIs of the same family, which are no longer served (§1). */
const retired = ['/api/json', '/api/json/*', '/api/xml', '/api/xml/*', '/servlets/*', '/servlet/*']

/** REST API v3: everything below `/api/v3` that no other wire claims by its exact path. */
export const restV3Wire: WirePlugin = {
  async mount(app, desk, settings) {
    const context: WireContext = { desk, settings }
    await app.register(
      async (wire) => {
        keepRawBodies(wire, Math.ceil(desk.limits.fileBytes * callsPerFile))
        speakJson(wire)
        answerErrors(wire, context)
        answerUnknownModules(wire, context)
        authenticate(wire, context)
        honourIdempotencyKeys(wire, desk, (request) =>
          request.is404 ? null : `rest-v3:${request.rep.credentialId ?? `rep ${request.rep.personId}`}`,
        )
        const methodsOf = allowedMethods(wire)
        // First, because it watches the routes that follow.
        registerOperations(wire, context)
        registerRequests(wire, context)
        registerRequestActions(wire, context)
        registerNotes(wire, context)
        registerWorklogs(wire, context)
        registerResolutions(wire, context)
        registerConversations(wire, context)
        registerAttachments(wire, context)
        registerCallbackDeliveries(wire, context)
        registerLookups(wire, context)
        registerPeople(wire, context)
        registerKeys(wire, context)
        registerIntegrationKeys(wire, context)
        registerAccounts(wire, context)
        registerFilters(wire)
        registerUdfFields(wire, context)
        registerCustomModules(wire, context)
        registerRecords(wire, context)
        answerUnknown(wire, methodsOf)
      },
      { prefix: '/api/v3' },
    )
    await app.register(async (old) => {
      speakJson(old)
      // Whatever is sent to them, they are gone.
      keepRawBodies(old, Math.ceil(desk.limits.fileBytes * callsPerFile))
      for (const url of retired)
        old.all(url, { schema: { hide: true } }, async (_request, reply) => reply.code(404).send(unknownUrl))
      old.get('/WorkOrder.do', { schema: { hide: true } }, async (request, reply) => {
        const { woID } = request.query as Record<string, unknown>
        return typeof woID === 'string' && /^\d{1,15}$/.test(woID)
          ? reply.redirect(`/cases/${woID}`, 302)
          : reply.code(404).send(unknownUrl)
      })
    })
  },

  reference: restV3Reference,

  /** `/app/<portal>/api/v3/…` is the same path without its beginning; runs of `/` count as one (§1). */
  rewritePath(path) {
    const single = path.replace(/\/{2,}/g, '/')
    const [, own] = /^(?:\/app\/[^/]+)?(\/api\/v3(?:\/.*)?)$/.exec(single) ?? []
    return own === undefined || own === path ? null : own
  },
}

const unknownUrl = refused([{ code: 4007, message: 'Invalid URL' }])

/** The type is always the same, whatever is accepted, because clients compare it (§1). */
function speakJson(wire: FastifyInstance): void {
  wire.addHook('onSend', async (_request, reply, payload) => {
    const type = String(reply.getHeader('content-type') ?? '')
    // A file that is sent as it is keeps its own type.
    if (typeof payload === 'string' && type.startsWith('application/json'))
      reply.header('content-type', 'application/json;charset=UTF-8')
    return payload
  })
}

/** A known path with a wrong method is told from an unknown one (§1, §5), both without asking for a key (§2.3). */
function answerUnknown(wire: FastifyInstance, methodsOf: (path: string) => string[]): void {
  wire.setNotFoundHandler((request, reply) => {
    const methods = methodsOf(request.url.split('?', 1)[0] ?? '')
    if (methods.length === 0) return reply.code(404).send(unknownUrl)
    return reply
      .code(405)
      .header('allow', methods.join(', '))
      .send(refused([{ code: 4021, message: 'Invalid HTTP method' }]))
  })
}
