import type { Static } from 'typebox'
import { type CaseCriterion, columnIs } from '../../../domain/case-query.ts'
import { countReachableCases, listCases } from '../../../usecases/cases/list-cases.ts'
import { previewCases } from '../../../usecases/cases/preview-cases.ts'
import { catalogOf } from '../../../usecases/desk.ts'
import { access, type Routes } from '../app.ts'
import { actorOf } from '../auth.ts'
import { cursorAfter, readCursor, sortColumns } from '../paging.ts'
import { presentSummary } from '../present.ts'
import { CaseList, CaseListQuery, ViewCounts, views } from '../schema.ts'
import { viewOf } from '../views.ts'

const tags = ['Cases']

/** Lists of cases and how many there are in each view. */
export const caseListRoutes: Routes = (app, desk) => {
  app.get(
    '/cases',
    {
      ...access('session'),
      schema: {
        operationId: 'listCases',
        summary: 'List cases',
        description:
          'Newest change first unless asked otherwise; cases without a due time come last. `q` looks in subject, opening text, and name and address of the requester.',
        tags,
        querystring: CaseListQuery,
        response: { 200: CaseList },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const { view = 'all', sort = 'updated', order = 'desc', limit = 50, cursor } = request.query
      const now = desk.now()
      const { trash, where } = viewOf(view, actor, await catalogOf(desk), now)
      const page = await listCases(desk, actor, {
        trash,
        where: [...where, ...filters(request.query)],
        sort: { by: sortColumns[sort], order, emptyLast: true },
        limit,
        ...(cursor === undefined ? {} : { after: readCursor(cursor, sort, order) }),
      })
      const previews = await previewCases(desk, actor, page.cases, page.catalog)
      const last = page.more ? page.cases.at(-1) : undefined
      return {
        items: page.cases.flatMap((of) => {
          const preview = previews.get(of.number)
          return preview ? [presentSummary(actor, of, preview, page, now)] : []
        }),
        nextCursor: last ? cursorAfter(last, sort, order) : null,
      }
    },
  )

  app.get(
    '/views',
    {
      ...access('session'),
      schema: {
        operationId: 'countViews',
        summary: 'Count the cases of each view',
        tags,
        response: { 200: ViewCounts },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const [catalog, now] = [await catalogOf(desk), desk.now()]
      const counts = await Promise.all(
        views.map((name) => countReachableCases(desk, actor, viewOf(name, actor, catalog, now))),
      )
      return { counts: Object.fromEntries(views.map((name, index) => [name, counts[index] ?? 0])) }
    },
  )
}

function filters(query: Static<typeof CaseListQuery>): CaseCriterion[] {
  const { q, status, priority, assignee, requester, tag, wire } = query
  const where: CaseCriterion[] = []
  if (status !== undefined) where.push(columnIs('status', status))
  if (priority !== undefined) where.push(columnIs('priority', priority))
  if (assignee !== undefined) where.push(columnIs('assignee_id', assignee))
  if (requester !== undefined) where.push(columnIs('requester_id', requester))
  if (tag !== undefined) where.push({ tag })
  if (wire !== undefined) where.push(columnIs('wire', wire))
  if (q !== undefined && q.trim() !== '') where.push({ words: q.trim() })
  return where
}
