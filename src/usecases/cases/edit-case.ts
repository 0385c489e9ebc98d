import type { Actor } from '../../domain/actor.ts'
import type { Case } from '../../domain/case.ts'
import { permit } from '../../domain/permission.ts'
import { type Desk, write } from '../desk.ts'
import { type CaseEdit, changeLoadedCase } from './change-case.ts'
import { type CaseRef, loadCaseToChange } from './load-case.ts'

/**
 * Edits a case as staff do, which takes `case.edit` whatever is changed, besides the rights that closing and assigning have
 * of their own (REST v3 §8.4). A rep who is assigned must be in the case's group, as when it is assigned (§8.5).
 * @returns the case as it now is; throws as `changeCase`
 */
export async function editCase(
  desk: Desk,
  actor: Actor,
  ref: CaseRef,
  edit: Omit<CaseEdit, 'ifVersion'>,
): Promise<Case> {
  return write(desk, async (tx) => {
    const current = await loadCaseToChange(desk, tx, actor, ref)
    permit(actor, 'case.edit')
    return changeLoadedCase(desk, tx, actor, current, { ...edit, repInGroup: 'always' })
  })
}
