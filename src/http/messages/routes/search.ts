import type { FastifyRequest } from 'fastify'
import type { CaseQuery } from '../../../domain/case-query.ts'
import { listCases } from '../../../usecases/cases/list-cases.ts'
import { listUnacceptedCases } from '../../../usecases/cases/list-unaccepted-cases.ts'
import { catalogOf, type Desk } from '../../../usecases/desk.ts'
import { actorOf } from '../auth.ts'
import { readFilters } from '../case-filters.ts'
import { readBody } from '../input.ts'
import { presentCase } from '../present-case.ts'
import { search } from '../schema.ts'

/*
 * POST search-cases (Messages §10.2)   body: filters, pagination { offset 0, limit 10 (at most 100) }
 * 200: { data: [case…], pagination: { offset, count } }, count being all hits; newest first
 */
export const searchCases = (desk: Desk) => (request: FastifyRequest) => find(desk, request, listCases)

/*
 * POST unexported-cases (Messages §10.2), providers   as search-cases, of the cases not accepted yet
 */
export const unexportedCases = (desk: Desk) => (request: FastifyRequest) =>
  find(desk, request, listUnacceptedCases)

async function find(desk: Desk, request: FastifyRequest, list: typeof listCases) {
  const { filters, pagination } = readBody(request, search)
  const offset = pagination?.offset ?? 0
  const query: Omit<CaseQuery, 'reach'> = {
    trash: 'without',
    where: readFilters(filters ?? {}, await catalogOf(desk)),
    sort: { by: 'number', order: 'desc' },
    limit: pagination?.limit ?? 10,
    offset,
  }
  const page = await list(desk, actorOf(request), { ...query, withTotal: true })
  return {
    data: page.cases.map((of) => presentCase(of, page)),
    pagination: { offset, count: page.total },
  }
}
