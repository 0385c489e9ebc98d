import type { Actor } from '../../domain/actor.ts'
import type { TextFormat } from '../../domain/case.ts'
import { type Issue, refuseIssues, unknownReference } from '../../domain/errors.ts'
import type { Message, Recipients } from '../../domain/message.ts'
import { permit, voiceOf } from '../../domain/permission.ts'
import { isEmailAddress } from '../../domain/person.ts'
import { findPerson } from '../../storage/people.ts'
import { type CaseRef, loadCaseToChange, refuseTrashed } from '../cases/load-case.ts'
import { thenSetStatus } from '../cases/then-set-status.ts'
import { type Desk, write } from '../desk.ts'
import type { FileRef } from '../files/use-files.ts'
import { checkText } from './check-text.ts'
import { storeMessage } from './store-message.ts'

export interface Reply {
  readonly body: string
  readonly bodyFormat: TextFormat
  readonly files?: readonly FileRef[]
  readonly subject?: string | null
  /** Whom to mail it to. */
  readonly recipients?: Pick<Recipients, 'to' | 'cc' | 'bcc'>
  /** Passed on to others than the requester, whose side does not see it and has not been answered by it. */
  readonly forward?: boolean
  /** In whose name an application writes; others write in their own. */
  readonly authorId?: number
  /** The status that the case gets with it, in the same transaction. */
  readonly thenStatus?: number
}

/**
 * Adds a public reply between requester and desk. It changes no status (Case Management §7.6, Support Ticket §6.8); a
 * completed case can still be replied to.
 * @returns the message; throws `not_found`, `out_of_reach`, `forbidden`, `case_in_trash` or `invalid`
 */
export async function replyToCase(desk: Desk, actor: Actor, ref: CaseRef, reply: Reply): Promise<Message> {
  refuseIssues([...checkText('body', reply.body), ...checkMail(reply)])
  return write(desk, async (tx) => {
    const to = await loadCaseToChange(desk, tx, actor, ref)
    permit(actor, 'case.reply')
    refuseTrashed(to)
    const authorId = reply.authorId ?? actor.personId
    if (authorId !== actor.personId) permit(actor, 'author.choose')
    const author = authorId === null ? undefined : await findPerson(tx, authorId)
    if (authorId !== null && (!author || author.deletedAt !== null))
      throw unknownReference('authorId', 'person', authorId)
    const side = voiceOf(actor, authorId, to)
    const message = await storeMessage(desk, tx, actor, to, {
      form: 'reply',
      side,
      internal: reply.forward ?? false,
      body: reply.body,
      bodyFormat: reply.bodyFormat,
      authorId,
      authorName: author?.name ?? actor.name,
      files: reply.files ?? [],
      subject: reply.subject ?? null,
      recipients: reply.recipients ? { ...reply.recipients, delivery: 'queued', sentAt: null } : null,
      isResponse: side === 'desk' && !reply.forward,
    })
    await thenSetStatus(desk, tx, actor, to.number, reply.thenStatus)
    return message
  })
}

/** Most addresses of one reply in each of its three lists. */
const mostRecipients = 50

/** What goes into the head of a mail must not be able to add to it (threat model §4.5). */
function checkMail({ subject, recipients }: Reply): Issue[] {
  const issues: Issue[] = []
  if (subject && (subject.length > 500 || /[\u0000-\u001f\u007f]/.test(subject)))
    issues.push({ field: 'subject', rule: 'format' })
  for (const field of ['to', 'cc', 'bcc'] as const) {
    const list = recipients?.[field] ?? []
    if (list.length > mostRecipients) issues.push({ field, rule: 'too_many', limit: mostRecipients })
    for (const { email, name } of list) {
      if (!isEmailAddress(email) || /[\u0000-\u001f\u007f]/.test(name ?? ''))
        issues.push({ field, rule: 'format', value: email })
    }
  }
  return issues
}
