import type { FastifyInstance } from 'fastify'
import type { Desk } from '../../usecases/desk.ts'
import { allowedMethods } from '../shared/allowed-methods.ts'
import { honourIdempotencyKeys } from '../shared/idempotency.ts'
import type { WirePlugin } from '../wire.ts'
import type { WireSettings } from '../wire-settings.ts'
import { authenticate, type TokenPolicy } from './auth.ts'
import { errorHandler } from './errors.ts'
import type { Handler } from './handler.ts'
import { supportTicketReference } from './openapi.ts'
import { paths, prefixOf, rewritePath } from './paths.ts'
import { refuse } from './present.ts'
import { readSubmission } from './read-submission.ts'
import { listCategories, listHistory, listTags } from './routes/lists.ts'
import { logIn, refresh } from './routes/session.ts'
import { addConversation, downloadAttachment, viewTicket } from './routes/thread.ts'
import { changeStatus, createTicket, updateTicket } from './routes/tickets.ts'
import { Submission } from './submission.ts'
import { words } from './words.ts'

interface Operation {
  readonly methods: readonly ('GET' | 'POST')[]
  readonly at: readonly string[]
  readonly token: TokenPolicy
  readonly handler: Handler
  /** Whether it has parameters in the body. A body it has no use for is not even read. */
  readonly reads: boolean
  readonly mayBeSwapped?: boolean
}

/** Every operation and alias of the contract (§1, §6). */
function operations(desk: Desk, settings: WireSettings): Operation[] {
  const [get, post] = [['GET'], ['POST']] as const
  const [categories, tags] = [listCategories(desk), listTags(desk)]
  return [
    { methods: post, at: paths.logIn, token: 'none', reads: true, handler: logIn(desk, settings) },
    { methods: post, at: paths.refresh, token: 'none', reads: true, handler: refresh(desk, settings) },
    { methods: get, at: paths.categories, token: 'required', reads: false, handler: categories },
    { methods: get, at: paths.openCategories, token: 'optional', reads: false, handler: categories },
    { methods: get, at: paths.tags, token: 'required', reads: false, handler: tags, mayBeSwapped: true },
    { methods: get, at: paths.openTags, token: 'optional', reads: false, handler: tags, mayBeSwapped: true },
    { methods: get, at: paths.history, token: 'required', reads: false, handler: listHistory(desk) },
    {
      methods: post,
      at: paths.create,
      token: 'required',
      reads: true,
      handler: createTicket(desk, settings),
    },
    { methods: post, at: paths.update, token: 'required', reads: true, handler: updateTicket(desk) },
    { methods: ['GET', 'POST'], at: paths.detail, token: 'required', reads: true, handler: viewTicket(desk) },
    { methods: get, at: paths.download, token: 'required', reads: false, handler: downloadAttachment(desk) },
    { methods: post, at: paths.conversation, token: 'required', reads: true, handler: addConversation(desk) },
    { methods: post, at: paths.status, token: 'required', reads: true, handler: changeStatus(desk) },
  ]
}

/** The Support Ticket API under its configured prefix. */
export const supportTicketWire: WirePlugin = {
  mount: async (app, desk, settings) => {
    const prefix = prefixOf(settings)
    await app.register(
      async (wire) => {
        wire.decorateRequest('supportTicket', null)
        wire.setErrorHandler(errorHandler(desk))
        // Exactly the type that the contract names; the framework would add a charset.
        wire.addHook('onSend', async (_request, reply, payload) => {
          if (typeof payload === 'string') reply.header('content-type', 'application/json')
          return payload
        })
        // Bodies are read by us, whatever the method: the framework would drop those on GET (§4).
        wire.removeAllContentTypeParsers()
        wire.addContentTypeParser('*', (_request, _payload, done) => done(null))
        honourIdempotencyKeys(wire, desk, ({ supportTicket: caller }) =>
          caller?.actor ? `support-ticket:${caller.app.id}:${caller.actor.personId}` : null,
        )
        const methodsOf = allowedMethods(wire)
        for (const operation of operations(desk, settings)) mountOperation(wire, desk, operation)
        refuseOtherMethods(wire, methodsOf)
        // At the root, what is unknown to this wire belongs to the others.
        if (prefix !== '')
          wire.setNotFoundHandler((_request, reply) => refuse(reply, 404, { detail: [words.notFound] }))
      },
      { prefix },
    )
  },
  rewritePath,
  reference: supportTicketReference,
}

function mountOperation(wire: FastifyInstance, desk: Desk, operation: Operation): void {
  const { methods, at, token, reads, handler, mayBeSwapped = false } = operation
  for (const path of at) {
    wire.route({
      method: [...methods],
      url: `/${path}`,
      // Before the body is read, so that strangers cannot make us take in megabytes.
      onRequest: async (request) => {
        request.supportTicket = await authenticate(desk, request, token, { mayBeSwapped })
      },
      preValidation: async (request) => {
        request.body = reads ? await readSubmission(request.raw) : Submission.ofForm([])
      },
      handler: (request, reply) => handler(request, reply, request.body as Submission),
    })
  }
}

/** Answers a known path under another method with 405 and `Allow` (§1). */
function refuseOtherMethods(wire: FastifyInstance, methodsOf: (path: string) => string[]): void {
  const prefix = wire.prefix
  for (const path of Object.values(paths).flat()) {
    const allowed = methodsOf(`${prefix}/${path}`)
    wire.route({
      method: wire.supportedMethods.filter((method) => !allowed.includes(method)),
      url: `/${path}`,
      schema: { hide: true },
      handler: (request, reply) => {
        reply.header('allow', allowed.join(', '))
        return refuse(reply, 405, { detail: [words.wrongMethod(request.method)] })
      },
    })
  }
}
