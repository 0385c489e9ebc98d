import type { Actor } from '../../domain/actor.ts'
import type { Case, Millis } from '../../domain/case.ts'
import type { Message } from '../../domain/message.ts'
import { touchCase } from '../../storage/cases.ts'
import { recordEvent } from '../../storage/events.ts'
import { addMessage } from '../../storage/messages.ts'
import type { Tx } from '../../storage/schema.ts'
import type { Desk } from '../desk.ts'
import { attachFiles, type FileRef } from '../files/use-files.ts'

/** What the kinds of messages differ in; the rest follows from actor, case and clock. */
export interface MessageDraft
  extends Pick<Message, 'form' | 'side' | 'internal' | 'body' | 'bodyFormat'>,
    Partial<
      Pick<Message, 'type' | 'externalId' | 'parentId' | 'userEmail' | 'userName' | 'subject' | 'recipients'>
    > {
  readonly authorId: number | null
  readonly authorName: string
  /** When it really happened; now if absent. */
  readonly declaredAt?: Millis | null
  readonly files?: readonly FileRef[]
  /** The desk's first answer to the requester, from which its response time is counted (REST v3 §9.5). */
  readonly isResponse: boolean
}

/**
 * Stores a message on a loaded and locked case with its files, touches the case and records the event: the one place
 * where messages come into being, whichever wire or screen they come from.
 * @returns the message; throws `invalid` for files that cannot be used
 */
export async function storeMessage(
  desk: Desk,
  tx: Tx,
  actor: Actor,
  to: Case,
  draft: MessageDraft,
): Promise<Message> {
  const now = desk.now()
  const fresh: Omit<Message, 'id'> = {
    guid: desk.newId(),
    caseNumber: to.number,
    form: draft.form,
    side: draft.side,
    internal: draft.internal,
    providerId: to.providerId,
    type: draft.type ?? 'serviceComment',
    body: draft.body,
    bodyFormat: draft.bodyFormat,
    authorId: draft.authorId,
    authorName: draft.authorName,
    accountId: actor.accountId,
    credentialId: actor.credentialId,
    wire: actor.wire,
    externalId: draft.externalId ?? null,
    parentId: draft.parentId ?? null,
    userEmail: draft.userEmail ?? null,
    userName: draft.userName ?? null,
    subject: draft.subject ?? null,
    recipients: draft.recipients ?? null,
    declaredAt: draft.declaredAt ?? now,
    confirmedAt: null,
    createdAt: now,
    updatedAt: now,
    updatedById: null,
    deletedAt: null,
  }
  const id = await addMessage(tx, fresh)
  if (draft.files && draft.files.length > 0) {
    await attachFiles(tx, actor, draft.files, { caseNumber: to.number, messageId: id, place: 'message' }, now)
  }
  const isFirstResponse = draft.isResponse && to.respondedAt === null
  await touchCase(tx, to.number, now, isFirstResponse ? now : undefined)
  await recordEvent(tx, actor, now, {
    kind: 'message.added',
    caseNumber: to.number,
    subjectId: id,
    internal: draft.internal,
  })
  return { ...fresh, id }
}
