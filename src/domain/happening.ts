import type { Side } from './actor.ts'
import type { Case, Millis } from './case.ts'
import type { DeskEvent } from './event.ts'
import type { Message } from './message.ts'
import type { Person } from './person.ts'
import type { Webhook, WebhookTopic } from './webhook.ts'

/** One thing that a webhook may be told of, as it was when it happened. */
export interface Happening {
  readonly topic: WebhookTopic
  readonly action: 'added' | 'changed' | 'removed'
  /** Id of the case, message, person, file or look-up value it is about. */
  readonly id: number
  readonly at: Millis
  /** Who did it, in whose name. */
  readonly personId: number | null
  /** What it belongs to: the case of a message or file, the category of a subcategory. */
  readonly parentId: number | null
  /** The case it is about or belongs to; null where there is none, or no longer. */
  readonly of: Case | null
  readonly requester: Person | null
  readonly message: Message | null
  /** Which side did it. */
  readonly side: Side | null
}

/** What stands around an event of the feed, for telling of it. */
export interface Surroundings {
  readonly cases: ReadonlyMap<number, Case>
  readonly messages: ReadonlyMap<number, Message>
  readonly people: ReadonlyMap<number, Person>
  /** Ids of files: by message, and of the case itself under `case`. */
  filesOf(place: { readonly message: number } | { readonly case: number }): readonly number[]
  /** @returns the value that a look-up value stands below */
  parentOf(kind: string, id: number): number | null
}

const classifications = ['category', 'subcategory', 'item', 'tag']

/** @returns everything that can be told of the event, whoever may hear it */
export function happeningsOf(event: DeskEvent, beside: Surroundings): Happening[] {
  const of = (event.caseNumber !== null && beside.cases.get(event.caseNumber)) || null
  const requester = (of && beside.people.get(of.requesterId)) ?? null
  const id = event.subjectId ?? event.caseNumber ?? 0
  const base = { id, at: event.at, personId: event.personId, of, requester, message: null, side: null }
  const one = (
    topic: WebhookTopic,
    action: Happening['action'],
    facts: Partial<Happening> = {},
  ): Happening => ({ ...base, parentId: null, topic, action, ...facts })
  const files = (ids: readonly number[], action: Happening['action'] = 'added') =>
    ids.map((file) => one('file', action, { id: file, parentId: event.caseNumber }))

  switch (event.kind) {
    case 'case.opened':
      return [one('case', 'added'), ...files(beside.filesOf({ case: id }))]
    case 'case.restored':
      return [one('case', 'added')]
    case 'case.changed':
      return [one('case', 'changed')]
    case 'case.trashed':
      return [one('case', 'removed')]
    case 'message.added':
    case 'message.changed':
    case 'message.deleted':
    case 'message.confirmed': {
      const message = beside.messages.get(id)
      if (!message || message.internal) return []
      return messageHappenings(event, message, one, files, beside)
    }
    case 'attachment.added':
      return files([id])
    case 'attachment.removed':
      return files([id], 'removed')
    case 'person.added':
    case 'person.changed':
    case 'person.removed':
      return [one('person', actionOf(event.kind))]
    case 'catalog.changed':
      return Object.entries(event.changes).flatMap(([kind, { from, to }]) => {
        const topic = kind === 'group' ? 'group' : classifications.includes(kind) ? 'classification' : null
        const action = from === null ? 'added' : to === null ? 'removed' : 'changed'
        return topic === null ? [] : [one(topic, action, { parentId: beside.parentOf(kind, id) })]
      })
    default:
      return []
  }
}

function messageHappenings(
  event: DeskEvent,
  message: Message,
  one: (topic: WebhookTopic, action: Happening['action'], facts?: Partial<Happening>) => Happening,
  files: (ids: readonly number[]) => Happening[],
  beside: Surroundings,
): Happening[] {
  const facts = {
    message,
    parentId: event.caseNumber,
    // What an application writes, it writes in somebody's name.
    personId: event.kind === 'message.added' ? (message.authorId ?? event.personId) : event.personId,
  }
  if (event.kind === 'message.confirmed') {
    return [one('message.confirmed', 'changed', { ...facts, side: sideIn(event) })]
  }
  const isPublic = message.form !== 'system'
  const shown = isPublic ? [one('message', actionOf(event.kind), facts)] : []
  if (event.kind !== 'message.added') return shown
  return [
    ...shown,
    one('message.created', 'added', { ...facts, side: message.side }),
    ...(isPublic ? files(beside.filesOf({ message: message.id })) : []),
  ]
}

function actionOf(kind: string): Happening['action'] {
  if (kind.endsWith('.added')) return 'added'
  return /\.(removed|deleted)$/.test(kind) ? 'removed' : 'changed'
}

/** Where `message.confirmed` says which side confirmed. */
export const confirmedBy = 'confirmedBy'

function sideIn(event: DeskEvent): Side | null {
  const side = event.changes[confirmedBy]?.to
  return side === 'requester' || side === 'desk' ? side : null
}

/**
 * @returns whether the webhook is to be told. Applications hear of whatever they may read. Of the parties, a new message is
 *   told to whoever receives it, a confirmation to whoever wrote the message, and neither to the one who acted
 *   (Messages §9); a message of neither side goes to both and its confirmation to none.
 */
export function concerns(
  happening: Happening,
  webhook: Pick<Webhook, 'wire' | 'topic' | 'organisationId'>,
): boolean {
  if (happening.topic !== webhook.topic) return false
  if (webhook.wire === 'case-management') return true
  const { message, of, side } = happening
  if (!message || !of || webhook.organisationId === null) return false
  const sides: Readonly<Record<Side, number | null>> = {
    requester: of.partnerId,
    // An internal affair of who it was written for: a later provider is not told, and a former one no more.
    desk:
      message.providerId === of.providerId || happening.topic === 'message.created'
        ? message.providerId
        : null,
  }
  if (happening.topic === 'message.created') {
    const receivers = message.side === null ? [sides.requester, sides.desk] : [sides[other(message.side)]]
    return receivers.includes(webhook.organisationId)
  }
  if (message.side === null || side === null || side === message.side) return false
  return sides[message.side] === webhook.organisationId
}

function other(side: Side): Side {
  return side === 'desk' ? 'requester' : 'desk'
}
