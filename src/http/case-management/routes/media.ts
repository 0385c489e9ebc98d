import { buffer } from 'node:stream/consumers'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { openFile, readFile } from '../../../usecases/files/read-file.ts'
import { storeFile } from '../../../usecases/files/store-file.ts'
import { cleanFileName, contentDisposition, decodeBase64, safeContentType } from '../../shared/file-answer.ts'
import { actorOf } from '../auth.ts'
import type { WireContext } from '../context.ts'
import { locate } from '../created.ts'
import { Refusal, required } from '../errors.ts'
import { typeOfName } from '../file-types.ts'
import { presentIds, presentMedium } from '../present.ts'
import { bodyOf } from '../read-body.ts'
import { type Fields, idOf, readFields } from '../schema.ts'

interface MediumPath {
  readonly Params: { readonly id: string }
}

/*
 * POST /v1/media   body: name, content (base64) (§8.1). Attached to nothing, it is gone after an hour (§8.4)
 * 200 { uuid, id, full_uuid, name, size }
 */
export const createMedium =
  ({ desk }: WireContext) =>
  async (request: FastifyRequest, reply: FastifyReply) => {
    const input = readFields(bodyOf(request), readNewMedium)
    const bytes = decodeBase64(input.content)
    if (!bytes) throw refused('is not valid base64')
    if (bytes.length === 0) throw refused('is empty')
    const name = cleanFileName(input.name)
    const file = await storeFile(desk, actorOf(request), { name, contentType: typeOfName(name), bytes })
    locate(request, reply, file.id)
    return { ...presentIds(file.id, file.guid), name: file.name, size: file.size }
  }

/*
 * GET /v1/media/{id}   200 { uuid, id, full_uuid, name, type, size, content } (§8.2)
 */
export const readMedium =
  ({ desk }: WireContext) =>
  async (request: FastifyRequest<MediumPath>) => {
    const file = await readFile(desk, actorOf(request), idOf(request.params.id))
    const content = (await buffer(await openFile(desk, file))).toString('base64')
    return { full_uuid: file.guid, ...presentMedium(file), content }
  }

/*
 * GET /v1/media/{id}/download   200 the bytes, never to be shown by a browser (§8.2)
 */
export const downloadMedium =
  ({ desk }: WireContext) =>
  async (request: FastifyRequest<MediumPath>, reply: FastifyReply) => {
    const file = await readFile(desk, actorOf(request), idOf(request.params.id))
    const bytes = await openFile(desk, file)
    return reply
      .type(safeContentType(file.contentType, file.name))
      .header('content-disposition', contentDisposition(file.name))
      .header('content-length', file.size)
      .header('content-security-policy', 'sandbox')
      .header('x-content-type-options', 'nosniff')
      .send(bytes)
  }

/** Reads a new medium (§8.1). */
export function readNewMedium(of: Fields) {
  return { name: of.requiredText('name', 10_000), content: readContent(of) }
}

/** Not trimmed: in a form, a blank may be a plus sign that nobody encoded. */
function readContent(of: Fields): string {
  const content = of.text('content', Number.POSITIVE_INFINITY)
  if (of.raw('content') === undefined || content === '') of.problems.push(required('content'))
  return content ?? ''
}

function refused(what: string): Refusal {
  return new Refusal(400, { message: `The "content" parameter ${what}`, field: 'content' })
}
