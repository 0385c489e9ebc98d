import type { Actor } from '../../domain/actor.ts'
import { refuseIssues } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import { mergeExtra, type Person } from '../../domain/person.ts'
import { recordEvent } from '../../storage/events.ts'
import { addPerson, findPerson, findPersonByAddress } from '../../storage/people.ts'
import { type Desk, write } from '../desk.ts'
import { checkPerson } from './create-person.ts'

/**
 * Registers a contact unless the address is somebody's already, in which case that person is answered unchanged: clients
 * look first and then register, and two of them may do so at once (Case Management §6.1).
 * @returns the person; throws `forbidden` or `invalid`
 */
export async function registerContact(
  desk: Desk,
  actor: Actor,
  given: { readonly name: string; readonly address: string; readonly extra?: Person['extra'] },
): Promise<Person> {
  permit(actor, 'contact.manage')
  refuseIssues(checkPerson({ name: given.name, addresses: [given.address] }))
  return write(desk, async (tx) => {
    const known = await findPersonByAddress(tx, given.address)
    if (known) return known
    const draft = {
      kind: 'contact',
      name: given.name.trim(),
      addresses: [given.address.trim()],
      extra: mergeExtra([], given.extra ?? []),
    } as const
    const now = desk.now()
    const id = await addPerson(tx, draft, desk.newId(), now)
    await recordEvent(tx, actor, now, { kind: 'person.added', subjectId: id })
    const person = await findPerson(tx, id)
    if (!person) throw new Error('a person just added is not there')
    return person
  })
}
