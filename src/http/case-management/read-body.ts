import type { FastifyRequest } from 'fastify'
import { parseForm } from '../shared/form.ts'
import { insertMissingCommas, readJson } from '../shared/lenient-json.ts'
import { MalformedBody } from '../shared/malformed-body.ts'
import { isJson, mediaType } from '../shared/media-type.ts'

/** The fields of a body by name, whichever way it was written. */
export type Body = Readonly<Record<string, unknown>>

/**
 * Reads a body as real clients send it (Case Management §3): what says that it is JSON is JSON; anything else is JSON when it
 * begins like it, because clients send JSON without a type or with the form type that their library puts there, and else
 * a form. No body, `[]` and `{}` are all empty.
 *
 * Throws `MalformedBody`.
 */
export function bodyOf(request: FastifyRequest): Body {
  const bytes = request.body
  if (!Buffer.isBuffer(bytes)) return {}
  if (isJson(mediaType(request.headers['content-type']).type)) return asObject(readLenientJson(utf8(bytes)))
  if (!beginsLikeJson(bytes)) return parseForm(bytes.toString('utf8'))
  return asObject(readLenientJson(utf8(bytes)))
}

function utf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new MalformedBody('The body is not UTF-8')
  }
}

/** The vendor's own example lacks a comma; repaired only where strict reading failed (§9.2). */
function readLenientJson(text: string): unknown {
  if (text.trim() === '') return {}
  try {
    return readJson(text)
  } catch (error) {
    const repaired = insertMissingCommas(text)
    if (!(error instanceof MalformedBody) || repaired === text) throw error
    return readJson(repaired)
  }
}

function asObject(value: unknown): Body {
  if (Array.isArray(value) && value.length === 0) return {}
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MalformedBody('The body is not an object')
  }
  return value as Body
}

function beginsLikeJson(bytes: Buffer): boolean {
  const first = /[^\s\uFEFF]/.exec(bytes.toString('utf8', 0, 1000))?.[0]
  return first === '{' || first === '['
}
