import type { FastifyRequest } from 'fastify'
import type { PeopleCriterion } from '../../../domain/people-query.ts'
import { findPersonId } from '../../../usecases/people/find-person-id.ts'
import { actorOf } from '../auth.ts'
import type { WireContext } from '../context.ts'
import { idOf } from '../schema.ts'
import { criterionOf, type FieldRule, neverEmpty } from './fields.ts'
import { parseIql } from './parse.ts'

type Rule = FieldRule<PeopleCriterion>

/** @returns the IQL expression as a criterion on users (Case Management §10); throws `Refusal` (400) */
export async function usersByIql(
  { desk }: WireContext,
  request: FastifyRequest,
  expression: string,
): Promise<PeopleCriterion> {
  const named: NonNullable<Rule['text']> = async (text) => {
    const id = await findPersonId(desk, actorOf(request), idOf(text))
    return { of: { column: 'id' }, is: 'in', values: id === undefined ? [] : [id] }
  }
  const id: Rule = { ...integerId, text: named }
  const rules = new Map<string, Rule>([
    ['id', id],
    ['uuid', id],
    ['full_uuid', { text: named, empty: neverEmpty<PeopleCriterion>() }],
    ['hash_uuid', { text: named, empty: neverEmpty<PeopleCriterion>() }],
    ['name', { text: (text) => column('name', text), empty: { of: { column: 'name' }, is: 'empty' } }],
    ['address', { text: (text) => ({ address: text }), empty: { of: { column: 'email' }, is: 'empty' } }],
  ])
  return criterionOf<PeopleCriterion>(parseIql(expression), rules)
}

const integerId: Rule = {
  span: ({ from, to }) => ({
    all: [
      ...(from === undefined ? [] : [bound('greater_or_equal', from)]),
      ...(to === undefined ? [] : [bound('less_or_equal', to)]),
    ],
  }),
  empty: neverEmpty<PeopleCriterion>(),
}

function bound(is: 'greater_or_equal' | 'less_or_equal', value: number): PeopleCriterion {
  return { of: { column: 'id' }, is, value }
}

/** Without regard to letter case, as names are compared everywhere; no NUL, which PostgreSQL could not look for. */
function column(name: 'name', text: string): PeopleCriterion {
  return { of: { column: name }, is: 'in', values: [text.replaceAll('\0', '\uFFFD')] }
}
