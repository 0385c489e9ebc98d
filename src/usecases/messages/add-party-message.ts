import type { Actor } from '../../domain/actor.ts'
import type { Millis } from '../../domain/case.ts'
import { DeskError, refuseIssues } from '../../domain/errors.ts'
import { type Message, type MessageType, messageTypes } from '../../domain/message.ts'
import { permit, seesMessage, voiceOf } from '../../domain/permission.ts'
import { findMessage } from '../../storage/messages.ts'
import { type CaseRef, loadCaseToChange, refuseTrashed } from '../cases/load-case.ts'
import { thenSetStatus } from '../cases/then-set-status.ts'
import { type Desk, write } from '../desk.ts'
import type { FileRef } from '../files/use-files.ts'
import { longestText } from './check-text.ts'
import { storeMessage } from './store-message.ts'

/** A typed message between partner and provider (Messages §3.1). */
export interface NewPartyMessage {
  readonly body: string | null
  readonly type: MessageType
  readonly declaredAt?: Millis | null
  readonly externalId?: string | null
  readonly parentId?: number | null
  readonly userEmail?: string | null
  readonly userName?: string | null
  readonly internal?: boolean
  readonly files?: readonly FileRef[]
  /** The status that the case gets with it, in the same transaction. */
  readonly thenStatus?: number
}

/**
 * Adds a message of one of the parties; staff write for the provider's side. The state of the case does not matter
 * (Messages §2.2) and a type has no effect on it (§2.3).
 * @returns the message; throws `not_found`, `out_of_reach`, `forbidden`, `case_in_trash`, or `invalid` with an unknown
 *   `parentId` when that is not a message of this case that the actor can see
 */
export async function addPartyMessage(
  desk: Desk,
  actor: Actor,
  ref: CaseRef,
  given: NewPartyMessage,
): Promise<Message> {
  if (!messageTypes.includes(given.type)) refuseIssues([{ field: 'type', rule: 'choice', value: given.type }])
  if ((given.body?.length ?? 0) > longestText)
    refuseIssues([{ field: 'body', rule: 'too_long', limit: longestText }])
  return write(desk, async (tx) => {
    const to = await loadCaseToChange(desk, tx, actor, ref)
    permit(actor, 'case.reply')
    refuseTrashed(to)
    if (given.parentId != null) {
      const parent = await findMessage(tx, given.parentId)
      const usable =
        parent?.caseNumber === to.number && parent.deletedAt === null && seesMessage(actor, parent)
      if (!usable) {
        throw new DeskError({
          code: 'invalid',
          issues: [{ field: 'parentId', rule: 'unknown', what: 'message', value: given.parentId }],
        })
      }
    }
    const side = voiceOf(actor, actor.personId, to)
    const message = await storeMessage(desk, tx, actor, to, {
      form: 'party',
      side,
      internal: given.internal ?? false,
      type: given.type,
      body: given.body,
      bodyFormat: 'text',
      authorId: actor.personId,
      authorName: given.userName ?? actor.name,
      externalId: given.externalId ?? null,
      parentId: given.parentId ?? null,
      userEmail: given.userEmail ?? null,
      userName: given.userName ?? null,
      declaredAt: given.declaredAt ?? null,
      files: given.files ?? [],
      isResponse: side === 'desk' && !given.internal,
    })
    await thenSetStatus(desk, tx, actor, to.number, given.thenStatus)
    return message
  })
}
