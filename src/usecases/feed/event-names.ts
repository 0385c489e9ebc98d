import type { Catalog } from '../../domain/catalog.ts'
import type { DeskEvent } from '../../domain/event.ts'
import type { Organisation } from '../../domain/organisation.ts'
import type { Person } from '../../domain/person.ts'
import { findOrganisations } from '../../storage/organisations.ts'
import { findPeople } from '../../storage/people.ts'
import { catalogOf, type Desk } from '../desk.ts'

/** Events with everyone and everything that their changes name by id. */
export interface NamedEvents {
  readonly events: readonly DeskEvent[]
  readonly people: ReadonlyMap<number, Person>
  readonly organisations: ReadonlyMap<number, Organisation>
  readonly catalog: Catalog
}

/** @returns the events together with what their changes name */
export async function withNames(desk: Desk, events: readonly DeskEvent[]): Promise<NamedEvents> {
  const [people, organisations, catalog] = await Promise.all([
    findPeople(desk.db, idsIn(events, ['requesterId', 'assigneeId'])),
    findOrganisations(desk.db, idsIn(events, ['providerId'])),
    catalogOf(desk),
  ])
  return { events, people, organisations, catalog }
}

function idsIn(events: readonly DeskEvent[], keys: readonly string[]): number[] {
  return events
    .flatMap((event) => keys.flatMap((key) => [event.changes[key]?.from, event.changes[key]?.to]))
    .filter((id) => typeof id === 'number')
}
