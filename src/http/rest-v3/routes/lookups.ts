import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Catalog, CatalogEntry } from '../../../domain/catalog.ts'
import { addEntry } from '../../../usecases/catalog/add-entry.ts'
import { changeEntry } from '../../../usecases/catalog/change-entry.ts'
import { deleteEntry } from '../../../usecases/catalog/delete-entry.ts'
import { catalogOf, type Desk } from '../../../usecases/desk.ts'
import { peopleByIds } from '../../../usecases/people/list-people.ts'
import type { WireContext } from '../context.ts'
import { entity, list, plainSuccess } from '../envelope.ts'
import { notFound } from '../errors.ts'
import { withWords } from '../fault-words.ts'
import { presentListInfo, readListInfo } from '../lists/list-info.ts'
import { asInteger } from '../lists/list-values.ts'
import { pageOfRows } from '../lists/rows.ts'
import { attributesOf, type Lookup, lookups, presentLookup } from '../lookups.ts'
import { entityOf, readInput } from '../read-input.ts'
import { readLookup } from '../read-lookup.ts'

/**
 * Admin look-ups (REST v3 §11). Reading takes any valid key, the rest `admin.setup`.
 *
 *     GET, POST         /api/v3/<path>
 *     GET, PUT, DELETE  /api/v3/<path>/{id}
 *     GET, POST         /api/v3/categories/{id}/subcategories, /api/v3/subcategories/{id}/items
 */
export function registerLookups(wire: FastifyInstance, { desk }: WireContext): void {
  for (const lookup of lookups) {
    wire.get(`/${lookup.path}`, (request) => listOf(desk, lookup, request))
    wire.post(`/${lookup.path}`, async (request, reply) => {
      reply.code(201)
      return add(desk, lookup, request)
    })
    wire.get<WithId>(`/${lookup.path}/:id`, (request) => one(desk, lookup, request.params.id))
    wire.put<WithId>(`/${lookup.path}/:id`, (request) => change(desk, lookup, request, request.params.id))
    wire.delete<WithId>(`/${lookup.path}/:id`, async (request) => {
      await deleteEntry(desk, request.rep, lookup.kind, numberOf(request.params.id))
      return plainSuccess()
    })
    const { parent } = lookup
    if (!parent) continue
    const below = `/${parent.path}/:id/${lookup.path}`
    wire.get<WithId>(below, async (request) => {
      const catalog = await catalogOf(desk)
      return listOf(desk, lookup, request, found(catalog, parent.kind, request.params.id).id)
    })
    wire.post<WithId>(below, async (request, reply) => {
      const catalog = await catalogOf(desk)
      reply.code(201)
      return add(desk, lookup, request, found(catalog, parent.kind, request.params.id).id)
    })
  }
}

type WithId = { Params: { id: string } }

/** Neutral names of look-ups in the words of §11. */
const words = (lookup: Lookup): Record<string, string> => ({
  parentId: lookup.parent?.wrapper ?? 'parent',
  memberIds: 'technicians',
  'data.phase': 'in_progress',
  'data.permissions': 'permissions',
})

async function listOf(desk: Desk, lookup: Lookup, request: FastifyRequest, parentId?: number) {
  const { data } = await readInput(request)
  const info = readListInfo(data, 'asc')
  const catalog = await catalogOf(desk)
  const entries = catalog
    .list(lookup.kind)
    .filter((entry) => parentId === undefined || entry.parentId === parentId)
  const shown = await presentAll(desk, lookup, catalog, entries)
  const { rows, more, total } = pageOfRows(info, shown, attributesOf(lookup))
  return list(lookup.plural, rows, presentListInfo(info, rows.length, more, total))
}

async function one(desk: Desk, lookup: Lookup, id: string) {
  const catalog = await catalogOf(desk)
  return answer(desk, lookup, found(catalog, lookup.kind, id))
}

async function add(desk: Desk, lookup: Lookup, request: FastifyRequest, parentId?: number) {
  const given = await entityIn(request, lookup)
  const catalog = await catalogOf(desk)
  const under = parentId === undefined || !lookup.parent ? {} : { [lookup.parent.wrapper]: { id: parentId } }
  const { name = '', data, ...rest } = readLookup(lookup, { ...given, ...under }, catalog, null, null)
  return answer(
    desk,
    lookup,
    await withWords(words(lookup), () =>
      addEntry(desk, request.rep, { kind: lookup.kind, name, data, ...rest }),
    ),
  )
}

async function change(desk: Desk, lookup: Lookup, request: FastifyRequest, id: string) {
  const given = await entityIn(request, lookup)
  const catalog = await catalogOf(desk)
  const current = found(catalog, lookup.kind, id)
  const [shown = {}] = await presentAll(desk, lookup, catalog, [current])
  const edit = readLookup(lookup, given, catalog, shown, current)
  return answer(
    desk,
    lookup,
    await withWords(words(lookup), () => changeEntry(desk, request.rep, lookup.kind, current.id, edit)),
  )
}

async function entityIn(request: FastifyRequest, lookup: Lookup): Promise<Readonly<Record<string, unknown>>> {
  const input = await readInput(request)
  return lookup.otherWrapper
    ? entityOf(input, lookup.wrapper, lookup.otherWrapper)
    : entityOf(input, lookup.wrapper)
}

async function answer(desk: Desk, lookup: Lookup, entry: CatalogEntry) {
  const [shown] = await presentAll(desk, lookup, await catalogOf(desk), [entry])
  return entity(lookup.wrapper, shown)
}

async function presentAll(desk: Desk, lookup: Lookup, catalog: Catalog, entries: readonly CatalogEntry[]) {
  const members = await peopleByIds(
    desk,
    entries.flatMap((entry) => entry.data.memberIds ?? []),
  )
  return entries.map((entry) => presentLookup(lookup, entry, catalog, members))
}

function found(catalog: Catalog, kind: CatalogEntry['kind'], id: string): CatalogEntry {
  const entry = catalog.usable(kind, numberOf(id))
  if (!entry) throw notFound()
  return entry
}

/** Ids are digits; anything else names nothing (§5). */
function numberOf(id: string): number {
  const number = /^\d+$/.test(id) ? asInteger(id) : undefined
  if (number === undefined) throw notFound()
  return number
}
