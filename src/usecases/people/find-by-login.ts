import type { Actor } from '../../domain/actor.ts'
import { DeskError } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import type { Person } from '../../domain/person.ts'
import { findLogin, findPerson } from '../../storage/people.ts'
import type { Desk } from '../desk.ts'

/**
 * @param words login name or any address, without regard to case, or the id
 * @returns the person of that kind whom the words name; throws `not_found` or `forbidden`
 */
export async function findByLogin(
  desk: Desk,
  actor: Actor,
  kind: Person['kind'],
  words: string,
): Promise<Person> {
  permit(actor, kind === 'rep' ? 'people.manage' : 'contact.manage')
  const named = (await findLogin(desk.db, words))?.person
  const person = named ?? (/^\d{1,15}$/.test(words) ? await findPerson(desk.db, Number(words)) : undefined)
  if (person?.kind !== kind || person.deletedAt !== null) {
    throw new DeskError({ code: 'not_found', what: 'person', id: words })
  }
  return person
}
