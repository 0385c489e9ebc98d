import type { Actor } from '../../domain/actor.ts'
import type { Case } from '../../domain/case.ts'
import { permit } from '../../domain/permission.ts'
import { type Desk, write } from '../desk.ts'
import { changeLoadedCase } from './change-case.ts'
import { type CaseRef, loadCaseToChange } from './load-case.ts'

/**
 * Whoever does the work says how far it is (Messages §10.2, case/status). The status that the case has already changes nothing.
 * @returns the case; throws `not_found`, `out_of_reach`, `forbidden`, `case_in_trash` or `invalid` for an unknown status
 */
export async function reportProgress(
  desk: Desk,
  actor: Actor,
  ref: CaseRef,
  statusId: number,
): Promise<Case> {
  return write(desk, async (tx) => {
    const current = await loadCaseToChange(desk, tx, actor, ref)
    permit(actor, 'case.accept')
    return changeLoadedCase(desk, tx, actor, current, { status: statusId })
  })
}
