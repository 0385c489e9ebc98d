import type { Actor, Party } from '../../domain/actor.ts'
import type { Credential } from '../../domain/credential.ts'
import type { Account, Organisation } from '../../domain/organisation.ts'
import { permit } from '../../domain/permission.ts'
import { listCredentials } from '../../storage/credentials.ts'
import { listAccounts, listOrganisations as listStored } from '../../storage/organisations.ts'
import type { Desk } from '../desk.ts'

/** An organisation with its accounts and their tokens, which are shown to `keys.manage` only. */
export interface OrganisationFile {
  readonly organisation: Organisation
  readonly accounts: readonly { readonly account: Account; readonly tokens: readonly Credential[] }[]
}

/** @returns the organisations that are not deleted, by id, of one party if given; needs `contact.view` */
export async function listOrganisations(
  desk: Desk,
  actor: Actor,
  party?: Party,
): Promise<OrganisationFile[]> {
  permit(actor, 'contact.view')
  const showsAccounts = actor.permissions.has('keys.manage')
  const [organisations, accounts, tokens] = await Promise.all([
    listStored(desk.db, party),
    showsAccounts ? listAccounts(desk.db) : [],
    showsAccounts ? listCredentials(desk.db, { kinds: ['account_token'] }) : [],
  ])
  const tokensOf = Map.groupBy(tokens, (token) => token.accountId)
  const accountsOf = Map.groupBy(accounts, (account) => account.organisationId)
  return organisations.map((organisation) => ({
    organisation,
    accounts: (accountsOf.get(organisation.id) ?? []).map((account) => ({
      account,
      tokens: tokensOf.get(account.id) ?? [],
    })),
  }))
}
