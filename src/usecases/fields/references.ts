import type { Actor } from '../../domain/actor.ts'
import type { Catalog } from '../../domain/catalog.ts'
import type { CustomField, ReferenceTarget } from '../../domain/custom-field.ts'
import { findModule } from '../../domain/custom-module.ts'
import { reaches } from '../../domain/permission.ts'
import { holds } from '../../domain/rights.ts'
import { findCase, findCases, listCases } from '../../storage/cases.ts'
import { findOrganisation, findOrganisations, listOrganisations } from '../../storage/organisations.ts'
import { findPeople, findPerson } from '../../storage/people.ts'
import { findRecord, queryRecords, recordTitles } from '../../storage/records.ts'
import type { Db } from '../../storage/schema.ts'
import type { Desk } from '../desk.ts'
import { findNamed, type PersonName } from '../people/find-named.ts'

/**
 * Whether an actor may point a field at something: only at what it could look at anyway, because a reference shows the name of
 * what it points to.
 */
export async function canReferTo(
  db: Db,
  actor: Actor,
  catalog: Catalog,
  target: ReferenceTarget,
  id: number,
): Promise<boolean> {
  switch (target) {
    case 'cases': {
      const found = await findCase(db, id)
      return found !== undefined && found.trashedAt === null && reaches(actor.reach, found)
    }
    case 'people': {
      const person = await findPerson(db, id)
      if (!person || person.deletedAt !== null) return false
      return person.kind === 'rep' || holds(actor.permissions, 'contact.view')
    }
    case 'organisations': {
      const found = await findOrganisation(db, id)
      return found?.deletedAt === null && holds(actor.permissions, 'contact.view')
    }
    default:
      if (!findModule(catalog, target) || !holds(actor.permissions, `record.view:${target}`)) return false
      return (await findRecord(db, target, id)) !== undefined
  }
}

/**
 * @returns the id of what is named: people as everywhere, the rest by name, subject or title, of namesakes the first; undefined
 *   for nothing. Whether the actor may refer to it is checked when the value is stored
 */
export async function findReference(
  desk: Desk,
  actor: Actor,
  target: ReferenceTarget,
  named: PersonName,
): Promise<number | undefined> {
  if ('id' in named) return named.id
  if (target === 'people') return (await findNamed(desk, named))?.id
  if (!('name' in named)) return undefined
  const name = named.name.trim()
  const engine = desk.engine.name
  if (target === 'organisations') {
    const all = await listOrganisations(desk.db)
    return all.find((each) => each.name.trim().toLowerCase() === name.toLowerCase())?.id
  }
  if (target === 'cases') {
    const [found] = await listCases(desk.db, engine, {
      reach: actor.reach,
      trash: 'without',
      where: [{ of: { column: 'subject' }, is: 'in', values: [name] }],
      sort: { by: 'number', order: 'asc' },
      limit: 1,
    })
    return found?.number
  }
  const [found] = await queryRecords(desk.db, engine, {
    moduleId: target,
    where: [{ of: { column: 'title' }, is: 'in', values: [name] }],
    sort: { by: { column: 'id' }, order: 'asc' },
    limit: 1,
    offset: 0,
  })
  return found?.id
}

/** Names of what references point to; see `referenceKey`. What is gone has none. */
export type ReferenceNames = ReadonlyMap<string, string>

/** @returns under which key `ReferenceNames` holds the name */
export function referenceKey(target: ReferenceTarget | null, id: unknown): string {
  return `${target} ${String(id)}`
}

/**
 * @param fields of the values
 * @returns the names of everything that the values refer to; they are shown to whoever may see the values
 */
export async function referenceNames(
  db: Db,
  fields: readonly CustomField[],
  values: readonly Readonly<Record<string, unknown>>[],
): Promise<ReferenceNames> {
  const wanted = new Map<ReferenceTarget, number[]>()
  for (const { apiName, refersTo } of fields) {
    if (refersTo === null) continue
    const ids = values.map((each) => each[apiName]).filter((id) => typeof id === 'number')
    if (ids.length > 0) wanted.set(refersTo, [...(wanted.get(refersTo) ?? []), ...ids])
  }
  const names = new Map<string, string>()
  for (const [target, ids] of wanted) {
    for (const [id, name] of await namesOf(db, target, ids)) names.set(referenceKey(target, id), name)
  }
  return names
}

async function namesOf(
  db: Db,
  target: ReferenceTarget,
  ids: readonly number[],
): Promise<readonly (readonly [number, string])[]> {
  switch (target) {
    case 'cases':
      return [...(await findCases(db, ids))].map(([id, of]) => [id, of.subject])
    case 'people':
      return [...(await findPeople(db, ids))].map(([id, person]) => [id, person.name])
    case 'organisations':
      return [...(await findOrganisations(db, ids))].map(([id, organisation]) => [id, organisation.name])
    default:
      return [...(await recordTitles(db, ids))]
  }
}
