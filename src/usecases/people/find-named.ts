import { addressKey, type Person } from '../../domain/person.ts'
import { findLogin, findPerson, findPersonByAddress } from '../../storage/people.ts'
import { queryPeople } from '../../storage/people-query.ts'
import type { Desk } from '../desk.ts'

/** How callers name a person whom they take to exist. */
export type PersonName =
  | { readonly id: number }
  | { readonly email: string }
  | { readonly login: string }
  /** a display name or, where nobody has it, a login name (REST v3 §6) */
  | { readonly name: string }

/** @returns the person who is named and not deleted, of namesakes the first; undefined for nobody */
export async function findNamed(desk: Desk, named: PersonName): Promise<Person | undefined> {
  const found = await look(desk, named)
  return found?.deletedAt === null ? found : undefined
}

async function look(desk: Desk, named: PersonName): Promise<Person | undefined> {
  if ('id' in named) return findPerson(desk.db, named.id)
  if ('email' in named) return findPersonByAddress(desk.db, named.email)
  if ('login' in named) return ofLoginName(desk, named.login)
  const [namesake] = await queryPeople(desk.db, desk.engine.name, {
    where: [{ of: { column: 'name' }, is: 'in', values: [named.name.trim()] }],
    sort: { by: { column: 'id' }, order: 'asc' },
    limit: 1,
    offset: 0,
  })
  return namesake ?? ofLoginName(desk, named.name)
}

/** Signing in also takes an address; a login name is the name only. */
async function ofLoginName(desk: Desk, login: string): Promise<Person | undefined> {
  const found = (await findLogin(desk.db, login))?.person
  return found && addressKey(found.loginName ?? '') === addressKey(login) ? found : undefined
}
