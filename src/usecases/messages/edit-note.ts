import type { Actor } from '../../domain/actor.ts'
import type { TextFormat } from '../../domain/case.ts'
import { refuseIssues } from '../../domain/errors.ts'
import type { Message } from '../../domain/message.ts'
import { permit } from '../../domain/permission.ts'
import { touchCase } from '../../storage/cases.ts'
import { recordEvent } from '../../storage/events.ts'
import { saveMessage } from '../../storage/messages.ts'
import { type CaseRef, loadCaseToChange, refuseTrashed } from '../cases/load-case.ts'
import { type Desk, write } from '../desk.ts'
import { attachFiles, type FileRef } from '../files/use-files.ts'
import { checkText } from './check-text.ts'
import { findNote, permitOwn } from './find-note.ts'

/** What may change of a note; absent keys stay as they are. */
export interface NoteEdit {
  readonly body?: string
  readonly bodyFormat?: TextFormat
  readonly showToRequester?: boolean
  /** Files besides those it has. */
  readonly files?: readonly FileRef[]
}

/**
 * Changes a note, by its author or an administrator (REST v3 §9.1).
 * @returns it; throws `not_found`, `out_of_reach`, `forbidden`, `case_in_trash` or `invalid`
 */
export async function editNote(
  desk: Desk,
  actor: Actor,
  ref: CaseRef,
  id: number,
  edit: NoteEdit,
): Promise<Message> {
  if (edit.body !== undefined) refuseIssues(checkText('body', edit.body))
  return write(desk, async (tx) => {
    const of = await loadCaseToChange(desk, tx, actor, ref)
    permit(actor, 'note.edit')
    const note = await findNote(tx, actor, of, id)
    permitOwn(actor, note)
    refuseTrashed(of)
    const now = desk.now()
    const next: Message = {
      ...note,
      body: edit.body ?? note.body,
      bodyFormat: edit.body === undefined ? note.bodyFormat : (edit.bodyFormat ?? note.bodyFormat),
      internal: edit.showToRequester === undefined ? note.internal : !edit.showToRequester,
      updatedAt: now,
      updatedById: actor.personId,
    }
    await saveMessage(tx, next)
    if (edit.files && edit.files.length > 0) {
      await attachFiles(
        tx,
        actor,
        edit.files,
        { caseNumber: of.number, messageId: id, place: 'message' },
        now,
      )
    }
    await touchCase(tx, of.number, now)
    await recordEvent(tx, actor, now, {
      kind: 'message.changed',
      caseNumber: of.number,
      subjectId: id,
      internal: next.internal,
    })
    return next
  })
}
