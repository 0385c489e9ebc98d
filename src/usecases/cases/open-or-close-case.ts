import type { Actor } from '../../domain/actor.ts'
import { statusOnRequest } from '../../domain/basic-words.ts'
import type { Case } from '../../domain/case.ts'
import { catalogOf, type Desk } from '../desk.ts'
import { changeCase } from './change-case.ts'
import type { CaseRef } from './load-case.ts'

/**
 * Opens a completed case again or closes one in progress (Support Ticket §6.9). Decided on the locked case, so that of two
 * who close it at once only one does.
 * @returns the case as it now is; throws `already_in_status`, and whatever `changeCase` throws
 */
export async function openOrCloseCase(
  desk: Desk,
  actor: Actor,
  ref: CaseRef,
  wish: 'open' | 'close',
): Promise<Case> {
  const catalog = await catalogOf(desk)
  return changeCase(desk, actor, ref, {
    decide: (current) => ({ status: statusOnRequest(catalog, current, wish) }),
  })
}
