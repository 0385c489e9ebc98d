import { lookupKinds } from '../../../domain/catalog.ts'
import { readCatalog } from '../../../usecases/catalog/read-catalog.ts'
import { access, type Routes } from '../app.ts'
import { actorOf } from '../auth.ts'
import { personRef } from '../present.ts'
import { presentLookup } from '../present-admin.ts'
import { CatalogAnswer } from '../schema.ts'

/** Everything that can be chosen for a case. */
export const catalogRoutes: Routes = (app, desk) => {
  app.get(
    '/catalog',
    {
      ...access('session'),
      schema: {
        operationId: 'readCatalog',
        summary: 'All look-ups, and the reps to assign to',
        description: 'In their order: for priorities the lowest first.',
        tags: ['Catalog'],
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
}
