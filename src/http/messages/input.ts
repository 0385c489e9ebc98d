import type { FastifyRequest } from 'fastify'
import { readJson } from '../shared/lenient-json.ts'
import { MalformedBody } from '../shared/malformed-body.ts'
import { mediaType } from '../shared/media-type.ts'
import { refuseUnknown } from './check.ts'
import { Refused } from './errors.ts'
import type { Rule } from './rule.ts'

/**
 * Query of a URL. Names are notation-indifferent: `access_token` and `access-token` are `accessToken` (Messages §1.2).
 * @returns values by name in camelCase, in the order given
 */
export function queryOf(url: string): Map<string, string[]> {
  const start = url.indexOf('?')
  const values = new Map<string, string[]>()
  if (start < 0) return values
  for (const [name, value] of new URLSearchParams(url.slice(start + 1))) {
    const camel = name.replace(/[-_]+([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase())
    values.set(camel, [...(values.get(camel) ?? []), value])
  }
  return values
}

/** @returns the query of a GET, read by its table; a parameter that is given twice is an array. Throws `RuleBroken` */
export function readQuery<T>(request: FastifyRequest, rule: Rule<T>): T {
  const entries = [...queryOf(request.url)].filter(([name]) => name !== 'accessToken')
  return rule(
    Object.fromEntries(entries.map(([name, all]) => [name, all.length > 1 ? all : all[0]])),
    'value',
  )
}

/**
 * @param whenEmpty what a request without a body is taken for
 * @returns the JSON body of a POST, read by its table. Throws `Refused` for what is no JSON, `RuleBroken` for the rest
 */
export function readBody<T>(request: FastifyRequest, rule: Rule<T>, whenEmpty: unknown = {}): T {
  const body = parseBody(request, whenEmpty)
  // A POST takes nothing but the token from its query (Messages §1.2).
  refuseUnknown([...queryOf(request.url).keys()].filter((name) => name !== 'accessToken'))
  return rule(body, 'value')
}

function parseBody(request: FastifyRequest, whenEmpty: unknown): unknown {
  const bytes = request.body
  if (!Buffer.isBuffer(bytes)) return whenEmpty
  if (mediaType(request.headers['content-type']).type !== 'application/json') {
    throw new Refused(415, 'Content-Type must be application/json')
  }
  try {
    return readJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch (error) {
    if (error instanceof MalformedBody || error instanceof TypeError) throw new Refused(400, 'Invalid JSON')
    throw error
  }
}
