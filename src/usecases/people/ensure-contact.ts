import type { Actor } from '../../domain/actor.ts'
import { refuseIssues } from '../../domain/errors.ts'
import { isEmailAddress, type Person } from '../../domain/person.ts'
import { recordEvent } from '../../storage/events.ts'
import { addPerson, findPerson, findPersonByAddress } from '../../storage/people.ts'
import type { Tx } from '../../storage/schema.ts'
import type { Desk } from '../desk.ts'

/** A person by e-mail address, for callers that name people they may not have registered. */
export interface NamedContact {
  readonly email: string
  readonly name: string | null
  readonly phone?: string | null
  readonly mobile?: string | null
  readonly organisationId?: number | null
}

/**
 * @returns the person with that address, without regard to case; made as a contact if there is none, named after the part
 *   before the @ when no name is given (REST v3 §8.2). Throws `invalid` for what is no address.
 */
export async function ensureContact(desk: Desk, tx: Tx, actor: Actor, named: NamedContact): Promise<Person> {
  const email = named.email.trim()
  if (!isEmailAddress(email)) refuseIssues([{ field: 'email', rule: 'format', value: named.email }])
  const known = await findPersonByAddress(tx, email)
  if (known) return known
  const name = named.name?.trim() || email.slice(0, email.indexOf('@'))
  const draft = {
    kind: 'contact',
    name: name.slice(0, 255),
    addresses: [email],
    phone: named.phone ?? null,
    mobile: named.mobile ?? null,
    organisationId: named.organisationId ?? null,
  } as const
  const now = desk.now()
  const id = await addPerson(tx, draft, desk.newId(), now)
  await recordEvent(tx, actor, now, { kind: 'person.added', subjectId: id })
  const made = await findPerson(tx, id)
  if (!made) throw new Error('a person just added is not there')
  return made
}
