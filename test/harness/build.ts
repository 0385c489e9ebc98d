import type { Party } from '../../src/domain/actor.ts'
import { builtIn } from '../../src/domain/catalog.ts'
import type { Account, Organisation } from '../../src/domain/organisation.ts'
import type { Person } from '../../src/domain/person.ts'
import { makeApp } from '../../src/usecases/credentials/make-app.ts'
import { makeRepKey } from '../../src/usecases/credentials/make-rep-key.ts'
import { createAccount } from '../../src/usecases/organisations/create-account.ts'
import { createOrganisation } from '../../src/usecases/organisations/create-organisation.ts'
import { createPerson, type NewPerson } from '../../src/usecases/people/create-person.ts'
import type { TestDesk } from './desk.ts'

/** What tests are made of. Each makes only what the test names and sensible rest. */
let count = 0
const unique = (word: string): string => {
  count += 1
  return `${word}${count}`
}

/** A rep, by default an administrator. */
export function buildRep(on: TestDesk, given: Partial<NewPerson> = {}): Promise<Person> {
  const login = unique('rep')
  return createPerson(on.desk, on.as(), {
    name: `Rep ${login}`,
    addresses: [`${login}@desk.example`],
    loginName: login,
    loginEnabled: true,
    roleIds: [builtIn.role.administrator],
    ...given,
    kind: 'rep',
  })
}

/** A rep with an API key for REST v3. */
export async function buildRepWithKey(
  on: TestDesk,
  given: Partial<NewPerson> = {},
): Promise<{ rep: Person; key: string }> {
  const rep = await buildRep(on, given)
  return { rep, key: (await makeRepKey(on.desk, on.as(), rep.id, null)).key }
}

/** A contact; with a password it can log in on the Support Ticket wire. */
export function buildContact(on: TestDesk, given: Partial<NewPerson> = {}): Promise<Person> {
  const name = unique('contact')
  return createPerson(on.desk, on.as(), {
    name: `Contact ${name}`,
    addresses: [`${name}@customer.example`],
    loginEnabled: given.password !== undefined,
    ...given,
    kind: 'contact',
  })
}

/** A Case Management application. */
export async function buildCaseManagementApp(
  on: TestDesk,
): Promise<{ key: string; secret: string; id: number }> {
  const issued = await makeApp(on.desk, on.as(), { kind: 'case_management_app', name: unique('app') })
  return { key: issued.key, secret: issued.secret ?? '', id: issued.credential.id }
}

/** A Support Ticket application. */
export async function buildSupportTicketApp(on: TestDesk): Promise<{ apikey: string; id: number }> {
  const issued = await makeApp(on.desk, on.as(), { kind: 'support_ticket_app', name: unique('app') })
  return { apikey: issued.key, id: issued.credential.id }
}

/** A partner or provider. */
export function buildOrganisation(
  on: TestDesk,
  party: Party | null,
  given: { name?: string; defaultProviderId?: number } = {},
): Promise<Organisation> {
  return createOrganisation(on.desk, on.as(), { name: unique('Organisation '), party, ...given })
}

/** An account of an organisation with its token. */
export async function buildAccount(
  on: TestDesk,
  organisationId: number,
  given: { allProviders?: boolean } = {},
): Promise<{ account: Account; token: string }> {
  const made = await createAccount(on.desk, on.as(), { organisationId, name: unique('account'), ...given })
  return { account: made.account, token: made.token.key }
}
