import type { Actor } from '../../domain/actor.ts'
import type { Catalog } from '../../domain/catalog.ts'
import type { Credential } from '../../domain/credential.ts'
import { DeskError } from '../../domain/errors.ts'
import type { Organisation } from '../../domain/organisation.ts'
import type { PeopleQuery } from '../../domain/people-query.ts'
import { permit } from '../../domain/permission.ts'
import type { Person } from '../../domain/person.ts'
import { listCredentials } from '../../storage/credentials.ts'
import { findOrganisations } from '../../storage/organisations.ts'
import { findPeople, findPerson } from '../../storage/people.ts'
import { countPeople, queryPeople } from '../../storage/people-query.ts'
import { catalogOf, type Desk } from '../desk.ts'

/** People with everything that is shown beside them. */
export interface PeoplePage {
  readonly people: readonly Person[]
  /** Whether there are more after this page. */
  readonly more: boolean
  /** How many there are in all, when asked for. */
  readonly total: number | null
  readonly organisations: ReadonlyMap<number, Organisation>
  /** Those whom the people report to, by id. */
  readonly managers: ReadonlyMap<number, Person>
  /** The reps' own keys by person; empty for actors without `people.manage`. */
  readonly keys: ReadonlyMap<number, Credential>
  readonly catalog: Catalog
}

/**
 * @param kind reps, contacts, or both. Any rep may list reps, contacts take `contact.view`
 * @returns one page of them; throws `forbidden`
 */
export async function listPeople(
  desk: Desk,
  actor: Actor,
  kind: Person['kind'] | 'all',
  query: PeopleQuery & { withTotal?: boolean },
): Promise<PeoplePage> {
  if (kind !== 'rep') permit(actor, 'contact.view')
  const { withTotal, ...rest } = query
  const where: PeopleQuery['where'] =
    kind === 'all' ? rest.where : [{ of: { column: 'kind' }, is: 'in', values: [kind] }, ...rest.where]
  const engine = desk.engine.name
  const [found, total] = await Promise.all([
    queryPeople(desk.db, engine, { ...rest, where, limit: rest.limit + 1 }),
    withTotal ? countPeople(desk.db, engine, { where }) : null,
  ])
  const people = found.slice(0, rest.limit)
  return { people, more: found.length > people.length, total, ...(await beside(desk, actor, people)) }
}

/** @returns one person who is not deleted, as a page of one; throws `not_found`, or `forbidden` for others than oneself */
export async function readPerson(
  desk: Desk,
  actor: Actor,
  kind: Person['kind'] | 'all',
  id: number,
): Promise<PeoplePage & { person: Person }> {
  if (kind !== 'rep' && id !== actor.personId) permit(actor, 'contact.view')
  const person = Number.isSafeInteger(id) ? await findPerson(desk.db, id) : undefined
  if (!person || person.deletedAt !== null || (kind !== 'all' && person.kind !== kind)) {
    throw new DeskError({ code: 'not_found', what: 'person', id: String(id) })
  }
  return { person, people: [person], more: false, total: null, ...(await beside(desk, actor, [person])) }
}

/** @returns people by id, deleted ones too, for those who show whom something names */
export function peopleByIds(desk: Desk, ids: Iterable<number | null>): Promise<Map<number, Person>> {
  return findPeople(desk.db, ids)
}

async function beside(desk: Desk, actor: Actor, people: readonly Person[]) {
  const showsKeys = actor.permissions.has('people.manage') && people.some(({ kind }) => kind === 'rep')
  const managerIds = people.map(({ details }) => details.reporting_to)
  const only = people.length === 1 ? people[0] : undefined
  const [organisations, managers, credentials, catalog] = await Promise.all([
    findOrganisations(
      desk.db,
      people.map((person) => person.organisationId),
    ),
    findPeople(
      desk.db,
      managerIds.filter((id) => typeof id === 'number'),
    ),
    showsKeys ? listCredentials(desk.db, { kinds: ['rep_key'], ...(only ? { personId: only.id } : {}) }) : [],
    catalogOf(desk),
  ])
  const keys = new Map<number, Credential>()
  for (const key of credentials) if (key.personId !== null) keys.set(key.personId, key)
  return { organisations, managers, keys, catalog }
}
