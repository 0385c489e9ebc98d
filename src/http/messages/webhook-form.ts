import type { Happening } from '../../domain/happening.ts'
import type { WebhookForm } from '../../usecases/webhooks/webhook-form.ts'
import { senderType } from './names.ts'
import { isoDate, plainText } from './present.ts'

/**
 * Webhooks of the Messages API (Messages §9): one message a call, all fourteen keys always, and no `caseId`. The body does
 * not name the event; a header does.
 */
export const messagesWebhooks: WebhookForm = {
  most: 1,
  body: ([told]) => JSON.stringify(told ? presentTold(told) : {}),
  sample: (_topic, now) => JSON.stringify(sampleMessage(now)),
  headers: ({ topic }) => ({ 'x-hub-event': topic }),
  challenge: null,
}

function presentTold({ topic, at, of, message }: Happening) {
  if (!message || !of) throw new Error('a webhook of the Messages API without a message')
  const confirmed = topic === 'message.confirmed'
  return {
    id: message.id,
    externalId: message.externalId,
    guid: of.guid,
    content: message.body === null ? null : plainText(message.body, message.bodyFormat),
    userName: message.userName,
    userEmail: message.userEmail,
    type: message.type,
    senderType: senderType(message.side),
    parentMessageId: message.parentId,
    senderAccountId: message.accountId,
    createdAt: isoDate(message.createdAt),
    // As it was then: somebody may have confirmed it before this is told.
    updatedAt: isoDate(confirmed ? at : message.createdAt),
    declaredAt: isoDate(message.declaredAt),
    confirmedAt: confirmed ? isoDate(at) : null,
  }
}

function sampleMessage(now: number) {
  return {
    id: 0,
    externalId: null,
    guid: '00000000-0000-0000-0000-000000000000',
    content: 'This is a test. Nothing has happened.',
    userName: null,
    userEmail: null,
    type: 'serviceComment',
    senderType: null,
    parentMessageId: null,
    senderAccountId: null,
    createdAt: isoDate(now),
    updatedAt: isoDate(now),
    declaredAt: isoDate(now),
    confirmedAt: null,
  }
}
