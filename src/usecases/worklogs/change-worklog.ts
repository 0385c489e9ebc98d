import type { Actor } from '../../domain/actor.ts'
import { permit } from '../../domain/permission.ts'
import type { Worklog } from '../../domain/worklog.ts'
import { touchCase } from '../../storage/cases.ts'
import { recordEvent } from '../../storage/events.ts'
import { saveWorklog } from '../../storage/worklogs.ts'
import { type CaseRef, loadCaseToChange, refuseTrashed } from '../cases/load-case.ts'
import { type Desk, write } from '../desk.ts'
import { findCaseWorklog, settleWorklog, type WorklogValues } from './worklog-values.ts'

/**
 * Changes a worklog; absent keys stay as they are. New times without a time spent are counted anew.
 * @returns it; throws `not_found`, `out_of_reach`, `forbidden`, `case_in_trash` or `invalid`
 */
export async function changeWorklog(
  desk: Desk,
  actor: Actor,
  ref: CaseRef,
  id: number,
  change: Partial<WorklogValues>,
): Promise<Worklog> {
  return write(desk, async (tx) => {
    const of = await loadCaseToChange(desk, tx, actor, ref)
    permit(actor, 'worklog.edit')
    const current = await findCaseWorklog(tx, of.number, id)
    refuseTrashed(of)
    const moved = change.startedAt !== undefined || change.endedAt !== undefined
    const values = { ...current, ...(moved ? { minutes: null } : {}), ...change }
    const now = desk.now()
    const next: Worklog = {
      ...current,
      ...(await settleWorklog(desk, tx, values, current.typeId)),
      updatedAt: now,
    }
    await saveWorklog(tx, next)
    await touchCase(tx, of.number, now)
    await recordEvent(tx, actor, now, {
      kind: 'worklog.changed',
      caseNumber: of.number,
      subjectId: id,
      internal: true,
    })
    return next
  })
}
