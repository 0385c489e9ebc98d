import type { Actor } from '../../domain/actor.ts'
import { outsideGroup } from '../../domain/assignment.ts'
import type { Case } from '../../domain/case.ts'
import { refuseIssues } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import { catalogOf, type Desk, write } from '../desk.ts'
import { type CaseEdit, changeLoadedCase } from './change-case.ts'
import { type CaseRef, loadCaseToChange } from './load-case.ts'

/**
 * Assigns a case to a rep, a group or both, and applies what else is given. A rep must be in the group that the case then has
 * (REST v3 §8.5).
 * @returns the case as it now is; throws as `changeCase`, `invalid` for a rep outside the group
 */
export async function assignCase(
  desk: Desk,
  actor: Actor,
  ref: CaseRef,
  edit: Omit<CaseEdit, 'ifVersion'>,
): Promise<Case> {
  return write(desk, async (tx) => {
    const current = await loadCaseToChange(desk, tx, actor, ref)
    permit(actor, 'case.assign')
    const next = await changeLoadedCase(desk, tx, actor, current, edit)
    refuseIssues(outsideGroup(await catalogOf(desk, tx), next))
    return next
  })
}
