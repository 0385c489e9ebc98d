import type { Actor } from '../../domain/actor.ts'
import { DeskError } from '../../domain/errors.ts'
import type { Organisation } from '../../domain/organisation.ts'
import { permit } from '../../domain/permission.ts'
import { findOrganisation } from '../../storage/organisations.ts'
import type { Desk } from '../desk.ts'

/** @returns one organisation; throws `not_found` also for a deleted one; needs `contact.view` */
export async function readOrganisation(desk: Desk, actor: Actor, id: number): Promise<Organisation> {
  permit(actor, 'contact.view')
  const found = Number.isSafeInteger(id) ? await findOrganisation(desk.db, id) : undefined
  if (!found || found.deletedAt !== null) {
    throw new DeskError({ code: 'not_found', what: 'organisation', id: String(id) })
  }
  return found
}
