import type { Actor } from '../../domain/actor.ts'
import type { TextFormat } from '../../domain/case.ts'
import { refuseIssues } from '../../domain/errors.ts'
import type { Message } from '../../domain/message.ts'
import { permit } from '../../domain/permission.ts'
import { type CaseRef, loadCaseToChange, refuseTrashed } from '../cases/load-case.ts'
import { thenSetStatus } from '../cases/then-set-status.ts'
import { type Desk, write } from '../desk.ts'
import type { FileRef } from '../files/use-files.ts'
import { checkText } from './check-text.ts'
import { storeMessage } from './store-message.ts'

export interface NewNote {
  readonly body: string
  readonly bodyFormat: TextFormat
  /** Otherwise only staff and the provider see it. */
  readonly showToRequester?: boolean
  /** Count it as the desk's first answer; refused when the case has one (REST v3 §9.1). */
  readonly marksFirstResponse?: boolean
  readonly files?: readonly FileRef[]
  /** The status that the case gets with it, in the same transaction. */
  readonly thenStatus?: number
}

/** Adds a note by staff. @returns it; throws `not_found`, `out_of_reach`, `forbidden`, `case_in_trash` or `invalid` */
export async function addNote(desk: Desk, actor: Actor, ref: CaseRef, note: NewNote): Promise<Message> {
  refuseIssues(checkText('body', note.body))
  return write(desk, async (tx) => {
    const to = await loadCaseToChange(desk, tx, actor, ref)
    permit(actor, 'note.add')
    refuseTrashed(to)
    if (note.marksFirstResponse && to.respondedAt !== null) {
      refuseIssues([{ field: 'marksFirstResponse', rule: 'not_allowed', value: true }])
    }
    const message = await storeMessage(desk, tx, actor, to, {
      form: 'note',
      side: 'desk',
      internal: !note.showToRequester,
      body: note.body,
      bodyFormat: note.bodyFormat,
      authorId: actor.personId,
      authorName: actor.name,
      files: note.files ?? [],
      isResponse: note.marksFirstResponse ?? false,
    })
    await thenSetStatus(desk, tx, actor, to.number, note.thenStatus)
    return message
  })
}
