import type { Case } from '../../domain/case.ts'
import type { Attachment } from '../../domain/file.ts'
import { isNote, type Message } from '../../domain/message.ts'
import type { Person } from '../../domain/person.ts'
import { presentAttachment } from './present-attachment.ts'
import { personObject } from './present-people.ts'
import { presentHtml, presentTime } from './values.ts'

/** What messages are shown with. */
export interface Thread {
  readonly of: Case
  readonly people: ReadonlyMap<number, Person>
  readonly attachments: readonly Attachment[]
}

/** @returns whoever wrote the message, also where that is no person of the desk */
function authorOf(message: Message, people: Thread['people']): Record<string, unknown> {
  const person = personObject(people.get(message.authorId ?? -1))
  return person ?? { id: null, name: message.authorName, email_id: message.userEmail }
}

/** @returns the note (REST v3 §9.1) */
export function presentNote(note: Message, thread: Thread, timeZone: string): Record<string, unknown> {
  const { of, people, attachments } = thread
  const author = authorOf(note, people)
  const added = presentTime(note.createdAt, timeZone)
  const wasEdited = note.updatedById !== null || note.updatedAt !== note.createdAt
  return {
    id: String(note.id),
    description: note.body === null ? null : presentHtml(note.body, note.bodyFormat),
    show_to_requester: !note.internal,
    attachments: filesOf(note, attachments).map(({ file }) => presentAttachment(file, of.number, timeZone)),
    added_by: author,
    added_time: added,
    last_updated_by: personObject(people.get(note.updatedById ?? -1)),
    last_updated_time: wasEdited ? presentTime(note.updatedAt, timeZone) : null,
    created_by: author,
    created_time: added,
    request: { id: String(of.number), subject: of.subject },
  }
}

/** @returns what is attached to the message */
export function filesOf(message: Message, attachments: readonly Attachment[]): Attachment[] {
  return attachments.filter(({ messageId }) => messageId === message.id)
}

/** @returns the message as a row of the conversation (§9.4), without its text */
export function presentConversation(
  message: Message,
  { of, people, attachments }: Thread,
  timeZone: string,
): Record<string, unknown> {
  const author = authorOf(message, people)
  const note = isNote(message)
  const folder = note ? 'notes' : 'notifications'
  return {
    id: String(message.id),
    type: note ? 'NOTES' : typeOf(message),
    subject: note ? null : subjectOf(message, of),
    from: { name: author.name, email_id: author.email_id },
    created_time: presentTime(message.createdAt, timeZone),
    has_attachments: filesOf(message, attachments).length > 0,
    show_to_requester: !message.internal,
    content_url: `/api/v3/requests/${of.number}/${folder}/${message.id}`,
  }
}

function typeOf(message: Message): string {
  if (message.form === 'system') return 'SYSTEM'
  return message.side === 'requester' ? 'REQUESTER_REPLY' : 'REPLY'
}

/** @returns the subject of the message as it is mailed (§9.5) */
export function subjectOf(message: Pick<Message, 'subject'>, of: Case): string {
  return message.subject ?? `Re: [Request ID :##RE-${of.number}##] : ${of.subject}`
}

/** @returns the message in full (§9.5): a reply of the desk, or whatever else a row of the conversation leads to */
export function presentNotification(
  message: Message,
  thread: Thread,
  timeZone: string,
): Record<string, unknown> {
  const { of, people, attachments } = thread
  const author = authorOf(message, people)
  const { to, cc, bcc, delivery, sentAt } = message.recipients ?? unmailed(message)
  const address = ({ email, name }: { email: string; name: string | null }) => ({ email_id: email, name })
  const passedOn = message.form === 'reply' && message.internal
  return {
    id: String(message.id),
    type: passedOn ? 'forward' : typeOf(message).toLowerCase(),
    subject: subjectOf(message, of),
    description: message.body === null ? null : presentHtml(message.body, message.bodyFormat),
    from: { name: author.name, email_id: author.email_id },
    to: to.map(address),
    cc: cc.map(address),
    bcc: bcc.map(address),
    created_time: presentTime(message.createdAt, timeZone),
    sent_time: presentTime(sentAt, timeZone),
    delivery_status: delivery,
    attachments: filesOf(message, attachments).map(({ file }) => ({
      ...presentAttachment(file, of.number, timeZone),
      content_url: `/api/v3/requests/${of.number}/notifications/${message.id}/attachments/${file.id}/download`,
    })),
    show_to_requester: !message.internal,
    request: { id: String(of.number), subject: of.subject },
  }
}

/** What came or went over another wire was there as soon as it was written. */
function unmailed(message: Message) {
  return { to: [], cc: [], bcc: [], delivery: 'sent', sentAt: message.createdAt } as const
}
