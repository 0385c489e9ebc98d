import { once } from 'node:events'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from '../../../domain/actor.ts'
import type { StoredFile } from '../../../domain/file.ts'
import type { Desk } from '../../../usecases/desk.ts'
import { openFile, readFile } from '../../../usecases/files/read-file.ts'
import { storeFile } from '../../../usecases/files/store-file.ts'
import { cleanFileName, contentDisposition, safeContentType } from '../../shared/file-answer.ts'
import { mediaType } from '../../shared/media-type.ts'
import { streamMultipart } from '../../shared/multipart.ts'
import { BodyTooLarge } from '../../shared/read-body.ts'
import { access, type DeskApp, type Routes } from '../app.ts'
import { actorOf } from '../auth.ts'
import { Refused } from '../errors.ts'
import { ById, FileQuery } from '../parameters.ts'
import { fileRef } from '../present.ts'
import { rasterType } from '../raster-type.ts'
import { FileRef } from '../schema.ts'
import { keepBodiesUnread, limited } from '../upload.ts'

const tags = ['Files']

/** Bytes in and out. An uploaded file belongs to nobody's case until it is attached, and is gone after an hour without. */
export const fileRoutes: Routes = (app, desk) => {
  app.decorateRequest('deskUpload', null)
  app.register(async (uploads) => {
    keepBodiesUnread(uploads as unknown as FastifyInstance) // without the types of the schemas, which play no part here
    uploadRoute(uploads, desk)
  })

  app.get(
    '/files/:id',
    {
      ...access('session'),
      schema: {
        operationId: 'readFile',
        summary: 'Read the bytes of a file',
        description:
          'Always as a download, except that `inline=1` shows an image that really is PNG, JPEG, GIF or WebP.',
        tags,
        params: ById,
        querystring: FileQuery,
        produces: ['application/octet-stream'],
      },
    },
    async (request, reply) => {
      const file = await readFile(desk, actorOf(request), request.params.id)
      return sendFile(desk, reply, file, request.query.inline === '1')
    },
  )
}

function uploadRoute(app: DeskApp, desk: Desk): void {
  app.post(
    '/files',
    {
      ...access('session'),
      schema: {
        operationId: 'uploadFile',
        summary: 'Upload a file',
        description:
          'Either one file as multipart/form-data, or the bytes themselves with their content-type and their name, percent-encoded, in `x-file-name`. Attach it within an hour by its id.',
        tags,
        consumes: ['multipart/form-data', 'application/octet-stream'],
        response: { 201: FileRef },
      },
    },
    async (request, reply) => {
      const file = await store(desk, actorOf(request), request)
      reply.code(201)
      return fileRef(file)
    },
  )
}

async function store(desk: Desk, actor: Actor, request: FastifyRequest): Promise<StoredFile> {
  const type = request.headers['content-type'] ?? ''
  const limit = desk.limits.fileBytes
  const body = request.deskUpload
  if (!body) throw noFile()
  if (mediaType(type).type !== 'multipart/form-data') {
    const bytes = limited(body, limit)
    const name = readName(request.headers['x-file-name'])
    const contentType = type === '' ? 'application/octet-stream' : type.slice(0, 255)
    return storeFile(desk, actor, { name, contentType, bytes, limit })
  }
  const stored: StoredFile[] = []
  await streamMultipart(body, type, { fileBytes: limit, files: 1, fields: 20 }, async (part) => {
    const { fileName: name, contentType, stream: bytes } = part
    stored.push(await storeFile(desk, actor, { name, contentType, bytes, limit }))
  }).catch((error: unknown) => {
    throw error instanceof Error && error.cause instanceof BodyTooLarge ? error.cause : error
  })
  const [file] = stored
  if (!file) throw noFile()
  return file
}

function noFile(): Refused {
  return new Refused({
    code: 'invalid',
    issues: [{ field: 'file', rule: 'required', message: 'must be given' }],
  })
}

/** @returns the name, percent-decoded where it is encoded and always cleaned */
function readName(header: string | string[] | undefined): string {
  const given = typeof header === 'string' ? header : ''
  try {
    return cleanFileName(decodeURIComponent(given).replaceAll('\0', ''))
  } catch {
    return cleanFileName(given)
  }
}

/** Sends the bytes so that no browser runs them: as a download of a type we chose, or as a verified image. */
async function sendFile(
  desk: Desk,
  reply: FastifyReply,
  file: StoredFile,
  inline: boolean,
): Promise<FastifyReply> {
  const bytes = await openFile(desk, file)
  let type = safeContentType(file.contentType, file.name)
  let disposition = contentDisposition(file.name)
  if (inline) {
    if (file.size > 0) await once(bytes, 'readable')
    const head: Buffer | null = bytes.read(Math.min(file.size, 16))
    if (head) bytes.unshift(head)
    const image = head && rasterType(head)
    if (image) {
      type = image
      disposition = disposition.replace(/^attachment/, 'inline')
    }
  }
  return reply
    .headers({
      'content-type': type,
      'content-length': String(file.size),
      'content-disposition': disposition,
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
    })
    .send(bytes)
}
