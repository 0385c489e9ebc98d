import type { Actor } from '../../domain/actor.ts'
import type { Case } from '../../domain/case.ts'
import { permit } from '../../domain/permission.ts'
import { type Desk, write } from '../desk.ts'
import { applyChange } from './apply-change.ts'
import { type CaseRef, loadCaseToChange, refuseTrashed } from './load-case.ts'

/**
 * The provider takes a case on, or takes its acceptance back (Messages §10.2). Accepting again keeps the first time.
 * @param detailsOf further details to keep with it, decided on the case as it is now
 * @returns the case; throws `not_found`, `out_of_reach`, `forbidden` or `case_in_trash`
 */
export async function setAcceptance(
  desk: Desk,
  actor: Actor,
  ref: CaseRef,
  accepted: boolean,
  detailsOf: (current: Case) => Case['details'] = () => ({}),
): Promise<Case> {
  return write(desk, async (tx) => {
    const current = await loadCaseToChange(desk, tx, actor, ref)
    permit(actor, 'case.accept')
    refuseTrashed(current)
    return applyChange(desk, tx, actor, current, {
      acceptedAt: accepted ? (current.acceptedAt ?? desk.now()) : null,
      details: detailsOf(current),
    })
  })
}
