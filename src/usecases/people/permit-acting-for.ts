import type { Actor } from '../../domain/actor.ts'
import { permit } from '../../domain/permission.ts'
import type { Person } from '../../domain/person.ts'
import type { Tx } from '../../storage/schema.ts'
import { catalogOf, type Desk } from '../desk.ts'

/**
 * Throws `forbidden` unless the actor may sign in, or let somebody sign in, as that person: `people.manage` for reps,
 * `contact.manage` for contacts, and every right that the person has, because a way in gives them all (threat model §1.9).
 */
export async function permitActingFor(desk: Desk, tx: Tx, actor: Actor, person: Person): Promise<void> {
  permit(actor, person.kind === 'rep' ? 'people.manage' : 'contact.manage')
  const catalog = await catalogOf(desk, tx)
  for (const right of catalog.rightsOf(person.roleIds)) permit(actor, right)
}
