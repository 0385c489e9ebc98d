import { extname } from 'node:path'
import type { FastifyRequest } from 'fastify'
import type { CatalogEntry } from '../../../domain/catalog.ts'
import { changeCase } from '../../../usecases/cases/change-case.ts'
import { catalogOf, type Desk } from '../../../usecases/desk.ts'
import { giveFiles } from '../../../usecases/files/give-files.ts'
import { cleanFileName, decodeBase64 } from '../../shared/file-answer.ts'
import { actorOf } from '../auth.ts'
import { oneOf, within } from '../check.ts'
import { Refused } from '../errors.ts'
import { readBody } from '../input.ts'
import { isoDate } from '../present.ts'
import { fileTypes, givenFiles, statusChange } from '../schema.ts'

/*
 * POST case/status (Messages §10.2), providers   body: guid*, key*, declaredAt   200: { data: {id, caseId, guid, key, …} }
 * The key is the name of one of the desk's statuses in any letter case; the current one sent again changes nothing.
 */
export const setStatus = (desk: Desk) => async (request: FastifyRequest) => {
  const { guid, key, declaredAt } = readBody(request, statusChange)
  const actor = actorOf(request)
  if (actor.party !== 'provider') throw new Refused(403, 'No access')
  const statuses = (await catalogOf(desk)).list('status')
  const keys = statuses.map(keyOf)
  const wanted = within('child "key" fails because', () => oneOf(keys)(key.toLowerCase(), 'key'))
  const status = statuses.find((entry) => keyOf(entry) === wanted)
  const of = await changeCase(desk, actor, { guid }, status ? { status: status.id } : {})
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

/*
 * POST case/files (Messages §10.2), both   body: guid*, files* = [{ name*, data* (base64), type }]
 * 200: { data: { result: true } }; all files or none. A `url` in place of `data` is not fetched.
 */
export const addFiles = (desk: Desk) => async (request: FastifyRequest) => {
  const { guid, files } = readBody(request, givenFiles)
  const decoded = files.map(({ name, data }, index) => {
    const frame = `child "files" fails because ["files" at position ${index} fails because [child`
    if (!fileTypes.has(extname(name).slice(1).toLowerCase())) {
      throw new Refused(400, `${frame} "name" fails because ["name" has an extension that is not allowed]]]`)
    }
    const bytes = decodeBase64(data)
    if (!bytes || bytes.length === 0) {
      throw new Refused(400, `${frame} "data" fails because ["data" must be a valid base64 string]]]`)
    }
    return { name: cleanFileName(name), contentType: typeOf(name), bytes }
  })
  await giveFiles(desk, actorOf(request), { guid }, decoded)
  return { data: { result: true } }
}

function typeOf(name: string): string {
  return fileTypes.get(extname(name).slice(1).toLowerCase()) ?? 'application/octet-stream'
}
