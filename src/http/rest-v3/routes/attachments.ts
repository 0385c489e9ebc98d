import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { StoredFile } from '../../../domain/file.ts'
import { readCase } from '../../../usecases/cases/read-case.ts'
import { openFile } from '../../../usecases/files/read-file.ts'
import { removeAttachment } from '../../../usecases/files/remove-attachment.ts'
import { type Upload, uploadForLater, uploadToCase } from '../../../usecases/files/upload-to-case.ts'
import { contentDisposition, safeContentType } from '../../shared/file-answer.ts'
import type { WireContext } from '../context.ts'
import { entity, list, plainSuccess } from '../envelope.ts'
import { notFound, notProvided } from '../errors.ts'
import { presentListInfo, readListInfo } from '../lists/list-info.ts'
import { asObject } from '../lists/list-values.ts'
import { pageOfRows } from '../lists/rows.ts'
import { idOf, type WithChild, type WithId } from '../params.ts'
import { presentAttachment } from '../present-attachment.ts'
import { entityOf, type Input, readInput } from '../read-input.ts'
import { isEmpty, readBoolean, readId } from '../values.ts'

const names = new Set(['id', 'file_id', 'name', 'size', 'content_type', 'content_url', 'created_time'])
type WithFile = { Params: { id: string; child: string; file: string } }

/**
 * Attachments (REST v3 §9.6). Any part with a file name is a file.
 *
 *     PUT, POST  /api/v3/requests/{id}/upload                                  store and attach, 200
 *     POST       /api/v3/requests/{id}/_uploads                                with addtoattachment=true: attach, 201
 *     POST       /api/v3/requests/upload                                       store for later, 201
 *     POST       /api/v3/requests/{id}/notes/upload, notifications/upload      store for later, 201
 *     POST       /api/v3/attachments                                           attach to the request in input_data, 201
 *     GET        /api/v3/requests/{id}/attachments
 *     GET        /api/v3/requests/{id}/attachments/{aid}/download, _download   the bytes
 *     GET        /api/v3/requests/{id}/notifications/{nid}/attachments/{aid}/download, _download
 *     DELETE     /api/v3/requests/{id}/attachments/{aid}
 */
export function registerAttachments(wire: FastifyInstance, context: WireContext): void {
  const { desk } = context
  wire.route<WithId>({
    method: ['PUT', 'POST'],
    url: '/requests/:id/upload',
    handler: (request) => attach(context, request, idOf(request.params.id)),
  })
  wire.post<WithId>('/requests/:id/_uploads', async (request, reply) => {
    reply.code(201)
    const { form } = await readInput(request)
    const id = idOf(request.params.id)
    const attaches = readBoolean(form.get('addtoattachment'), 'addtoattachment') ?? true
    return attaches ? attach(context, request, id) : keep(context, request, id)
  })
  wire.post('/requests/upload', async (request, reply) => {
    reply.code(201)
    return keep(context, request, null)
  })
  for (const child of ['notes', 'notifications']) {
    wire.post<WithId>(`/requests/:id/${child}/upload`, async (request, reply) => {
      reply.code(201)
      return keep(context, request, idOf(request.params.id))
    })
  }
  wire.post('/attachments', async (request, reply) => {
    reply.code(201)
    const { request: parent } = entityOf(await readInput(request), 'attachment')
    const id = asObject(parent)?.id
    if (isEmpty(id)) throw notProvided(['request'])
    return attach(context, request, readId(id, 'request'))
  })
  wire.get<WithId>('/requests/:id/attachments', (request) =>
    listAll(context, request, idOf(request.params.id)),
  )
  for (const word of ['download', '_download']) {
    wire.get<WithChild>(`/requests/:id/attachments/:child/${word}`, (request, reply) =>
      download(context, request, reply, idOf(request.params.child)),
    )
    wire.get<WithFile>(`/requests/:id/notifications/:child/attachments/:file/${word}`, (request, reply) =>
      download(context, request, reply, idOf(request.params.file), idOf(request.params.child)),
    )
  }
  wire.delete<WithChild>('/requests/:id/attachments/:child', async ({ rep, params }) => {
    await removeAttachment(desk, rep, idOf(params.id), idOf(params.child))
    return plainSuccess()
  })
}

async function attach({ desk, settings }: WireContext, request: FastifyRequest, id: number) {
  const uploads = uploadsOf(await readInput(request))
  const stored = await uploadToCase(desk, request.rep, id, uploads)
  return present(stored, id, settings.timeZone)
}

async function keep({ desk, settings }: WireContext, request: FastifyRequest, id: number | null) {
  const uploads = uploadsOf(await readInput(request))
  const stored = await uploadForLater(desk, request.rep, id, uploads)
  return present(stored, null, settings.timeZone)
}

function uploadsOf({ files }: Input): Upload[] {
  if (files.length === 0) throw notProvided(['input_file'])
  return files.map(({ fileName, contentType, bytes }) => ({ name: fileName, contentType, bytes }))
}

/** The first file is the entity; several are listed as well. */
function present(stored: readonly StoredFile[], id: number | null, timeZone: string) {
  const all = stored.map((file) => presentAttachment(file, id, timeZone))
  return { ...entity('attachment', all[0]), ...(all.length > 1 ? { attachments: all } : {}) }
}

async function listAll({ desk, settings }: WireContext, request: FastifyRequest, id: number) {
  const info = readListInfo((await readInput(request)).data, 'asc')
  const { attachments } = await readCase(desk, request.rep, id)
  const all = attachments
    .filter(({ place }) => place === 'case')
    .map(({ file }) => presentAttachment(file, id, settings.timeZone))
  const { rows, more, total } = pageOfRows(info, all, names)
  return list('attachments', rows, presentListInfo(info, rows.length, more, total))
}

/** Sends the bytes as something to be saved, never shown (threat model §3.6). */
async function download(
  { desk }: WireContext,
  request: FastifyRequest<{ Params: { id: string } }>,
  reply: FastifyReply,
  fileId: number,
  messageId?: number,
) {
  const { attachments } = await readCase(desk, request.rep, idOf(request.params.id))
  const found = attachments.find(
    ({ file, messageId: place }) => file.id === fileId && (messageId === undefined || place === messageId),
  )
  if (!found) throw notFound()
  const { file } = found
  const bytes = await openFile(desk, file)
  return reply
    .header('content-type', safeContentType(file.contentType, file.name))
    .header('content-length', file.size)
    .header('content-disposition', contentDisposition(file.name))
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', 'sandbox')
    .header('cache-control', 'private, no-store')
    .send(bytes)
}
