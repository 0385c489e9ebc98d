import type { FastifyRequest } from 'fastify'
import { prioritiesShownAs, statusesShownAs } from '../../../domain/basic-words.ts'
import { type CaseCriterion, columnIs, columnWithin } from '../../../domain/case-query.ts'
import type { Catalog } from '../../../domain/catalog.ts'
import { listCases } from '../../../usecases/cases/list-cases.ts'
import { catalogOf } from '../../../usecases/desk.ts'
import { openingFiles } from '../../../usecases/files/opening-files.ts'
import { findPersonId } from '../../../usecases/people/find-person-id.ts'
import { actorOf } from '../auth.ts'
import type { WireContext } from '../context.ts'
import { ticketsByIql } from '../iql/tickets.ts'
import { priorityWords, statusWords } from '../names.ts'
import { presentTicket } from '../present.ts'
import { listAnswer, readIql, readListQuery } from '../query.ts'
import type { Fields, IdRef } from '../schema.ts'

const filters = [
  'external_id',
  'queue',
  'creator',
  'solver',
  'status',
  'priority',
  'source',
  'created_from',
  'created_to',
]

const sortColumns = { created: 'created_at', last_update: 'updated_at' } as const
const orders = { asc: 'asc', desc: 'desc' } as const

/*
 * GET /v1/tickets?external_id=&queue=&creator=&solver=&status=&priority=&source=&created_from=&created_to=
 *   &sort=created|last_update&order=desc|asc&offset=&length=   200 list of tickets, newest first (§7.2)
 * iql= takes the place of all filters (§10)
 */
export const listTickets = (context: WireContext) => async (request: FastifyRequest) => {
  const { desk } = context
  const query = readListQuery(request, [...filters, 'sort', 'order', 'iql'], readTicketQuery)
  const actor = actorOf(request)
  const catalog = await catalogOf(desk)
  const where =
    query.iql === undefined
      ? await criteriaOf(context, request, catalog, query)
      : [await ticketsByIql(context, request, catalog, query.iql)]
  const { cases, total } = await listCases(desk, actor, {
    trash: 'without',
    where,
    sort: { by: query.sort, order: query.order },
    offset: query.offset,
    limit: query.limit,
    withTotal: true,
  })
  const files = await openingFiles(desk, cases)
  const data = cases.map((of) => presentTicket(of, files.get(of.number) ?? [], catalog))
  return listAnswer(total ?? 0, query, data)
}

/** @returns the filters as criteria, all of which must be met */
async function criteriaOf(
  { desk }: WireContext,
  request: FastifyRequest,
  catalog: Catalog,
  query: ReturnType<typeof readTicketQuery>,
): Promise<CaseCriterion[]> {
  const where: CaseCriterion[] = columnWithin('created_at', query.from, query.to)
  if (query.externalId !== undefined)
    where.push({ of: { column: 'external_id' }, is: 'exactly', value: query.externalId })
  if (query.queue !== undefined) where.push(columnIs('group', query.queue))
  if (query.source !== undefined) where.push(columnIs('source', query.source))
  if (query.status) where.push(columnIs('status', ...statusesShownAs(catalog, query.status)))
  if (query.priority) where.push(columnIs('priority', ...prioritiesShownAs(catalog, query.priority)))
  const person = async (column: 'requester_id' | 'assignee_id', ref: IdRef | undefined) => {
    if (ref === undefined) return
    const id = await findPersonId(desk, actorOf(request), ref)
    where.push(id === undefined ? columnIs(column) : columnIs(column, id))
  }
  await person('requester_id', query.creator)
  await person('assignee_id', query.solver)
  return where
}

/** Reads the filters of tickets (§7.2). */
export function readTicketQuery(of: Fields) {
  const from = of.int('created_from')
  const to = of.int('created_to')
  return {
    iql: readIql(of, filters),
    externalId: of.text('external_id', 1000),
    queue: of.int('queue'),
    creator: of.id('creator'),
    solver: of.id('solver'),
    status: of.word('status', statusWords),
    priority: of.word('priority', priorityWords),
    source: of.int('source'),
    from: from === undefined ? undefined : from * 1000,
    // The whole of the second is meant.
    to: to === undefined ? undefined : to * 1000 + 999,
    sort: of.word('sort', sortColumns) ?? 'created_at',
    order: of.word('order', orders) ?? 'desc',
  } as const
}
