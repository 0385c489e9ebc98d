import type { Actor, Wire } from '../../domain/actor.ts'
import { DeskError } from '../../domain/errors.ts'
import { findAccount, findOrganisation } from '../../storage/organisations.ts'
import type { Desk } from '../desk.ts'
import { accountActor } from './actors.ts'
import { findActiveCredential } from './find-active.ts'

/**
 * @param actAsProviderId the provider that the caller wants to act for (Messages §1.3); ignored for partners
 * @returns the account behind the token; throws `unauthenticated`, or `forbidden` when it may not choose that provider
 */
export async function authenticateAccount(
  desk: Desk,
  wire: Wire,
  token: string | null | undefined,
  actAsProviderId: number | null,
): Promise<Actor> {
  const { credential } = await findActiveCredential(desk, ['account_token'], token)
  const account = credential.accountId === null ? undefined : await findAccount(desk.db, credential.accountId)
  if (!account || account.disabledAt !== null)
    throw new DeskError({ code: 'unauthenticated', reason: 'disabled' })
  const organisation = await findOrganisation(desk.db, account.organisationId)
  const party = organisation?.party
  if (!organisation || organisation.deletedAt !== null || !party) {
    throw new DeskError({ code: 'unauthenticated', reason: 'disabled' })
  }
  const chosen = party === 'provider' ? actAsProviderId : null
  if (chosen !== null && chosen !== organisation.id) {
    const other = account.allProviders ? await findOrganisation(desk.db, chosen) : undefined
    if (other?.party !== 'provider' || other.deletedAt !== null)
      throw new DeskError({ code: 'forbidden', need: 'own' })
  }
  return accountActor(wire, account, { ...organisation, party }, credential, chosen)
}
