import { Type } from 'typebox'
import { lookupKinds } from '../../../domain/catalog.ts'
import { addEntry } from '../../../usecases/catalog/add-entry.ts'
import { changeEntry } from '../../../usecases/catalog/change-entry.ts'
import { deleteEntry } from '../../../usecases/catalog/delete-entry.ts'
import { readCatalog } from '../../../usecases/catalog/read-catalog.ts'
import { access, type Routes } from '../app.ts'
import { actorOf } from '../auth.ts'
import { Refused } from '../errors.ts'
import { withoutUndefined } from '../names.ts'
import { ById, Nothing } from '../parameters.ts'
import { personRef } from '../present.ts'
import { presentLookup } from '../present-admin.ts'
import { CatalogAnswer, Lookup } from '../schema.ts'
import { LookupCreate, LookupPatch } from '../schema-catalog.ts'

const tags = ['Catalog']

/** What is no more than its name and place. What statuses, priorities, templates and roles mean is not to be changed in passing. */
const kind = Type.Enum([
  'category',
  'subcategory',
  'item',
  'tag',
  'urgency',
  'impact',
  'level',
  'mode',
  'request_type',
  'closure_code',
  'worklog_type',
  'group',
  'site',
  'department',
])
const OfKind = Type.Object({ kind }, { additionalProperties: false })
const EntryOfKind = Type.Object({ kind, ...ById.properties }, { additionalProperties: false })

/** Everything that can be chosen for a case, and what of it administrators make themselves. */
export const catalogRoutes: Routes = (app, desk) => {
  app.get(
    '/catalog',
    {
      ...access('session'),
      schema: {
        operationId: 'readCatalog',
        summary: 'All look-ups, and the reps to assign to',
        description: 'In their order: for priorities the lowest first.',
        tags,
        response: { 200: CatalogAnswer },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const { catalog, reps } = await readCatalog(desk, actor)
      const kinds = lookupKinds.map((kind) => [kind, catalog.list(kind).map(presentLookup)] as const)
      return { kinds: Object.fromEntries(kinds), reps: reps.map((rep) => personRef(actor, rep)) }
    },
  )

  app.post(
    '/catalog/:kind',
    {
      ...access('session'),
      schema: {
        operationId: 'addToCatalog',
        summary: 'Add a look-up, for example a category or tag',
        description:
          'Its name must be free. `parentId` is the category of a subcategory and the subcategory of an item. `keyword` is for tags: other programs tell them by it.',
        tags,
        params: OfKind,
        body: LookupCreate,
        response: { 201: Lookup },
      },
    },
    async (request, reply) => {
      const { kind } = request.params
      const { name, description = null, keyword, parentId = null } = request.body
      const data = keyword === undefined ? {} : { keyword }
      if (parentId !== null && kind !== 'subcategory' && kind !== 'item') {
        const issue = {
          field: 'parentId',
          rule: 'not_allowed',
          message: 'goes with subcategories and items only',
        }
        throw new Refused({ code: 'invalid', issues: [issue] })
      }
      reply.code(201)
      return presentLookup(
        await addEntry(desk, actorOf(request), { kind, name, description, parentId, data }),
      )
    },
  )

  app.patch(
    '/catalog/:kind/:id',
    {
      ...access('session'),
      schema: {
        operationId: 'changeInCatalog',
        summary: 'Change a look-up',
        tags,
        params: EntryOfKind,
        body: LookupPatch,
        response: { 200: Lookup },
      },
    },
    async (request) => {
      const { kind, id } = request.params
      const { keyword, ...rest } = request.body
      const change = { ...withoutUndefined(rest), ...(keyword === undefined ? {} : { data: { keyword } }) }
      return presentLookup(await changeEntry(desk, actorOf(request), kind, id, change))
    },
  )

  app.delete(
    '/catalog/:kind/:id',
    {
      ...access('session'),
      schema: {
        operationId: 'removeFromCatalog',
        summary: 'Remove a look-up',
        description:
          'Finished cases go on naming it. While a case in progress has it, it is in use and stays.',
        tags,
        params: EntryOfKind,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      const { kind, id } = request.params
      await deleteEntry(desk, actorOf(request), kind, id)
      return reply.code(204).send(null)
    },
  )
}
