import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { WirePlugin } from '../wire.ts'
import type { WireSettings } from '../wire-settings.ts'
import { isPageRequest } from './page-request.ts'
import { notBuilt, pageHeaders } from './pages.ts'

/** The built console at `/`, and the answer to every path that nobody knows. Mounted last. */
export const consolePages: WirePlugin = {
  async mount(app, _desk, settings) {
    const folder = settings.consoleFolder
    if (folder !== null && (await readIndex(folder)) !== null) await serveFiles(app, folder)
    app.setNotFoundHandler(async (request, reply) => {
      if (folder === null || !isPageRequest(request, apiPrefixes(settings))) return answerUnknown(reply)
      return sendIndex(folder, reply)
    })
  },
}

/**
 * Each file is a route of its own: a route for all paths would take unknown ones away from the APIs, which answer them in
 * their own forms.
 */
async function serveFiles(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(async (files) => {
    files.addHook('onRequest', async (_request, reply) => {
      reply.headers(pageHeaders)
    })
    await files.register(fastifyStatic, {
      root: folder,
      wildcard: false,
      index: false,
      cacheControl: false,
      globIgnore: ['**/index.html'],
      setHeaders(reply, path) {
        // The builder puts a hash of the content into these names, so what is under one never changes.
        const hashed = path.startsWith(join(folder, 'assets'))
        reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
    files.get('/', async (_request: FastifyRequest, reply) => sendIndex(folder, reply))
  })
}

/** The one page of the console, whatever place in it the address means. */
async function sendIndex(folder: string, reply: FastifyReply): Promise<FastifyReply> {
  const page = await readIndex(folder)
  return reply
    .code(page === null ? 503 : 200)
    .headers({
      ...pageHeaders,
      'cache-control': 'no-cache',
      ...(page === null ? { 'retry-after': '60' } : {}),
    })
    .type('text/html; charset=utf-8')
    .send(page ?? notBuilt)
}

function answerUnknown(reply: FastifyReply): FastifyReply {
  return reply
    .code(404)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ error: { code: 'not_found', message: 'Not found' } }))
}

async function readIndex(folder: string): Promise<Buffer | null> {
  try {
    return await readFile(join(folder, 'index.html'))
  } catch {
    return null
  }
}

function apiPrefixes(settings: WireSettings): string[] {
  return ['/api', '/v1', '/ticketing', '/prod', settings.supportTicketPrefix]
}
