import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { OpenApi } from '../shared/openapi/document.ts'
import type { Reference, WirePlugin } from '../wire.ts'
import type { WireSettings } from '../wire-settings.ts'
import { indexPage } from './index-page.ts'
import { policy, wirePage } from './page.ts'

/**
 * Serves the reference of all APIs that have one, to anybody: `/docs`, `/docs/<name>`, `/docs/<name>/openapi.json`. What a document
 * says does not change while the server runs, so each is written once, when it is first asked for.
 */
export function serveReference(
  app: FastifyInstance,
  wires: readonly WirePlugin[],
  settings: WireSettings,
): void {
  const apis = wires.flatMap(({ reference }) => (reference ? [reference] : []))
  const documents = new Map<Reference, Promise<OpenApi>>()
  const documentOf = (api: Reference): Promise<OpenApi> => {
    const known = documents.get(api)
    if (known) return known
    const written = api.document(app, settings)
    documents.set(api, written)
    // What failed, such as reading a file, is tried again next time.
    written.catch(() => documents.delete(api))
    return written
  }

  app.get('/docs', async (request, reply) => {
    const all = await Promise.all(
      apis.map(async (api) => ({ name: api.name, document: await documentOf(api) })),
    )
    return sendPage(reply, indexPage(all, soughtIn(request)))
  })
  for (const api of apis) {
    const { name, errors = [] } = api
    app.get(`/docs/${name}`, async (request, reply) =>
      sendPage(reply, wirePage(await documentOf(api), { name, errors, sought: soughtIn(request) })),
    )
    app.get(`/docs/${name}/openapi.json`, async (_request, reply) =>
      reply
        .header('cache-control', 'no-cache')
        .type('application/json; charset=utf-8')
        .send(JSON.stringify(await documentOf(api))),
    )
  }
}

function sendPage(reply: FastifyReply, html: string): FastifyReply {
  return reply
    .headers({
      'cache-control': 'no-cache',
      'content-security-policy': policy,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
    .type('text/html; charset=utf-8')
    .send(html)
}

/** @returns the words of the query `q`, not more than anybody types */
function soughtIn(request: FastifyRequest): string {
  const { q } = request.query as Record<string, unknown>
  return typeof q === 'string' ? q.trim().slice(0, 100) : ''
}
