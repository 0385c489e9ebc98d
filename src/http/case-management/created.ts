import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * Points the answer of a creation to the new thing below the address that was called (Case Management §4); what `/public` makes
 * is read where everything else is.
 */
export function locate(request: FastifyRequest, reply: FastifyReply, id: number): void {
  const path = request.url.split('?', 1)[0]?.replace(/(\/public)?\/+$|\/public$/, '')
  reply.header('location', `${path}/${id}`)
}
