import type { Happening } from '../../domain/happening.ts'
import type { WebhookTopic } from '../../domain/webhook.ts'
import type { WebhookForm } from '../../usecases/webhooks/webhook-form.ts'
import { shownMessage } from './message-text.ts'

/** What this wire calls what a webhook is told of (Case Management §10). Nothing here ever raises an `alert`. */
export const webhookItems = {
  alert: 'alert',
  ticket: 'case',
  reply: 'message',
  user: 'person',
  media: 'file',
  classification: 'classification',
  queue: 'group',
} as const satisfies Record<string, WebhookTopic>

const actions = { added: 'add', changed: 'update', removed: 'remove' } as const

/**
 * Webhooks of the Case Management API (§10): a list of events a call, under `events`, where the receivers in public code look
 * for it; the secret itself stands in a header.
 */
export const caseManagementWebhooks: WebhookForm = {
  most: 100,
  body: (told) => JSON.stringify({ events: told.map(presentTold) }),
  sample: (topic, now) =>
    JSON.stringify({
      events: [
        { id: 0, item: itemOf(topic), action: 'update', timestamp: seconds(now), actor: 0, parent: null },
      ],
    }),
  headers: (_of, secret) => (secret === null ? {} : { 'x-hook-signature': secret }),
  challenge: {
    headers: (secret, challenge) => ({ 'x-hook-signature': secret, 'x-inbenta-challenge': challenge }),
  },
}

/** @returns the item of the topic; the topic itself for what is none of this wire's */
export function itemOf(topic: WebhookTopic): string {
  return Object.entries(webhookItems).find(([, each]) => each === topic)?.[0] ?? topic
}

function presentTold({ topic, action, id, at, personId, parentId, of, requester, message }: Happening) {
  return {
    id,
    item: itemOf(topic),
    action: actions[action],
    timestamp: seconds(at),
    actor: personId ?? 0,
    parent: parentId,
    ...(of === null
      ? {}
      : {
          resource: of.guid,
          resource_data: {
            id: of.number,
            uuid: of.number,
            title: of.subject,
            creator: { id: of.requesterId, name: requester?.name ?? '', identifier: requester?.email ?? '' },
          },
        }),
    ...(message === null || action === 'removed'
      ? {}
      : { action_data: { text: shownMessage(message.body, message.bodyFormat) } }),
  }
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000)
}
