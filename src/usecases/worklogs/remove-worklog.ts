import type { Actor } from '../../domain/actor.ts'
import { permit } from '../../domain/permission.ts'
import { touchCase } from '../../storage/cases.ts'
import { recordEvent } from '../../storage/events.ts'
import { removeWorklog as removeStored } from '../../storage/worklogs.ts'
import { type CaseRef, loadCaseToChange, refuseTrashed } from '../cases/load-case.ts'
import { type Desk, write } from '../desk.ts'
import { findCaseWorklog } from './worklog-values.ts'

/** Removes a worklog for good; throws `not_found`, `out_of_reach`, `forbidden` or `case_in_trash`. */
export async function removeWorklog(desk: Desk, actor: Actor, ref: CaseRef, id: number): Promise<void> {
  await write(desk, async (tx) => {
    const of = await loadCaseToChange(desk, tx, actor, ref)
    permit(actor, 'worklog.delete')
    await findCaseWorklog(tx, of.number, id)
    refuseTrashed(of)
    const now = desk.now()
    await removeStored(tx, id)
    await touchCase(tx, of.number, now)
    await recordEvent(tx, actor, now, {
      kind: 'worklog.removed',
      caseNumber: of.number,
      subjectId: id,
      internal: true,
    })
  })
}
