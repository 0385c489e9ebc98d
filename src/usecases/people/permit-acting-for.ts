import type { Actor } from '../../domain/actor.ts'
import { permit } from '../../domain/permission.ts'
import type { Person } from '../../domain/person.ts'
import { narrowed, type Permission } from '../../domain/rights.ts'
import type { Tx } from '../../storage/schema.ts'
import { catalogOf, type Desk } from '../desk.ts'

/**
 * Throws `forbidden` unless the actor may sign in, or let somebody sign in, as that person: `people.manage` for reps,
 * `contact.manage` for contacts, and every right that the person has, because a way in gives them all (threat model §1.9).
 */
export async function permitActingFor(desk: Desk, tx: Tx, actor: Actor, person: Person): Promise<void> {
  permit(actor, person.kind === 'rep' ? 'people.manage' : 'contact.manage')
  await permitWayIn(desk, tx, actor, person)
}

/**
 * Throws `forbidden` unless the actor holds every right that a new way in for the person would give, also for itself: a
 * bearer token with few scopes must not make a key with all rights of its rep.
 * @param scopes what the new way in is narrowed to, if it is
 */
export async function permitWayIn(
  desk: Desk,
  tx: Tx,
  actor: Actor,
  person: Person,
  scopes?: ReadonlySet<Permission>,
): Promise<void> {
  const rights = (await catalogOf(desk, tx)).rightsOf(person.roleIds)
  for (const right of scopes ? narrowed(rights, scopes) : rights) permit(actor, right)
}
