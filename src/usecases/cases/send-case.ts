import type { Actor } from '../../domain/actor.ts'
import type { Case } from '../../domain/case.ts'
import { DeskError } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import { type Desk, write } from '../desk.ts'
import { applyChange } from './apply-change.ts'
import { findParties } from './find-parties.ts'
import { type CaseRef, loadCaseToChange, refuseTrashed } from './load-case.ts'

/**
 * Sends a case that has no provider yet to the one it was held back from, else to the one that the rules of `find-parties.ts`
 * find (Messages §10.2, case/finish). A case that has a provider stays as it is.
 * @returns the case; throws `not_found`, `out_of_reach`, `forbidden`, `case_in_trash`, `no_provider`, or `invalid` when the
 *   provider it was held back from is gone
 */
export async function sendCase(desk: Desk, actor: Actor, ref: CaseRef): Promise<Case> {
  return write(desk, async (tx) => {
    const current = await loadCaseToChange(desk, tx, actor, ref)
    permit(actor, 'case.add')
    refuseTrashed(current)
    if (current.providerId !== null) return current
    const { held_for: heldFor } = current.details
    const { providerId } = await findParties(
      tx,
      actor,
      { organisationId: current.partnerId },
      typeof heldFor === 'number' ? heldFor : null,
    )
    if (providerId === null) throw new DeskError({ code: 'no_provider' })
    return applyChange(desk, tx, actor, current, { providerId, details: { held_for: null } })
  })
}
