import type { Actor, Party, Wire } from '../../domain/actor.ts'
import type { Catalog } from '../../domain/catalog.ts'
import type { Credential } from '../../domain/credential.ts'
import type { Account, Organisation } from '../../domain/organisation.ts'
import type { Person } from '../../domain/person.ts'
import { grants, narrowed, type Permission, type Reach } from '../../domain/rights.ts'

/** What a credential adds to whoever stands behind it. */
type By = Pick<Credential, 'id' | 'name' | 'organisationId'> | null

/** @returns a rep: the rights of their roles, all cases once they may view any; `scopes` narrows the rights */
export function repActor(
  wire: Wire,
  rep: Person,
  by: By,
  catalog: Catalog,
  scopes?: ReadonlySet<Permission>,
): Actor {
  const rights = catalog.rightsOf(rep.roleIds)
  const permissions = scopes ? narrowed(rights, scopes) : rights
  return {
    ...unnamed(wire, by),
    kind: 'rep',
    personId: rep.id,
    name: rep.name,
    permissions,
    reach: permissions.has('case.view') ? { kind: 'all' } : { kind: 'none' },
  }
}

/** @returns a contact: their own cases only */
export function contactActor(wire: Wire, contact: Person, by: By): Actor {
  return {
    ...unnamed(wire, by),
    kind: 'contact',
    personId: contact.id,
    name: contact.name,
    permissions: new Set(grants.contact),
    reach: { kind: 'requester', personId: contact.id },
  }
}

/** @returns an application that acts as itself on all cases (Case Management) */
export function applicationActor(wire: Wire, credential: Credential): Actor {
  return {
    ...unnamed(wire, credential),
    kind: 'application',
    name: credential.name,
    permissions: new Set(grants.application),
    reach: { kind: 'all' },
  }
}

/** @returns an integration key: the rights of its own roles, in the name of its owner if it has one */
export function integrationActor(wire: Wire, key: Credential, owner: Person | null, catalog: Catalog): Actor {
  const permissions = catalog.rightsOf(key.roleIds)
  return {
    ...unnamed(wire, key),
    kind: 'integration',
    personId: owner?.id ?? null,
    name: owner?.name ?? key.name,
    permissions,
    reach: permissions.has('case.view') ? { kind: 'all' } : { kind: 'none' },
  }
}

/** @returns an account: the cases of its organisation, or of the provider it has chosen to act for */
export function accountActor(
  wire: Wire,
  account: Account,
  organisation: Organisation & { party: Party },
  by: By,
  actingProviderId: number | null,
): Actor {
  const organisationId = actingProviderId ?? organisation.id
  const reach: Reach = { kind: organisation.party, organisationId }
  return {
    ...unnamed(wire, by),
    kind: 'account',
    name: account.name,
    accountId: account.id,
    organisationId,
    party: organisation.party,
    permissions: new Set(grants[organisation.party]),
    reach,
  }
}

function unnamed(wire: Wire, by: By) {
  return {
    wire,
    personId: null,
    accountId: null,
    organisationId: by?.organisationId ?? null,
    party: null,
    credentialId: by?.id ?? null,
    credentialName: by?.name ?? null,
  }
}
