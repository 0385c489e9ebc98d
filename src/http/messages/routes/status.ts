import type { FastifyRequest } from 'fastify'
import type { CatalogEntry } from '../../../domain/catalog.ts'
import { reportProgress } from '../../../usecases/cases/report-progress.ts'
import { catalogOf, type Desk } from '../../../usecases/desk.ts'
import { actorOf } from '../auth.ts'
import { broken, within } from '../check.ts'
import { readBody } from '../input.ts'
import { isoDate } from '../present.ts'
import { statusChange } from '../schema.ts'

/*
 * POST case/status (Messages §10.2), providers   body: guid*, key*, declaredAt   200: { data: {id, caseId, guid, key, …} }
 * The key is the name of one of the desk's statuses in any letter case; the current one sent again changes nothing.
 */
export const setStatus = (desk: Desk) => async (request: FastifyRequest) => {
  const { guid, key, declaredAt } = readBody(request, statusChange)
  const statuses = (await catalogOf(desk)).list('status')
  const wanted = key.toLowerCase()
  const status = within('child "key" fails because', () => {
    const found = statuses.find((entry) => keyOf(entry) === wanted)
    if (!found) throw broken('key', `must be one of [${statuses.map(keyOf).join(', ')}]`)
    return found
  })
  const of = await reportProgress(desk, actorOf(request), { guid }, status.id)
  const at = isoDate(of.updatedAt)
  return {
    data: {
      id: of.status,
      caseId: of.number,
      guid: of.guid,
      key: wanted,
      createdAt: at,
      updatedAt: at,
      declaredAt: declaredAt === null ? at : isoDate(declaredAt),
    },
  }
}

function keyOf(status: CatalogEntry): string {
  return status.name.toLowerCase()
}
