import { statusesShownAs } from '../../../domain/basic-words.ts'
import { type CaseCriterion, columnIs } from '../../../domain/case-query.ts'
import type { Catalog } from '../../../domain/catalog.ts'
import { listCases } from '../../../usecases/cases/list-cases.ts'
import { catalogOf, type Desk } from '../../../usecases/desk.ts'
import { actorOf } from '../auth.ts'
import { asId } from '../field.ts'
import type { Handler } from '../handler.ts'
import { statusesByNumber } from '../names.ts'
import { presentCategory, presentTag, presentTicket, succeed } from '../present.ts'
import { Refusal } from '../refusal.ts'
import { words } from '../words.ts'

/** Tickets of one answer: without a wish, and at most (§6.3). */
const page = { usual: 50, most: 200 }

/** Category list (§6.1). */
export function listCategories(desk: Desk): Handler {
  return async (_request, reply) => {
    const entries = (await catalogOf(desk)).list('category')
    return succeed(reply, { CategoryList: entries.toSorted((a, b) => a.id - b.id).map(presentCategory) })
  }
}

/** Tag list (§6.4). */
export function listTags(desk: Desk): Handler {
  return async (_request, reply) => {
    const entries = (await catalogOf(desk)).list('tag')
    return succeed(reply, { TicketTagList: entries.toSorted((a, b) => a.id - b.id).map(presentTag) })
  }
}

/** History (§6.3): the tickets that the caller can reach, newest first. */
export function listHistory(desk: Desk): Handler {
  return async (request, reply) => {
    const query = request.query as Query
    const where = filters(query, await catalogOf(desk))
    const { cases, catalog } = await listCases(desk, actorOf(request), {
      trash: 'without',
      where,
      sort: { by: 'created_at', order: 'desc' },
      offset: wholeNumber(query, 'offset') ?? 0,
      limit: Math.min(wholeNumber(query, 'limit') || page.usual, page.most),
    })
    return succeed(reply, { TicketList: cases.map((of) => presentTicket(of, catalog)) })
  }
}

type Query = Readonly<Record<string, string | string[] | undefined>>

function filters(query: Query, catalog: Catalog): CaseCriterion[] {
  const where: CaseCriterion[] = []
  const errors: Record<string, string[]> = {}
  const [subject, category, status] = [one(query, 'subject'), one(query, 'category'), one(query, 'status')]
  // No stored text holds a NUL, and one of the databases does not even take one to compare with.
  if (subject.includes('\0')) where.push(columnIs('number'))
  else if (subject !== '') where.push({ of: { column: 'subject' }, is: 'contains', text: subject })
  if (category !== '') {
    const id = asId(category)
    if (id === undefined) errors.category = [words.categoryNotNumeric]
    else where.push(columnIs('category', id))
  }
  if (status !== '') {
    const id = asId(status)
    const word = statusesByNumber.get(String(id))
    if (id === undefined) errors.status = [words.statusNotNumeric]
    else where.push(columnIs('status', ...(word ? statusesShownAs(catalog, word) : [])))
  }
  if (Object.keys(errors).length > 0) throw new Refusal(400, errors)
  return where
}

/** @returns the parameter's last value without outer space, '' if absent */
function one(query: Query, name: string): string {
  const value = query[name]
  return (Array.isArray(value) ? value.at(-1) : value)?.trim() ?? ''
}

/** @returns the number, as large as the store can count; undefined for what is unusable */
function wholeNumber(query: Query, name: string): number | undefined {
  const value = one(query, name)
  return /^\d+$/.test(value) ? Math.min(Number(value), Number.MAX_SAFE_INTEGER) : undefined
}
