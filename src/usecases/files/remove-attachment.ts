import type { Actor } from '../../domain/actor.ts'
import { DeskError } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import { touchCase } from '../../storage/cases.ts'
import { recordEvent } from '../../storage/events.ts'
import { detachFiles } from '../../storage/files.ts'
import { type CaseRef, loadCaseToChange, refuseTrashed } from '../cases/load-case.ts'
import { type Desk, write } from '../desk.ts'

/**
 * Takes a file from a case, wherever on it it is attached; used nowhere else, it is gone.
 * Throws `not_found` for a file that is not on this case.
 */
export async function removeAttachment(
  desk: Desk,
  actor: Actor,
  ref: CaseRef,
  fileId: number,
): Promise<void> {
  await write(desk, async (tx) => {
    const of = await loadCaseToChange(desk, tx, actor, ref)
    permit(actor, 'case.edit')
    refuseTrashed(of)
    const removed = await detachFiles(tx, { caseNumber: of.number, fileId })
    if (removed.length === 0) throw new DeskError({ code: 'not_found', what: 'file', id: String(fileId) })
    const now = desk.now()
    await touchCase(tx, of.number, now)
    await recordEvent(tx, actor, now, {
      kind: 'attachment.removed',
      caseNumber: of.number,
      subjectId: fileId,
    })
  })
}
