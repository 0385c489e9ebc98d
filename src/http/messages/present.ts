import type { Case, Millis, TextFormat } from '../../domain/case.ts'
import type { Message } from '../../domain/message.ts'
import { htmlToText } from '../shared/html.ts'
import type { WireSettings } from '../wire-settings.ts'
import { senderType } from './names.ts'

/** @returns the time as this wire writes it: UTC with three decimals (Messages §1.6) */
export function isoDate(at: Millis): string {
  return new Date(at).toISOString()
}

/** @returns the text for a wire that speaks plain text */
export function plainText(body: string, format: TextFormat): string {
  return format === 'html' ? htmlToText(body) : body
}

/** A message (Messages §3.2): twelve keys always, four more only when they say something. */
export function presentMessage(message: Message, of: Pick<Case, 'number' | 'guid'>) {
  return {
    id: message.id,
    caseId: of.number,
    guid: of.guid,
    senderAccountId: message.accountId,
    senderType: senderType(message.side),
    content: message.body === null ? null : plainText(message.body, message.bodyFormat),
    type: message.type,
    externalId: message.externalId,
    ...(message.parentId === null ? {} : { parentMessageId: message.parentId }),
    ...(message.userEmail === null ? {} : { userEmail: message.userEmail }),
    ...(message.userName === null ? {} : { userName: message.userName }),
    ...(message.internal ? { isInternal: true } : {}),
    confirmedAt: message.confirmedAt === null ? null : isoDate(message.confirmedAt),
    createdAt: isoDate(message.createdAt),
    updatedAt: isoDate(message.updatedAt),
    declaredAt: isoDate(message.declaredAt),
  }
}

/**
 * A message for clients of versions 1 and 2 (Messages §8). They know one type, so every message is of it; external ids,
 * confirmations and the side of the sender came later.
 */
export function presentOldMessage(message: Message, of: Pick<Case, 'number' | 'guid'>) {
  const {
    senderType: _side,
    type: _type,
    externalId: _ref,
    confirmedAt: _at,
    ...same
  } = presentMessage(message, of)
  return { ...same, messageType: 'serviceComment' }
}

/** @returns the result as the deployment wants it (Messages §1.5): bare, or as `{"data": …}` */
export function inEnvelope(settings: WireSettings, result: unknown): unknown {
  return settings.messagesEnvelope === 'data' ? { data: result } : result
}
