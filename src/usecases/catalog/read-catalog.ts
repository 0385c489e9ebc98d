import type { Actor } from '../../domain/actor.ts'
import type { Catalog } from '../../domain/catalog.ts'
import { isStaff, permit } from '../../domain/permission.ts'
import type { Person } from '../../domain/person.ts'
import { queryPeople } from '../../storage/people-query.ts'
import { catalogOf, type Desk } from '../desk.ts'

/** More reps than any list of choices is made for. */
const mostReps = 1000

/** @returns all look-ups, with the reps that cases can be assigned to; those are for staff only; needs `case.view` */
export async function readCatalog(desk: Desk, actor: Actor): Promise<{ catalog: Catalog; reps: Person[] }> {
  permit(actor, 'case.view')
  const catalog = await catalogOf(desk)
  if (!isStaff(actor)) return { catalog, reps: [] }
  const reps = await queryPeople(desk.db, desk.engine.name, {
    where: [
      { of: { column: 'kind' }, is: 'in', values: ['rep'] },
      { of: { column: 'login_enabled' }, is: 'in', values: [1] },
    ],
    sort: { by: { column: 'name' }, order: 'asc' },
    limit: mostReps,
    offset: 0,
  })
  return { catalog, reps }
}
