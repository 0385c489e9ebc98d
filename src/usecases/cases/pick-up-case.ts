import type { Actor } from '../../domain/actor.ts'
import type { Case } from '../../domain/case.ts'
import { DeskError } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import { type Desk, write } from '../desk.ts'
import { changeLoadedCase } from './change-case.ts'
import { type CaseRef, loadCaseToChange } from './load-case.ts'

/**
 * Assigns a case to whoever asks (REST v3 §8.5). Picking up again what one has changes nothing.
 * @returns the case as it now is; throws `forbidden` also for a credential without a person, `not_found`, `case_in_trash`
 */
export async function pickUpCase(desk: Desk, actor: Actor, ref: CaseRef): Promise<Case> {
  return write(desk, async (tx) => {
    const current = await loadCaseToChange(desk, tx, actor, ref)
    permit(actor, 'case.pick_up')
    if (actor.personId === null) throw new DeskError({ code: 'forbidden', need: 'case.pick_up' })
    return changeLoadedCase(desk, tx, actor, current, { assigneeId: actor.personId })
  })
}
