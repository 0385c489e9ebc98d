import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Credential } from '../../../domain/credential.ts'
import { permit } from '../../../domain/permission.ts'
import { deleteRepKey, makeRepKey, readRepKey } from '../../../usecases/credentials/make-rep-key.ts'
import type { Desk } from '../../../usecases/desk.ts'
import { readPerson } from '../../../usecases/people/list-people.ts'
import type { WireContext } from '../context.ts'
import { entity, plainSuccess } from '../envelope.ts'
import { extraKey, notFound } from '../errors.ts'
import { withWords } from '../fault-words.ts'
import { entityOf, readInput } from '../read-input.ts'
import { presentTime, readTime } from '../values.ts'

/**
 * The one API key of a rep (REST v3 §12.1), for the rep (`me`) and for `admin.users`.
 *
 * Whoever has no key yet proves with `Authorization: Basic` who they are; that opens `me` only.
 *
 *     GET, POST, DELETE  /api/v3/technicians/{id}/api_key, /api/v3/support_reps/{id}/api_key
 */
export function registerKeys(wire: FastifyInstance, { desk, settings }: WireContext): void {
  const { timeZone } = settings
  const present = (key: Credential | null) => ({
    exists: key !== null,
    last4: key?.hint ?? null,
    created_time: presentTime(key?.createdAt ?? null, timeZone),
    expires_on: presentTime(key?.expiresAt ?? null, timeZone),
  })
  const reps = ['/technicians', '/support_reps']
  const paths = reps.flatMap((path) => [
    { path: `${path}/me/api_key`, options: { config: { takesLogin: true } } as const },
    { path: `${path}/:id/api_key`, options: {} },
  ])
  for (const { path, options } of paths) {
    wire.get(path, options, async (request) => {
      const id = await repOf(desk, request)
      return entity('api_key', present(await readRepKey(desk, request.rep, id)))
    })
    wire.post(path, options, async (request, reply) => {
      const id = await repOf(desk, request)
      const given = entityOf(await readInput(request), 'api_key')
      const strange = Object.keys(given).find((key) => key !== 'expires_on')
      if (strange !== undefined) throw extraKey(strange)
      const expiresAt = readTime(given.expires_on, 'expires_on', timeZone)
      const made = await withWords({ expiresAt: 'expires_on' }, () =>
        makeRepKey(desk, request.rep, id, expiresAt),
      )
      reply.code(made.replaced ? 200 : 201)
      return entity('api_key', { ...present(made.credential), key: made.key })
    })
    wire.delete(path, options, async (request) => {
      const id = await repOf(desk, request)
      if (!(await deleteRepKey(desk, request.rep, id))) throw notFound()
      return plainSuccess()
    })
  }
}

/** @returns the rep whose key it is; `me` is the owner of the key in use. Throws 404 for nobody, 4002 for a colleague */
async function repOf(desk: Desk, request: FastifyRequest): Promise<number> {
  const { id = 'me' } = request.params as { id?: string }
  if (id === 'me') {
    if (request.rep.personId === null) throw notFound()
    return request.rep.personId
  }
  if (!/^\d{1,15}$/.test(id)) throw notFound()
  const { person } = await readPerson(desk, request.rep, 'rep', Number(id))
  if (person.id !== request.rep.personId) permit(request.rep, 'people.manage')
  return person.id
}
