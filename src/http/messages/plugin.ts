import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Desk } from '../../usecases/desk.ts'
import { honourIdempotencyKeys } from '../shared/idempotency.ts'
import { keepRawBodies } from '../shared/read-body.ts'
import type { WirePlugin } from '../wire.ts'
import type { WireSettings } from '../wire-settings.ts'
import { requireAccount } from './auth.ts'
import { compressAnswers } from './compress.ts'
import { answerError } from './errors.ts'
import { messagesReference } from './openapi.ts'
import { showAsPage } from './page.ts'
import { acceptCase, cancelCase } from './routes/acceptance.ts'
import { createCase, finishCase, readCase, validateCase } from './routes/cases.ts'
import { appendToCase, updateCase } from './routes/changes.ts'
import { addFiles } from './routes/files.ts'
import { confirm, createMessage, deleteMessage, listMessages } from './routes/messages.ts'
import { createOldMessage, listOldMessages } from './routes/older.ts'
import { listProviders, readParty } from './routes/parties.ts'
import { searchCases, unexportedCases } from './routes/search.ts'
import { setStatus } from './routes/status.ts'

interface Operation {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly run: (request: FastifyRequest) => unknown
  /** A POST that only reads: it needs no Idempotency-Key. */
  readonly reads?: true
}

/** Every path of version 3 (Messages §3–5, §7, §10.2), and the two of the versions before it (§8). */
function operations(desk: Desk, settings: WireSettings): readonly Operation[] {
  return [
    ...below('/api/v3', current(desk, settings)),
    ...below('/api/v2', older(desk, settings)),
    ...below('/api/v1', older(desk, settings)),
  ]
}

function below(version: string, all: readonly Operation[]): Operation[] {
  return all.map((each) => ({ ...each, path: version + each.path }))
}

function current(desk: Desk, settings: WireSettings): readonly Operation[] {
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
    { method: 'POST', path: '/case/finish', run: finishCase(desk, settings) },
    { method: 'POST', path: '/case/status', run: setStatus(desk) },
    { method: 'POST', path: '/case/update', run: updateCase(desk, settings) },
    { method: 'POST', path: '/case/append', run: appendToCase(desk, settings) },
    { method: 'POST', path: '/case/files', run: addFiles(desk) },
    { method: 'GET', path: '/partner', run: readParty(desk, settings, 'partner') },
    { method: 'GET', path: '/provider', run: readParty(desk, settings, 'provider') },
    { method: 'GET', path: '/providers', run: listProviders(desk, settings) },
  ]
}

function older(desk: Desk, settings: WireSettings): readonly Operation[] {
  return [
    { method: 'POST', path: '/case-messages/create', run: createOldMessage(desk, settings) },
    { method: 'GET', path: '/case-messages', run: listOldMessages(desk, settings) },
  ]
}

/** The Messages API. `/api/v3` and `/api/v1` also belong to other wires, so only exact paths are claimed (Messages §11). */
export const messagesWire: WirePlugin = {
  async mount(app, desk, settings) {
    const all = operations(desk, settings)
    const reading = new Set(all.filter(({ reads }) => reads).map(({ path }) => path))
    await app.register(async (wire) => {
      keepRawBodies(wire, settings.messagesBodyBytes)
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
    })
    await app.register(async (strays) => answerStrays(strays, all))
  },
  reference: messagesReference,
}

/** Wrong methods on our paths, and anything else below `case-messages/`, answered before the token (Messages §1.4). */
function answerStrays(app: FastifyInstance, all: readonly Operation[]): void {
  showAsPage(app)
  for (const path of new Set(all.map((each) => each.path))) {
    const known = all.filter((each) => each.path === path).flatMap(({ method }) => withHead(method))
    const others = app.supportedMethods.filter((method) => !known.includes(method))
    refuseEarly(app, others, path, 405, 'Method not allowed', { allow: known.join(', ') })
  }
  for (const version of ['v1', 'v2', 'v3'])
    refuseEarly(app, app.supportedMethods, `/api/${version}/case-messages/*`, 404, 'Not found')
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
    schema: { hide: true },
    onRequest: async (_request, reply) => reply.code(status).headers(headers).send({ error: { message } }),
    handler: async () => undefined,
  })
}
