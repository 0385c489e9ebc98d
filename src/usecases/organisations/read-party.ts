import type { Actor, Party } from '../../domain/actor.ts'
import { DeskError } from '../../domain/errors.ts'
import type { Organisation } from '../../domain/organisation.ts'
import { permit } from '../../domain/permission.ts'
import { findOrganisation, listOrganisations } from '../../storage/organisations.ts'
import type { Desk } from '../desk.ts'

/**
 * Partners and providers know each other: everyone who sees cases may read who the other organisations are (Messages §10.2).
 * @returns the partner or provider; throws `not_found` also for a deleted one and for one of the other party
 */
export async function readParty(desk: Desk, actor: Actor, party: Party, id: number): Promise<Organisation> {
  permit(actor, 'case.view')
  const found = await findOrganisation(desk.db, id)
  if (found?.party !== party || found.deletedAt !== null) {
    throw new DeskError({ code: 'not_found', what: 'organisation', id: String(id) })
  }
  return found
}

/** @returns the partners or providers, by id; only those named if ids are given, unknown ones left out */
export async function listParties(
  desk: Desk,
  actor: Actor,
  party: Party,
  ids?: readonly number[],
): Promise<Organisation[]> {
  permit(actor, 'case.view')
  const all = await listOrganisations(desk.db, party)
  return ids ? all.filter(({ id }) => ids.includes(id)) : all
}
