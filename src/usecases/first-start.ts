import type { Actor } from '../domain/actor.ts'
import { builtIn } from '../domain/catalog.ts'
import type { CredentialKind } from '../domain/credential.ts'
import { addressKey } from '../domain/person.ts'
import { listCredentials, removeCredentials } from '../storage/credentials.ts'
import { recordEvent } from '../storage/events.ts'
import { readSetting, writeSetting } from '../storage/meta.ts'
import { addAccount, addOrganisation, listAccounts, listOrganisations } from '../storage/organisations.ts'
import { addPerson, findLogin, findPersonByAddress, listPeople, savePasswordHash } from '../storage/people.ts'
import type { Tx } from '../storage/schema.ts'
import { type CredentialDraft, issueCredential } from './credentials/issue-credential.ts'
import { hashPassword } from './credentials/passwords.ts'
import { type Desk, write } from './desk.ts'

/** Everything that a first start shows, once: someone to sign in as, and a credential for each wire. */
export interface FirstStart {
  readonly administratorLogin: string
  /** Signs the administrator in, once. */
  readonly signInToken: string
  readonly customer: { readonly id: number; readonly email: string; readonly password: string }
  readonly caseManagement: { readonly key: string; readonly secret: string }
  readonly supportTicket: { readonly apikey: string }
  readonly repKey: string
  readonly partnerToken: string
  readonly deskToken: string
}

/** By this name the credentials of a first start are told from others, also when they are made anew. */
const credentialName = 'First start'
const names = { partner: 'First partner', provider: 'First provider', login: 'admin' } as const
const customerEmail = 'customer@example.com'

/** How long the first sign-in link works, in ms. */
const firstLinkLifeMs = 86_400_000

/**
 * Prepares an empty installation: an administrator without a password, a sample customer, partner and provider, and fresh
 * credentials for every wire, all in one transaction. A first start that was interrupted before `endFirstStart` begins
 * again and replaces the credentials nobody has seen.
 * @returns what to show, or null when there is nothing to prepare: an earlier first start was finished, another process is
 *   busy with it, or an administrator was registered by command before
 */
export async function beginFirstStart(desk: Desk, actor: Actor): Promise<FirstStart | null> {
  if ((await readSetting(desk.db, 'first_start')) === 'shown') return null
  const password = desk.secrets.newToken(12)
  const passwordHash = await hashPassword(password)
  return write(desk, async (tx) => {
    const state = await readSetting(tx, 'first_start')
    if (state === 'shown' || (state === null && (await hasAdministrator(tx)))) return null
    // Two processes on one new database: the second waits here for the first, and then has nothing to do.
    if (state === null && !(await writeSetting(tx, 'first_start', 'made', true))) return null

    const administratorId = await ensureAdministrator(desk, tx, actor)
    const { partnerId, accountId } = await ensureParties(desk, tx, actor)
    const customerId = await ensureCustomer(desk, tx, actor, partnerId)
    await savePasswordHash(tx, customerId, passwordHash)
    await ensureGuest(desk, tx, actor)

    const issue = await issuer(desk, tx, actor)
    const repKey = await issue({ kind: 'rep_key', personId: administratorId })
    const app = await issue({ kind: 'case_management_app' })
    const ticketApp = await issue({ kind: 'support_ticket_app' })
    const account = await issue({ kind: 'account_token', accountId })
    const deskToken = await issue({
      kind: 'desk_token',
      personId: administratorId,
      scopes: ['*'],
    })
    const link = await issue({
      kind: 'sign_in_link',
      personId: administratorId,
      expiresAt: desk.now() + firstLinkLifeMs,
    })
    return {
      administratorLogin: names.login,
      signInToken: link.key,
      customer: { id: customerId, email: customerEmail, password },
      caseManagement: { key: app.key, secret: app.secret ?? '' },
      supportTicket: { apikey: ticketApp.key },
      repKey: repKey.key,
      partnerToken: account.key,
      deskToken: deskToken.key,
    }
  })
}

/** Notes that the first start was shown; from now on starting shows the address only. */
export async function endFirstStart(desk: Desk): Promise<void> {
  await write(desk, (tx) => writeSetting(tx, 'first_start', 'shown'))
}

async function hasAdministrator(tx: Tx): Promise<boolean> {
  const { items } = await listPeople(tx, { kind: 'rep' }, { offset: 0, limit: 1_000 })
  return items.some((rep) => rep.loginEnabled && rep.roleIds.includes(builtIn.role.administrator))
}

async function ensureAdministrator(desk: Desk, tx: Tx, actor: Actor): Promise<number> {
  const known = await findLogin(tx, names.login)
  if (known?.person.kind === 'rep') return known.person.id
  return register(desk, tx, actor, {
    kind: 'rep',
    name: 'Administrator',
    addresses: [],
    loginName: names.login,
    loginEnabled: true,
    roleIds: [builtIn.role.administrator],
  })
}

/** Requests without a customer of their own are opened for Guest (REST v3 §11.2). */
async function ensureGuest(desk: Desk, tx: Tx, actor: Actor): Promise<void> {
  if (await findLogin(tx, 'guest')) return
  await register(desk, tx, actor, {
    kind: 'contact',
    name: 'Guest',
    addresses: [],
    loginName: 'guest',
    loginEnabled: false,
  })
}

async function ensureCustomer(desk: Desk, tx: Tx, actor: Actor, partnerId: number): Promise<number> {
  const known = await findPersonByAddress(tx, customerEmail)
  if (known) return known.id
  return register(desk, tx, actor, {
    kind: 'contact',
    name: 'First customer',
    addresses: [customerEmail],
    loginEnabled: true,
    organisationId: partnerId,
  })
}

async function register(
  desk: Desk,
  tx: Tx,
  actor: Actor,
  draft: Parameters<typeof addPerson>[1],
): Promise<number> {
  const now = desk.now()
  const id = await addPerson(tx, draft, desk.newId(), now)
  await recordEvent(tx, actor, now, { kind: 'person.added', subjectId: id })
  return id
}

/** A partner and a provider that stand on the two sides of every case of which nothing else is said (mapping.md). */
async function ensureParties(
  desk: Desk,
  tx: Tx,
  actor: Actor,
): Promise<{ partnerId: number; accountId: number }> {
  const providerId = await ensureOrganisation(desk, tx, actor, 'provider', null)
  const partnerId = await ensureOrganisation(desk, tx, actor, 'partner', providerId)
  await writeSetting(tx, 'default_provider', String(providerId), true)
  await writeSetting(tx, 'default_partner', String(partnerId), true)
  const [known] = await listAccounts(tx, partnerId)
  if (known) return { partnerId, accountId: known.id }
  const now = desk.now()
  const accountId = await addAccount(tx, {
    organisationId: partnerId,
    name: credentialName,
    allProviders: false,
    createdAt: now,
  })
  await recordEvent(tx, actor, now, { kind: 'account.added', subjectId: accountId })
  return { partnerId, accountId }
}

async function ensureOrganisation(
  desk: Desk,
  tx: Tx,
  actor: Actor,
  party: 'partner' | 'provider',
  defaultProviderId: number | null,
): Promise<number> {
  const known = (await listOrganisations(tx, party)).find(
    ({ name }) => addressKey(name) === addressKey(names[party]),
  )
  if (known) return known.id
  const now = desk.now()
  const draft = {
    guid: desk.newId(),
    name: names[party],
    party,
    defaultProviderId,
    parentId: null,
    details: {},
    createdAt: now,
  }
  const id = await addOrganisation(tx, draft)
  await recordEvent(tx, actor, now, { kind: 'organisation.added', subjectId: id })
  return id
}

/** @returns what issues the credentials of this first start, once those of an interrupted one are gone */
async function issuer(desk: Desk, tx: Tx, actor: Actor) {
  const kinds: readonly CredentialKind[] = [
    'rep_key',
    'case_management_app',
    'support_ticket_app',
    'account_token',
    'desk_token',
    'sign_in_link',
  ]
  for (const unseen of await listCredentials(tx, { kinds })) {
    if (unseen.name === credentialName) await removeCredentials(tx, { id: unseen.id })
  }
  return (draft: Omit<CredentialDraft, 'name'>) =>
    issueCredential(desk, tx, actor, { ...draft, name: credentialName })
}
