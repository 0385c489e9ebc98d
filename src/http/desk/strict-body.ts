import type { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { readJson } from '../shared/lenient-json.ts'
import { readBytes } from '../shared/read-body.ts'
import { Refused } from './errors.ts'

/** Largest JSON body, in bytes: the longest text with every character escaped. */
const jsonBytes = 8 * 1024 * 1024

/**
 * Reads bodies as JSON and nothing else: valid UTF-8, at most 32 deep, no NUL and no half surrogate pair, so that what is
 * accepted can always be stored and shown (threat model §6.2). The same is asked of queries. A body where none is taken, or a
 * query, is refused like an unknown field.
 */
export function readStrictBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', async (_request: unknown, payload: Readable) => {
    const bytes = await readBytes(payload, jsonBytes)
    return bytes.length === 0 ? undefined : parse(bytes)
  })
  app.addHook('onRoute', (route) => {
    route.schema = { querystring: noQuery, ...route.schema }
  })
  app.addHook('preValidation', async (request) => {
    refuseNul(request.query)
    const takesNone = request.routeOptions.schema?.body === undefined && !request.deskUpload
    if (takesNone && request.body !== undefined && !isEmptyObject(request.body)) {
      throw new Refused({
        code: 'invalid',
        issues: [{ field: 'body', rule: 'not_allowed', message: 'is not taken here' }],
      })
    }
  })
}

const noQuery = Type.Object({}, { additionalProperties: false })

function parse(bytes: Buffer): unknown {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new Refused({ code: 'malformed', detail: 'The body is not valid UTF-8.' })
  }
  const value = readJson(text)
  refuseNul(value)
  return value
}

function refuseNul(value: unknown): void {
  if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())) {
    throw new Refused({ code: 'malformed', detail: 'A text holds a character that cannot be stored.' })
  }
  if (typeof value !== 'object' || value === null) return
  for (const [key, each] of Object.entries(value)) {
    refuseNul(key)
    refuseNul(each)
  }
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}
