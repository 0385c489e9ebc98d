import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { allowedMethods } from '../shared/allowed-methods.ts'
import { honourIdempotencyKeys } from '../shared/idempotency.ts'
import type { WirePlugin } from '../wire.ts'
import { basePath, type Routes } from './app.ts'
import { guardRoutes } from './auth.ts'
import { registerFormats, serializerCompiler, validatorCompiler } from './compilers.ts'
import { answerError, Refused } from './errors.ts'
import { Streams } from './event-stream.ts'
import { collectDocument, deskReference, documentRoutes } from './openapi.ts'
import { applicationRoutes } from './routes/applications.ts'
import { caseListRoutes } from './routes/case-lists.ts'
import { caseWorkRoutes } from './routes/case-work.ts'
import { caseRoutes } from './routes/cases.ts'
import { catalogRoutes } from './routes/catalog.ts'
import { contactRoutes } from './routes/contacts.ts'
import { deliveryRoutes } from './routes/deliveries.ts'
import { encryptionRoutes } from './routes/encryption.ts'
import { feedRoutes } from './routes/feed.ts'
import { fieldRoutes } from './routes/fields.ts'
import { fileRoutes } from './routes/files.ts'
import { groupRoutes } from './routes/groups.ts'
import { integrationKeyRoutes } from './routes/integration-keys.ts'
import { messageRoutes } from './routes/messages.ts'
import { moduleRoutes } from './routes/modules.ts'
import { organisationRoutes } from './routes/organisations.ts'
import { personalSecretRoutes } from './routes/personal-secrets.ts'
import { recordRoutes } from './routes/records.ts'
import { repRoutes } from './routes/reps.ts'
import { sessionRoutes } from './routes/session.ts'
import { tokenRoutes } from './routes/tokens.ts'
import { webhookRoutes } from './routes/webhooks.ts'
import { worklogRoutes } from './routes/worklogs.ts'
import { readStrictBodies } from './strict-body.ts'

/** The Desk API, ours: the console, the command line and new programs speak it. */
export const deskWire: WirePlugin = {
  async mount(app, desk, settings) {
    registerFormats()
    await app.register(
      async (instance) => {
        const wire = instance.withTypeProvider<TypeBoxTypeProvider>()
        const streams = new Streams()
        wire.addHook('preClose', async () => streams.endAll())
        wire.setValidatorCompiler(validatorCompiler)
        wire.setSerializerCompiler(serializerCompiler)
        wire.setErrorHandler(answerError(desk))
        answerUnknownPaths(instance)
        await collectDocument(wire, app, settings)
        await guardRoutes(instance, desk, settings)
        readStrictBodies(instance)
        honourIdempotencyKeys(instance, desk, callerScope)
        for (const routes of allRoutes(streams)) routes(wire, desk, settings)
        documentRoutes(wire)
      },
      { prefix: basePath },
    )
  },
  reference: deskReference,
}

function allRoutes(streams: Streams): readonly Routes[] {
  return [
    sessionRoutes,
    caseListRoutes,
    caseRoutes,
    caseWorkRoutes,
    messageRoutes,
    worklogRoutes,
    fileRoutes,
    feedRoutes(streams),
    catalogRoutes,
    contactRoutes,
    fieldRoutes,
    moduleRoutes,
    recordRoutes,
    organisationRoutes,
    repRoutes,
    applicationRoutes,
    tokenRoutes,
    personalSecretRoutes,
    integrationKeyRoutes,
    groupRoutes,
    webhookRoutes,
    deliveryRoutes,
    encryptionRoutes,
  ]
}

/** Answers of this API are private, and a path that is not there is told from one with another method. */
function answerUnknownPaths(app: Parameters<typeof guardRoutes>[0]): void {
  const methodsOf = allowedMethods(app)
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
    if (!request.is404) return
    const allow = methodsOf(request.url.split('?', 1)[0] ?? '')
    if (allow.length === 0) throw new Refused({ code: 'not_found' })
    throw new Refused({ code: 'method_not_allowed', headers: { allow: allow.join(', ') } })
  })
  app.setNotFoundHandler(() => {
    throw new Refused({ code: 'not_found' })
  })
}

/** Keys belong to the person, who may sign in again between two tries, or to the bearer token. */
function callerScope(request: FastifyRequest): string | null {
  const caller = request.deskCaller
  if (!caller) return null
  return caller.session ? `desk:person:${caller.actor.personId}` : `desk:token:${caller.actor.credentialId}`
}
