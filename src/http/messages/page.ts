import type { FastifyInstance, FastifyRequest } from 'fastify'

/**
 * Shows every JSON answer, errors included, as a page for people when that is what the client asks for (Messages §1.1).
 * The JSON is escaped, because it repeats what clients sent.
 */
export function showAsPage(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    reply.header('vary', 'accept').header('cache-control', 'no-store')
    const type = String(reply.getHeader('content-type') ?? '')
    if (typeof payload !== 'string' || !type.startsWith('application/json') || !wantsPage(request))
      return payload
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', "default-src 'none'")
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
    const pretty = JSON.stringify(JSON.parse(payload), null, 2)
    return `<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>${reply.statusCode}</title><pre>${escaped(pretty)}</pre></html>\n`
  })
}

function wantsPage(request: FastifyRequest): boolean {
  const types = (request.headers.accept ?? '').toLowerCase().split(',')
  const names = types.map((type) => type.split(';', 1)[0]?.trim())
  return names.includes('text/html') && !names.includes('application/json')
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
