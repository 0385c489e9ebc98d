import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { type FormValue, parseForm } from '../shared/form.ts'
import { readJson } from '../shared/lenient-json.ts'
import { MalformedBody } from '../shared/malformed-body.ts'
import { isJson, mediaType } from '../shared/media-type.ts'
import { streamMultipart } from '../shared/multipart.ts'
import { BodyTooLarge, readBytes } from '../shared/read-body.ts'
import { Refusal } from './refusal.ts'
import { Submission, Upload } from './submission.ts'
import { words } from './words.ts'

/** Largest file, inclusive (§6.2). */
export const fileBytes = 2_097_152
/** How far an upload is read on, so that its sender gets to read the answer (§6.2). */
const uploadBytes = 32 * 1024 * 1024
/** Room for the longest comment, every character of it percent-encoded. */
const textBytes = 16 * 1024 * 1024
const fieldBytes = 4 * 1024 * 1024

/**
 * Reads a body of any method, GET included (§4). No body, or an empty multipart one, is an empty form.
 * @returns what was submitted; throws `Refusal` with 400, 413 or 415
 */
export async function readSubmission(raw: IncomingMessage): Promise<Submission> {
  try {
    return await read(raw)
  } catch (error) {
    // Whatever is still coming is dropped, until the server's time for one request is over: a request that was begun to be read is
    // not dropped by Node itself, and the next one on the connection would never be seen.
    raw.resume()
    throw error
  }
}

async function read(raw: IncomingMessage): Promise<Submission> {
  const contentType = raw.headers['content-type']
  const { type } = mediaType(contentType)
  if (type === 'multipart/form-data') return readMultipart(raw, contentType ?? '')
  const body = await readBytes(raw, textBytes)
  if (isJson(type)) return body.length === 0 ? Submission.ofJson({}) : fromJson(utf8(body))
  if (body.length === 0) return Submission.ofForm([])
  if (type !== 'application/x-www-form-urlencoded') {
    throw new Refusal(415, { detail: [words.unsupported(contentType ?? '')] })
  }
  return Submission.ofForm(pairsOf(parseForm(body.toString())))
}

async function readMultipart(raw: IncomingMessage, contentType: string): Promise<Submission> {
  const source = { read: 0 }
  const files: (readonly [string, Upload])[] = []
  try {
    const fields = await streamMultipart(
      Readable.from(atMost(raw, source), { objectMode: false }),
      contentType,
      { fieldBytes, files: 10 },
      async ({ field, fileName, contentType: claimed, stream }) => {
        const kept: Buffer[] = []
        let size = 0
        for await (const chunk of stream as AsyncIterable<Buffer>) {
          // One byte over the limit tells as much as all of them.
          if (size <= fileBytes) kept.push(chunk)
          size += chunk.length
        }
        const bytes = Buffer.concat(kept)
        const contentType = /^[ -~]{1,200}$/.test(claimed) ? claimed : 'application/octet-stream'
        files.push([field, new Upload({ fileName, contentType, bytes, size })])
      },
    )
    // Files come last: where text and file share a name, the file is meant.
    return Submission.ofForm([...fields.map(({ name, value }) => [name, value] as const), ...files])
  } catch (error) {
    if (source.read > uploadBytes) throw new Refusal(400, { attachment: [words.fileTooBig] })
    if (!(error instanceof MalformedBody)) throw error
    throw new Refusal(400, {
      detail: [words.badMultipart(error.message.replace('The form cannot be read: ', ''))],
    })
  }
}

/** Passes the stream on until it is longer than any upload that is read; the stream itself is left open for the answer. */
async function* atMost(stream: Readable, counted: { read: number }): AsyncGenerator<Buffer> {
  for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    counted.read += chunk.length
    if (counted.read > uploadBytes) throw new BodyTooLarge(uploadBytes)
    yield chunk
  }
}

function utf8(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw new Refusal(400, { detail: [words.badJson('the text is not UTF-8')] })
  }
}

function fromJson(text: string): Submission {
  const value = jsonValue(text)
  if (value === null) throw new Refusal(400, { non_field_errors: [words.noData] })
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new Refusal(400, { non_field_errors: [words.notADictionary(typeName(value))] })
  }
  return Submission.ofJson(value)
}

function jsonValue(text: string): unknown {
  try {
    return readJson(text)
  } catch (error) {
    if (!(error instanceof MalformedBody)) throw error
    throw new Refusal(400, { detail: [words.badJson(placeOfError(text) ?? error.message)] })
  }
}

/** @returns where the text stops being JSON, without repeating anything of it; undefined if it is JSON */
function placeOfError(text: string): string | undefined {
  try {
    JSON.parse(text)
    return undefined
  } catch (error) {
    const found = error instanceof Error ? /at position (\d+)/.exec(error.message) : null
    const at = found ? Number(found[1]) : text.length
    const lines = text.slice(0, at).split('\n')
    return `line ${lines.length} column ${(lines.at(-1)?.length ?? 0) + 1} (char ${at})`
  }
}

/** Lists of a form as pairs. Deeper nesting has no meaning here and is left out. */
function* pairsOf(form: Record<string, FormValue>): Generator<readonly [string, string]> {
  for (const [name, value] of Object.entries(form)) {
    const values = typeof value === 'string' ? [value] : Object.values(value)
    for (const each of values) if (typeof each === 'string') yield [name, each]
  }
}

/** @returns what the wire's sentences call a value's type (§4.1) */
export function typeName(value: unknown): string {
  if (value === null) return 'NoneType'
  if (Array.isArray(value)) return 'list'
  if (value instanceof Upload) return 'file'
  switch (typeof value) {
    case 'boolean':
      return 'bool'
    case 'number':
      return Number.isInteger(value) ? 'int' : 'float'
    case 'string':
      return 'str'
    default:
      return 'dict'
  }
}
