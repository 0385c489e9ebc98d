import type { Side, Wire } from './actor.ts'
import type { Millis, TextFormat } from './case.ts'

/** Message types of the Messages wire (§2.3), in the order its error text lists them. */
export const messageTypes = [
  'serviceComment',
  'customerCenterReply',
  'costProposalRejectRur',
  'costProposalRejectScrap',
  'statusRequest',
  'spareParts',
  'reminder',
  'costProposal',
  'shipment',
  'forwarding',
] as const
export type MessageType = (typeof messageTypes)[number]

/**
 * What a message is: a reply between requester and desk, a note written by staff, a typed message between
 * partner and provider, or a word of the desk itself.
 */
export type MessageForm = 'reply' | 'note' | 'party' | 'system'

/** One message of a case; the opening text is not one (Messages §11). */
export interface Message {
  readonly id: number
  readonly guid: string
  readonly caseNumber: number
  readonly form: MessageForm
  /** Whose voice it is; null for the desk's own announcements. */
  readonly side: Side | null
  /** Not for the requester's side. A note shown to the requester is a note that is not internal. */
  readonly internal: boolean
  /** The case's provider when it was written: an internal one is for no later provider (Messages §2.2). */
  readonly providerId: number | null
  readonly type: MessageType
  readonly body: string | null
  readonly bodyFormat: TextFormat
  readonly authorId: number | null
  readonly authorName: string
  readonly accountId: number | null
  readonly credentialId: number | null
  readonly wire: Wire
  readonly externalId: string | null
  readonly parentId: number | null
  readonly userEmail: string | null
  readonly userName: string | null
  readonly subject: string | null
  readonly recipients: Recipients | null
  readonly declaredAt: Millis
  readonly confirmedAt: Millis | null
  readonly createdAt: Millis
  readonly updatedAt: Millis
  readonly updatedById: number | null
  readonly deletedAt: Millis | null
}

export interface Address {
  readonly email: string
  readonly name: string | null
}

/** To whom a reply is mailed, and how far that got. */
export interface Recipients {
  readonly to: readonly Address[]
  readonly cc: readonly Address[]
  readonly bcc: readonly Address[]
  readonly delivery: 'queued' | 'sent' | 'failed'
  readonly sentAt: Millis | null
}

/**
 * @returns whether the message is a note: written as one, or a word within the provider's side that the requester's side does
 *   not see (mapping.md). Everything else belongs to the conversation.
 */
export function isNote(message: Pick<Message, 'form' | 'internal'>): boolean {
  return message.form === 'note' || (message.form === 'party' && message.internal)
}
