import type { FastifyRequest } from 'fastify'

/**
 * @param prefixes paths that belong to APIs, whose clients must never get a page
 * @returns whether a browser asks for a page: it reads, takes HTML by name, and the path is no API's
 */
export function isPageRequest(
  request: Pick<FastifyRequest, 'method' | 'url' | 'headers'>,
  prefixes: readonly string[],
): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false
  if (!/\btext\/html\b/i.test(request.headers.accept ?? '')) return false
  const path = (request.url.split('?', 1)[0] ?? '').toLowerCase()
  return !prefixes.some((prefix) => path === prefix || path.startsWith(`${prefix.toLowerCase()}/`))
}
