import fastify, { type FastifyInstance, type FastifyServerOptions, LogController } from 'fastify'
import type { Desk } from '../usecases/desk.ts'
import { serveReference } from './docs/plugin.ts'
import { maskUrl } from './shared/mask-url.ts'
import type { WirePlugin } from './wire.ts'
import type { WireSettings } from './wire-settings.ts'
import { wirePlugins } from './wires.ts'

/** Largest request head that is read; query strings may carry data (REST v3 §18). */
const headBytes = 128 * 1024

/**
 * Builds the HTTP server with every wire at its own paths. Nothing is listened to yet.
 * @returns the server; `ready()` and `close()` it
 */
export async function buildServer(
  desk: Desk,
  settings: WireSettings,
  options: { logger?: NonNullable<FastifyServerOptions['loggerInstance']> } = {},
): Promise<FastifyInstance> {
  const app = fastify({
    ...(options.logger ? { loggerInstance: options.logger } : { logger: false }),
    trustProxy: settings.trustProxy ?? false,
    bodyLimit: 32 * 1024 * 1024,
    requestTimeout: 30_000,
    keepAliveTimeout: 30_000,
    http: { maxHeaderSize: headBytes, headersTimeout: 15_000 },
    routerOptions: { maxParamLength: 2_000, ignoreTrailingSlash: true, ignoreDuplicateSlashes: true },
    rewriteUrl: (request) => rewritten(request.url ?? '/', settings),
    genReqId: () => desk.newId(),
    // Ends keep-alive connections that have nothing in hand, so that stopping does not wait for clients to leave.
    forceCloseConnections: 'idle',
    logController: new LogController({ disableRequestLogging: true }),
  }) as unknown as FastifyInstance // the logger's own type is of no interest further in
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  app.addHook('onResponse', async (request, reply) => {
    const ms = Math.round(reply.elapsedTime)
    request.log.info(
      { method: request.method, url: maskUrl(request.url), status: reply.statusCode, ms },
      'answered',
    )
  })
  app.get('/health', async () => ({ status: 'ok' }))
  for (const wire of wirePlugins) await wire.mount(app, desk, settings)
  serveReference(app, wirePlugins, settings)
  return app
}

function rewritten(url: string, settings: WireSettings): string {
  const end = url.indexOf('?')
  const path = end < 0 ? url : url.slice(0, end)
  for (const wire of wirePlugins as readonly WirePlugin[]) {
    const found = wire.rewritePath?.(path, settings)
    if (found != null) return end < 0 ? found : found + url.slice(end)
  }
  return end < 0 ? decodable(path) : decodable(path) + url.slice(end)
}

/**
 * The router would refuse a path with broken percent signs in a form of its own.
 * @returns the path with the broken ones as plain signs, so that the wire that it belongs to answers it
 */
function decodable(path: string): string {
  if (!path.includes('%') || isDecodable(path)) return path
  return path
    .split('/')
    .map((part) => (isDecodable(part) ? part : part.replaceAll('%', '%25')))
    .join('/')
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}
