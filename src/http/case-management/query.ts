import type { FastifyRequest } from 'fastify'
import { Refusal } from './errors.ts'
import { type Fields, readFields } from './schema.ts'

/** Items on one page (Case Management §4.5). */
const usual = 20
const most = 100

interface Page {
  readonly offset: number
  readonly limit: number
}

/**
 * Reads the query of a list: its page and its filters. A filter that is not among the known ones is refused, because a list
 * that leaves it out is not the list that was asked for (§6.2). Of a name given twice the last counts.
 * @returns what `read` makes of it; throws `Refusal`
 */
export function readListQuery<T>(
  request: FastifyRequest,
  known: readonly string[],
  read: (of: Fields) => T,
): T & Page {
  const start = request.url.indexOf('?')
  const query = new URLSearchParams(start < 0 ? '' : request.url.slice(start + 1))
  const names = new Set([...known, 'offset', 'length'])
  const strange = [...query.keys()].filter((name) => !names.has(name))
  if (strange.length > 0) {
    const problems = strange.map((field) => ({ message: `The "${field}" parameter is not supported`, field }))
    throw new Refusal(400, ...problems)
  }
  return readFields(Object.fromEntries(query), (of) => ({ ...read(of), ...readPage(of) }))
}

/** Reads which part of a list is wanted (§4.5). */
export function readPage(of: Fields): Page {
  return { offset: of.int('offset') ?? 0, limit: Math.min(of.int('length') ?? usual, most) }
}

/**
 * @param filters what may not stand beside the expression
 * @returns the IQL expression, undefined for none; throws `Refusal` (400) when it is mixed with filters (§10)
 */
export function readIql(of: Fields, filters: readonly string[]): string | undefined {
  const expression = of.raw('iql')
  if (typeof expression !== 'string') return undefined
  if (filters.some((name) => of.raw(name) !== undefined)) {
    const message = 'The "iql" parameter cannot be used together with other filters'
    of.problems.push({ message, field: 'iql' })
  }
  return expression
}

/** @returns the envelope of every list (§4.5) */
export function listAnswer(total: number, { offset, limit }: Page, data: readonly unknown[]) {
  return { total_count: total, offset, length: limit, data }
}
