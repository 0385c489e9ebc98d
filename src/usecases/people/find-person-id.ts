import type { Actor } from '../../domain/actor.ts'
import { permit } from '../../domain/permission.ts'
import { findPersonByGuid } from '../../storage/people.ts'
import type { Desk } from '../desk.ts'

/** How callers name a person: by id, or by guid in any letter case. */
export type PersonRef = number | { readonly guid: string }

/**
 * @returns the id behind the name, undefined for a guid that is nobody's; whether an id is somebody's is checked where it
 *   is used. Throws `forbidden`, but everybody may name themselves
 */
export async function findPersonId(desk: Desk, actor: Actor, ref: PersonRef): Promise<number | undefined> {
  const id = typeof ref === 'number' ? ref : (await findPersonByGuid(desk.db, ref.guid))?.id
  if (id === undefined || id !== actor.personId) permit(actor, 'contact.view')
  return id
}
