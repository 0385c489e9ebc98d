import type { Actor } from '../../domain/actor.ts'
import { DeskError } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import type { Desk } from '../desk.ts'
import { findParties } from './find-parties.ts'

/**
 * Says whether an account could open a case for that provider, without opening it (Messages §10.2).
 * Throws `forbidden`, `invalid` for an unknown provider, `no_provider` where the rules find none.
 */
export async function checkNewCase(
  desk: Desk,
  actor: Actor,
  input: { readonly providerId: number | null },
): Promise<void> {
  permit(actor, 'case.add')
  const parties = await findParties(desk.db, actor, { organisationId: null }, input.providerId)
  if (parties.providerId === null) throw new DeskError({ code: 'no_provider' })
}
