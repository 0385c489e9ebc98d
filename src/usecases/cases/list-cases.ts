import type { Actor } from '../../domain/actor.ts'
import type { Case } from '../../domain/case.ts'
import type { CaseQuery } from '../../domain/case-query.ts'
import type { Catalog } from '../../domain/catalog.ts'
import type { Organisation } from '../../domain/organisation.ts'
import { isStaff, permit } from '../../domain/permission.ts'
import type { Person } from '../../domain/person.ts'
import { countCases, listCases as listStoredCases } from '../../storage/cases.ts'
import { findOrganisations } from '../../storage/organisations.ts'
import { findPeople } from '../../storage/people.ts'
import { catalogOf, type Desk } from '../desk.ts'

/** One page of cases with everyone they name. */
export interface CasePage {
  readonly cases: readonly Case[]
  /** Whether there are more after this page. */
  readonly more: boolean
  /** How many there are in all, when asked for. */
  readonly total: number | null
  readonly people: ReadonlyMap<number, Person>
  readonly organisations: ReadonlyMap<number, Organisation>
  readonly catalog: Catalog
}

/** @returns the cases of the query that the actor can reach; trashed ones only for staff */
export async function listCases(
  desk: Desk,
  actor: Actor,
  query: Omit<CaseQuery, 'reach'> & { withTotal?: boolean },
): Promise<CasePage> {
  permit(actor, 'case.view')
  const { withTotal, ...rest } = query
  const whole: CaseQuery = { ...rest, trash: isStaff(actor) ? rest.trash : 'without', reach: actor.reach }
  const [found, total, catalog] = await Promise.all([
    listStoredCases(desk.db, desk.engine.name, { ...whole, limit: whole.limit + 1 }),
    withTotal ? countCases(desk.db, desk.engine.name, whole) : null,
    catalogOf(desk),
  ])
  const cases = found.slice(0, whole.limit)
  const [people, organisations] = await Promise.all([
    findPeople(
      desk.db,
      cases.flatMap((of) => [of.requesterId, of.createdById, of.assigneeId]),
    ),
    findOrganisations(
      desk.db,
      cases.flatMap((of) => [of.partnerId, of.providerId]),
    ),
  ])
  return { cases, more: found.length > cases.length, total, people, organisations, catalog }
}

/** @returns how many cases of the query the actor can reach */
export async function countReachableCases(
  desk: Desk,
  actor: Actor,
  query: Pick<CaseQuery, 'trash' | 'where'>,
): Promise<number> {
  permit(actor, 'case.view')
  const trash = isStaff(actor) ? query.trash : 'without'
  return countCases(desk.db, desk.engine.name, { ...query, trash, reach: actor.reach })
}
