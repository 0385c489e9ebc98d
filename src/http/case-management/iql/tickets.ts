import type { FastifyRequest } from 'fastify'
import { prioritiesShownAs, statusesShownAs } from '../../../domain/basic-words.ts'
import { type CaseColumn, type CaseCriterion, columnIs, columnWithin } from '../../../domain/case-query.ts'
import type { Catalog } from '../../../domain/catalog.ts'
import { findPersonId } from '../../../usecases/people/find-person-id.ts'
import { actorOf } from '../auth.ts'
import type { WireContext } from '../context.ts'
import { priorityWords, statusWords } from '../names.ts'
import { idOf } from '../schema.ts'
import { criterionOf, type FieldRule, neverEmpty } from './fields.ts'
import { parseIql } from './parse.ts'
import { badExpression } from './tokens.ts'

type Rule = FieldRule<CaseCriterion>

/** @returns the IQL expression as a criterion on tickets (Case Management §10); throws `Refusal` (400) */
export async function ticketsByIql(
  context: WireContext,
  request: FastifyRequest,
  catalog: Catalog,
  expression: string,
): Promise<CaseCriterion> {
  return criterionOf<CaseCriterion>(parseIql(expression), rulesFor(context, request, catalog))
}

/** The fields of a ticket as §7.2 names them. */
function rulesFor(
  { desk }: WireContext,
  request: FastifyRequest,
  catalog: Catalog,
): ReadonlyMap<string, Rule> {
  const person = (column: 'requester_id' | 'assignee_id'): Rule => ({
    ...integer(column),
    text: async (text) => {
      const id = await findPersonId(desk, actorOf(request), idOf(text))
      return id === undefined ? columnIs(column) : columnIs(column, id)
    },
  })
  return new Map<string, Rule>([
    ['id', integer('number')],
    ['uuid', integer('number')],
    ['full_uuid', words('guid')],
    ['external_id', words('external_id')],
    ['title', words('subject')],
    ['message', words('description')],
    ['status', word(statusWords, (status) => columnIs('status', ...statusesShownAs(catalog, status)))],
    [
      'priority',
      word(priorityWords, (priority) => columnIs('priority', ...prioritiesShownAs(catalog, priority))),
    ],
    ['queue', integer('group')],
    ['source', integer('source')],
    ['creator', person('requester_id')],
    ['solver', person('assignee_id')],
    ['attachments', { empty: { not: { has: 'attachments' } } }],
    ['created', seconds('created_at')],
    ['last_update', seconds('updated_at')],
  ])
}

function integer(column: CaseColumn): Rule {
  return {
    span: ({ from, to }) => ({ all: columnWithin(column, from, to) }),
    text: (text, at) => {
      if (!/^\d{1,15}$/.test(text.trim())) throw badExpression(at, 'a number is expected')
      return columnIs(column, Number(text))
    },
    empty: { of: { column }, is: 'in', values: [null, 0] },
  }
}

function words(column: CaseColumn): Rule {
  return {
    text: (value) => ({ of: { column }, is: 'exactly', value: withoutNul(value) }),
    number: (value) => ({ of: { column }, is: 'exactly', value: String(value) }),
    empty: { of: { column }, is: 'empty' },
  }
}

function word<T>(known: Readonly<Record<string, T>>, criterion: (word: T) => CaseCriterion): Rule {
  return {
    text: (text, at) => {
      const given = text.trim().toLowerCase()
      const found = Object.hasOwn(known, given) ? known[given] : undefined
      if (found === undefined) throw badExpression(at, `one of ${Object.keys(known).join(', ')} is expected`)
      return criterion(found)
    },
    empty: neverEmpty<CaseCriterion>(),
  }
}

/** What is shown in seconds is kept in ms: a second is all of its thousand. */
function seconds(column: CaseColumn): Rule {
  return {
    span: ({ from, to }) => ({
      all: columnWithin(
        column,
        from === undefined ? undefined : from * 1000,
        to === undefined ? undefined : to * 1000 + 999,
      ),
    }),
    empty: neverEmpty<CaseCriterion>(),
  }
}

/** No text of the desk holds one, and PostgreSQL would not even look. */
function withoutNul(text: string): string {
  return text.replaceAll('\0', '\uFFFD')
}
