import type { Actor } from '../../domain/actor.ts'
import type { Case } from '../../domain/case.ts'
import { DeskError } from '../../domain/errors.ts'
import { permitReach } from '../../domain/permission.ts'
import { findCase, findCaseByGuid, findCaseToChange } from '../../storage/cases.ts'
import type { Db, Tx } from '../../storage/schema.ts'
import type { Desk } from '../desk.ts'

/** How callers name a case: its number, or its guid in any letter case. */
export type CaseRef = number | { readonly guid: string }

/** @returns the case if the actor can reach it; throws `not_found` or `out_of_reach` */
export async function loadCase(db: Db, actor: Actor, ref: CaseRef): Promise<Case> {
  const found =
    typeof ref === 'number' ? await findCase(db, ref) : await findCaseByGuid(db, ref.guid.toLowerCase())
  return permitted(found, actor, ref)
}

/** The same inside a transaction, with the case locked until its end. */
export async function loadCaseToChange(desk: Desk, tx: Tx, actor: Actor, ref: CaseRef): Promise<Case> {
  const number = typeof ref === 'number' ? ref : (await findCaseByGuid(tx, ref.guid.toLowerCase()))?.number
  const found = number === undefined ? undefined : await findCaseToChange(desk.engine, tx, number)
  return permitted(found, actor, ref)
}

function permitted(found: Case | undefined, actor: Actor, ref: CaseRef): Case {
  if (!found)
    throw new DeskError({
      code: 'not_found',
      what: 'case',
      id: typeof ref === 'number' ? String(ref) : ref.guid,
    })
  permitReach(actor, found)
  return found
}

/** Throws `case_in_trash` for a trashed case, which can be read and restored but not worked on. */
export function refuseTrashed(of: Case): void {
  if (of.trashedAt !== null) throw new DeskError({ code: 'case_in_trash', caseNumber: of.number })
}
