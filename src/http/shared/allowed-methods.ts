import type { FastifyInstance } from 'fastify'

/**
 * Remembers the routes that a wire registers from now on, so that a known path with a wrong method can be told from an
 * unknown path (405 with `Allow` instead of 404).
 * @returns what answers the methods of a path, query aside; empty for an unknown one
 */
export function allowedMethods(app: FastifyInstance): (path: string) => string[] {
  const routes: { methods: readonly string[]; pattern: RegExp }[] = []
  app.addHook('onRoute', ({ method, url }) => {
    if (url.endsWith('*')) return
    const methods = Array.isArray(method) ? method : [method]
    const pattern = url
      .replace(/\/+$/, '')
      .split('/')
      .map((part) => part.split(/:\w+/).map(RegExp.escape).join('[^/]+'))
      .join('/')
    routes.push({ methods, pattern: new RegExp(`^${pattern}/?$`) })
  })
  return (path) =>
    [...new Set(routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods))].sort()
}
