import type { Actor } from '../../domain/actor.ts'
import type { Case } from '../../domain/case.ts'
import { unknownReference } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import { findOrganisation } from '../../storage/organisations.ts'
import { type Desk, write } from '../desk.ts'
import { applyChange } from './apply-change.ts'
import { type CaseRef, loadCaseToChange, refuseTrashed } from './load-case.ts'

/**
 * Gives a case to another provider (Messages §10.1), who has not accepted it yet. The old one loses access, the new one sees what
 * was not internal (§2.2). The provider that it has already changes nothing.
 * @returns the case; throws `not_found`, `out_of_reach`, `forbidden`, `case_in_trash`, or `invalid` for what is no provider
 */
export async function handOverCase(
  desk: Desk,
  actor: Actor,
  ref: CaseRef,
  providerId: number,
): Promise<Case> {
  return write(desk, async (tx) => {
    const current = await loadCaseToChange(desk, tx, actor, ref)
    permit(actor, 'case.assign')
    refuseTrashed(current)
    const provider = await findOrganisation(tx, providerId)
    if (provider?.party !== 'provider' || provider.deletedAt !== null) {
      throw unknownReference('providerId', 'organisation', providerId)
    }
    if (current.providerId === providerId) return current
    return applyChange(desk, tx, actor, current, {
      providerId,
      acceptedAt: null,
      details: { held_for: null },
    })
  })
}
