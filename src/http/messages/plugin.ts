import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Desk } from '../../usecases/desk.ts'
import { honourIdempotencyKeys } from '../shared/idempotency.ts'
import { keepRawBodies } from '../shared/read-body.ts'
import type { WirePlugin } from '../wire.ts'
import type { WireSettings } from '../wire-settings.ts'
import { requireAccount } from './auth.ts'
import { compressAnswers } from './compress.ts'
import { answerError } from './errors.ts'
import { showAsPage } from './page.ts'
import { acceptCase, cancelCase } from './routes/acceptance.ts'
import { createCase, readCase, validateCase } from './routes/cases.ts'
import { confirm, createMessage, deleteMessage, listMessages } from './routes/messages.ts'
import { addFiles, setStatus } from './routes/progress.ts'
import { searchCases, unexportedCases } from './routes/search.ts'

/** Largest body, in bytes (Messages §1.4). */
const bodyBytes = 1_048_576

interface Operation {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly run: (request: FastifyRequest) => unknown
  /** A POST that only reads: it needs no Idempotency-Key. */
  readonly reads?: true
}

/** Every path of the wire below `/api/v3` (Messages §3–5, §7, §10.2). */
function operations(desk: Desk, settings: WireSettings): readonly Operation[] {
  return [
    { method: 'POST', path: '/case-messages/create', run: createMessage(desk, settings) },
    { method: 'GET', path: '/case-messages', run: listMessages(desk, settings) },
    { method: 'POST', path: '/case-messages/confirm', run: confirm(desk) },
    { method: 'POST', path: '/case-messages/delete', run: deleteMessage(desk) },
    { method: 'POST', path: '/case/create', run: createCase(desk, settings) },
    { method: 'POST', path: '/case/validate', run: validateCase(desk), reads: true },
    { method: 'GET', path: '/case', run: readCase(desk, settings) },
    { method: 'POST', path: '/search-cases', run: searchCases(desk), reads: true },
    { method: 'POST', path: '/unexported-cases', run: unexportedCases(desk), reads: true },
    { method: 'POST', path: '/case/accept', run: acceptCase(desk) },
    { method: 'POST', path: '/case/cancel', run: cancelCase(desk) },
    { method: 'POST', path: '/case/status', run: setStatus(desk) },
    { method: 'POST', path: '/case/files', run: addFiles(desk) },
  ]
}

/** The Messages API. `/api/v3` also belongs to another wire, so only exact paths are claimed here (Messages §11). */
export const messagesWire: WirePlugin = {
  async mount(app, desk, settings) {
    const all = operations(desk, settings)
    const reading = new Set(all.filter(({ reads }) => reads).map(({ path }) => `/api/v3${path}`))
    await app.register(
      async (wire) => {
        keepRawBodies(wire, bodyBytes)
        wire.setErrorHandler(answerError(desk))
        requireAccount(wire, desk)
        honourIdempotencyKeys(wire, desk, (request) =>
          reading.has(request.routeOptions.url ?? '')
            ? null
            : `messages:${request.messagesActor?.credentialId}`,
        )
        // After the keys, so that what they keep is the JSON.
        showAsPage(wire)
        compressAnswers(wire)
        for (const { method, path, run } of all)
          wire.route({ method, url: path, handler: async (request) => run(request) })
      },
      { prefix: '/api/v3' },
    )
    await app.register(async (strays) => answerStrays(strays, all), { prefix: '/api/v3' })
  },
}

/** Wrong methods on our paths, and anything else below `case-messages/`, answered before the token (Messages §1.4). */
function answerStrays(app: FastifyInstance, all: readonly Operation[]): void {
  showAsPage(app)
  for (const path of new Set(all.map((each) => each.path))) {
    const known = all.filter((each) => each.path === path).flatMap(({ method }) => withHead(method))
    const others = app.supportedMethods.filter((method) => !known.includes(method))
    refuseEarly(app, others, path, 405, 'Method not allowed', { allow: known.join(', ') })
  }
  refuseEarly(app, app.supportedMethods, '/case-messages/*', 404, 'Not found')
}

/** A path that can be read also answers HEAD. */
function withHead(method: 'GET' | 'POST'): string[] {
  return method === 'GET' ? ['GET', 'HEAD'] : [method]
}

/** Answers before the body is read, so that path and method are checked first whatever is sent. */
function refuseEarly(
  app: FastifyInstance,
  method: string[],
  url: string,
  status: number,
  message: string,
  headers: Record<string, string> = {},
): void {
  app.route({
    method,
    url,
    onRequest: async (_request, reply) => reply.code(status).headers(headers).send({ error: { message } }),
    handler: async () => undefined,
  })
}
