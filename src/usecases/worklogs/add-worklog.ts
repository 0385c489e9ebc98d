import type { Actor } from '../../domain/actor.ts'
import { refuseIssues } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import type { Worklog } from '../../domain/worklog.ts'
import { saveCase } from '../../storage/cases.ts'
import { recordEvent } from '../../storage/events.ts'
import { addWorklog as storeWorklog } from '../../storage/worklogs.ts'
import { type CaseRef, loadCaseToChange, refuseTrashed } from '../cases/load-case.ts'
import { type Desk, write } from '../desk.ts'
import { settleWorklog, type WorklogValues } from './worklog-values.ts'

export interface NewWorklog extends WorklogValues {
  /** Count it as the desk's first answer; refused when the case has one. */
  readonly marksFirstResponse?: boolean
}

/**
 * Notes time spent on a case by a rep (REST v3 §9.2).
 * @returns it; throws `not_found`, `out_of_reach`, `forbidden`, `case_in_trash` or `invalid`
 */
export async function addWorklog(
  desk: Desk,
  actor: Actor,
  ref: CaseRef,
  given: NewWorklog,
): Promise<Worklog> {
  return write(desk, async (tx) => {
    const of = await loadCaseToChange(desk, tx, actor, ref)
    permit(actor, 'worklog.add')
    refuseTrashed(of)
    if (given.marksFirstResponse && of.respondedAt !== null) {
      refuseIssues([{ field: 'marksFirstResponse', rule: 'not_allowed', value: true }])
    }
    const { marksFirstResponse, ...values } = given
    const now = desk.now()
    const fresh = {
      ...(await settleWorklog(desk, tx, values, null)),
      guid: desk.newId(),
      caseNumber: of.number,
      createdById: actor.personId,
      createdAt: now,
      updatedAt: now,
    }
    const id = await storeWorklog(tx, fresh)
    const respondedAt = of.respondedAt ?? (marksFirstResponse ? now : null)
    await saveCase(tx, { ...of, respondedAt, updatedAt: now, version: of.version + 1 })
    await recordEvent(tx, actor, now, {
      kind: 'worklog.added',
      caseNumber: of.number,
      subjectId: id,
      internal: true,
    })
    return { ...fresh, id }
  })
}
