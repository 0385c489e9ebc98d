import type { Actor } from '../../domain/actor.ts'
import type { Catalog, CatalogEntry } from '../../domain/catalog.ts'
import type { Credential } from '../../domain/credential.ts'
import type { Account as DeskAccount } from '../../domain/organisation.ts'
import type { Person } from '../../domain/person.ts'
import type { IssuedCredential } from '../../usecases/credentials/issue-credential.ts'
import type { OrganisationFile } from '../../usecases/organisations/list-organisations.ts'
import type { PeoplePage } from '../../usecases/people/list-people.ts'
import { iso, isoOrNull, lookupRef, organisationRef, personOrNull, personRef } from './present.ts'
import type {
  Account,
  Application,
  Contact,
  IssuedSecret,
  KeyState,
  Organisation,
  Rep,
  Token,
} from './schema.ts'
import type { IntegrationKey, PersonalSecret } from './schema-admin.ts'

/** @returns a key that exists, without the key */
export function keyState(of: Credential): KeyState {
  return {
    hint: of.hint,
    createdAt: iso(of.createdAt),
    expiresAt: isoOrNull(of.expiresAt),
    lastUsedAt: isoOrNull(of.lastUsedAt),
  }
}

/** @returns a key in the only answer that shows it */
export function presentIssued({ credential, key, secret }: IssuedCredential): IssuedSecret {
  return { id: credential.id, key, secret, expiresAt: isoOrNull(credential.expiresAt) }
}

/** @returns a rep as administrators see them */
export function presentRep(viewer: Actor, rep: Person, beside: Pick<PeoplePage, 'keys' | 'catalog'>): Rep {
  const key = beside.keys.get(rep.id)
  return {
    ...personRef(viewer, rep),
    loginName: rep.loginName,
    loginEnabled: rep.loginEnabled,
    roles: rep.roleIds.flatMap((id) => lookupRef(beside.catalog, 'role', id) ?? []),
    key: key ? keyState(key) : null,
  }
}

/** @returns a contact */
export function presentContact(
  viewer: Actor,
  contact: Person,
  beside: Pick<PeoplePage, 'organisations'>,
): Contact {
  return {
    ...personRef(viewer, contact),
    addresses: [...contact.addresses],
    phone: contact.phone,
    organisation: organisationRef(beside.organisations, contact.organisationId),
    loginEnabled: contact.loginEnabled,
    createdAt: iso(contact.createdAt),
  }
}

/** @returns an organisation; `all` names its default provider and what it is a part of */
export function presentOrganisation(
  file: OrganisationFile,
  all: readonly OrganisationFile['organisation'][],
): Organisation {
  const { organisation } = file
  const named = new Map(all.map((each) => [each.id, each]))
  return {
    id: organisation.id,
    name: organisation.name,
    party: organisation.party,
    defaultProvider: organisationRef(named, organisation.defaultProviderId),
    parent: organisationRef(named, organisation.parentId),
    accounts: file.accounts.map(({ account, tokens }) => presentAccount(account, tokens)),
  }
}

/** @returns an account with its tokens, without what they are */
export function presentAccount(account: DeskAccount, tokens: readonly Credential[]): Account {
  return {
    id: account.id,
    name: account.name,
    allProviders: account.allProviders,
    disabled: account.disabledAt !== null,
    tokens: tokens.map((token) => ({ id: token.id, ...keyState(token) })),
  }
}

/** @returns an application of one of the two wires that have some */
export function presentApplication(of: Credential): Application {
  const wire = of.kind === 'support_ticket_app' ? 'support-ticket' : 'case-management'
  return { id: of.id, name: of.name, wire, organisationId: of.organisationId, ...keyState(of) }
}

/** @returns a bearer token, without what it is */
export function presentToken(viewer: Actor, of: Credential, owner: Person): Token {
  return {
    id: of.id,
    name: of.name,
    owner: personRef(viewer, owner),
    scopes: [...of.scopes],
    ...keyState(of),
  }
}

/** @returns a personal secret, without what it is */
export function presentPersonalSecret(viewer: Actor, of: Credential, owner: Person): PersonalSecret {
  return { id: of.id, name: of.name, owner: personRef(viewer, owner), ...keyState(of) }
}

/** @returns a key of an integration, without what it is */
export function presentIntegrationKey(
  viewer: Actor,
  of: Credential,
  { catalog, owners }: { readonly catalog: Catalog; readonly owners: ReadonlyMap<number, Person> },
): IntegrationKey {
  return {
    id: of.id,
    name: of.name,
    description: of.description,
    roles: of.roleIds.flatMap((id) => lookupRef(catalog, 'role', id) ?? []),
    owner: personOrNull(viewer, owners, of.personId),
    active: of.active,
    ...keyState(of),
  }
}

/** @returns a look-up's value */
export function presentLookup(entry: CatalogEntry) {
  return {
    id: entry.id,
    name: entry.name,
    description: entry.description,
    parentId: entry.parentId,
    color: entry.data.color ?? null,
    phase: entry.data.phase ?? null,
    keyword: entry.data.keyword ?? null,
  }
}
