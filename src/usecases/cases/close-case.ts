import type { Actor } from '../../domain/actor.ts'
import type { Case, Closure } from '../../domain/case.ts'
import { builtIn, phaseOf } from '../../domain/catalog.ts'
import { permit } from '../../domain/permission.ts'
import { catalogOf, type Desk, write } from '../desk.ts'
import { changeLoadedCase } from './change-case.ts'
import { type CaseRef, loadCaseToChange } from './load-case.ts'

/**
 * Closes a case (REST v3 §8.6). Closing a closed one is a success without effect.
 * @param closure what is said about it; absent leaves what is known
 * @returns the case as it now is; throws `not_found`, `out_of_reach`, `forbidden`, `case_in_trash` or `invalid`
 */
export async function closeCase(desk: Desk, actor: Actor, ref: CaseRef, closure?: Closure): Promise<Case> {
  return write(desk, async (tx) => {
    const current = await loadCaseToChange(desk, tx, actor, ref)
    permit(actor, 'case.close')
    const isClosed = phaseOf((await catalogOf(desk, tx)).find('status', current.status)) === 'closed'
    return changeLoadedCase(
      desk,
      tx,
      actor,
      current,
      isClosed ? {} : { status: builtIn.status.closed, ...(closure ? { closure } : {}) },
    )
  })
}
