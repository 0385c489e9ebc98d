import { once } from 'node:events'
import { PassThrough, Readable } from 'node:stream'
import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy'
import { cleanFileName } from './file-answer.ts'
import { MalformedBody } from './malformed-body.ts'
import { BodyTooLarge, DRAIN_BYTES } from './read-body.ts'

export { MalformedBody }

/** One ordinary field. */
export type FormField = { name: string; value: string }
/** One file. `size` is the number of bytes kept; `truncated` says that there were more. */
export type UploadedPart = {
  field: string
  fileName: string
  contentType: string
  bytes: Buffer
  size: number
  truncated: boolean
}
/** Limits: bytes per file and per field, number of each. */
export type MultipartLimits = { fileBytes?: number; files?: number; fields?: number; fieldBytes?: number }
/** One file of a streamed form. */
export type StreamedPart = { field: string; fileName: string; contentType: string; stream: Readable }

const MAX_PARTS = 1000
const STREAMED_FIELD_BYTES = 1024 * 1024

/**
 * Reads a multipart/form-data body held in memory. Any part with a file name is a file (REST v3 §3.4); its name
 * comes cleaned. An empty body is an empty form, and an empty file without a name (a browser's "no file chosen")
 * is no file. A file larger than `fileBytes` is cut and flagged.
 *
 * Without limits: 1,000 files, 1,000 fields, any size. Throws `MalformedBody`, also for too many parts and for a
 * field larger than `fieldBytes`.
 */
export async function parseMultipart(
  body: Buffer,
  contentType: string,
  limits: MultipartLimits = {},
): Promise<{ fields: FormField[]; files: UploadedPart[] }> {
  const files: UploadedPart[] = []
  const fieldBytes = limits.fieldBytes ?? body.length
  const fields = await readParts(
    Readable.from([body]),
    contentType,
    { ...limits, fieldBytes },
    async (part, file, stopped) => {
      // A form that breaks off never ends the file, so the failure ends the wait.
      const failed = stopped.then((reason) => Promise.reject(reason))
      const chunks: Buffer[] = await Promise.race([file.toArray(), failed])
      const bytes = Buffer.concat(chunks)
      files.push({ ...part, bytes, size: bytes.length, truncated: file.truncated })
    },
  )
  return { fields, files }
}

/**
 * The same for large uploads: `onFile` gets every file as a stream while the body arrives, and its promise is
 * awaited; returns the fields at the end. What `onFile` leaves unread is dropped.
 *
 * A file larger than `fileBytes` is never taken for a whole one: its stream fails with `BodyTooLarge`, and so
 * does this call, once the rest of the body has been read and dropped and every `onFile` has settled.
 * Fields are at most 1 MiB unless `fieldBytes` says otherwise. Throws `MalformedBody` like `parseMultipart`, and
 * whatever `onFile` throws.
 */
export async function streamMultipart(
  stream: Readable,
  contentType: string,
  limits: MultipartLimits,
  onFile: (part: StreamedPart) => Promise<void>,
): Promise<FormField[]> {
  return readParts(stream, contentType, limits, async (part, file, stopped) => {
    const out = new PassThrough()
    // Its failure is also ours, and is reported once, below.
    out.on('error', () => {})
    const tooLarge = new BodyTooLarge(limits.fileBytes ?? Number.POSITIVE_INFINITY)
    file.on('data', (chunk: Buffer) => {
      if (out.destroyed || out.write(chunk)) return
      file.pause()
      out.once('drain', () => file.resume())
    })
    file.on('end', () => (file.truncated ? out.destroy(tooLarge) : out.end()))
    out.on('close', () => file.resume())
    void stopped.then((reason) => out.destroy(reason))
    await onFile({ ...part, stream: out })
    out.resume()
    if (!file.readableEnded) await Promise.race([once(file, 'end'), stopped])
    if (file.truncated) throw tooLarge
  })
}

type PartHead = { field: string; fileName: string; contentType: string }
type TakeFile = (part: PartHead, file: BusboyFileStream, stopped: Promise<Error>) => Promise<void>

/** Feeds `source` to the parser until the end or the first failure; after a failure the rest is read and dropped. */
async function readParts(
  source: Readable,
  contentType: string,
  limits: MultipartLimits,
  takeFile: TakeFile,
): Promise<FormField[]> {
  const fields: FormField[] = []
  const pending: Promise<void>[] = []
  const stopped = Promise.withResolvers<Error>()
  let failure: Error | undefined
  const fail = (cause: unknown): void => {
    if (failure) return
    failure = cause instanceof Error ? cause : new MalformedBody('The form cannot be read', { cause })
    stopped.resolve(failure)
  }
  const refuse = (reason: string) => () => fail(new MalformedBody(reason))

  let parser: BusboyInstance | undefined
  let dropped = 0
  try {
    for await (const chunk of source.iterator({ destroyOnReturn: false })) {
      if (chunk.length === 0) continue
      if (!failure) parser ??= openParser()
      if (parser && !failure) {
        await Promise.race([feed(parser, chunk), stopped.promise])
        continue
      }
      dropped += chunk.length
      if (dropped > DRAIN_BYTES) break
    }
  } catch (cause) {
    fail(new MalformedBody('The body broke off before its end', { cause }))
  }
  if (parser && !failure) {
    const finished = once(parser, 'finish')
    parser.end()
    await Promise.race([finished, stopped.promise]).catch(fail)
  }
  if (!failure) await Promise.race([Promise.all(pending), stopped.promise])
  if (failure) {
    await Promise.allSettled(pending)
    throw failure
  }
  return fields

  function openParser(): BusboyInstance | undefined {
    const files = limits.files ?? MAX_PARTS
    const count = limits.fields ?? MAX_PARTS
    let opened: BusboyInstance
    try {
      opened = createParser(contentType, {
        files,
        fields: count,
        fileSize: limits.fileBytes ?? Number.POSITIVE_INFINITY,
        fieldSize: limits.fieldBytes ?? STREAMED_FIELD_BYTES,
      })
    } catch (cause) {
      fail(new MalformedBody(reasonOf(cause), { cause }))
      return undefined
    }
    opened.on('error', (cause) => fail(new MalformedBody(reasonOf(cause), { cause })))
    opened.on('filesLimit', refuse(`The form has more than ${files} files`))
    opened.on('fieldsLimit', refuse(`The form has more than ${count} fields`))
    opened.on('field', (name, value, _nameCut, valueCut) => {
      if (valueCut) fail(new MalformedBody('A field of the form is too large'))
      else fields.push({ name: name ?? '', value })
    })
    opened.on('file', (field, file, fileName, _encoding, type) => {
      file.on('error', (cause) => fail(new MalformedBody(reasonOf(cause), { cause })))
      const part = { field: field ?? '', fileName: cleanFileName(fileName), contentType: type }
      pending.push(takeUnlessAbsent(part, file, fileName).catch(fail))
    })
    return opened
  }

  async function takeUnlessAbsent(part: PartHead, file: BusboyFileStream, fileName: string): Promise<void> {
    if (fileName === '') {
      await Promise.race([once(file, 'readable'), stopped.promise])
      if (file.readableLength === 0) {
        file.resume()
        return
      }
    }
    await takeFile(part, file, stopped.promise)
  }
}

function createParser(
  contentType: string,
  limits: Record<'files' | 'fields' | 'fileSize' | 'fieldSize', number>,
): BusboyInstance {
  return new Busboy({
    headers: { 'content-type': contentType },
    preservePath: true,
    limits: { ...limits, headerPairs: 100, headerSize: 16 * 1024 },
    isPartAFile: (_field, _type, fileName) => fileName !== undefined,
  })
}

function feed(parser: BusboyInstance, chunk: Buffer): Promise<void> {
  return new Promise((resolve) => {
    parser.write(chunk, () => resolve())
  })
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? `The form cannot be read: ${cause.message}` : 'The form cannot be read'
}
