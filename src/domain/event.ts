import type { Wire } from './actor.ts'
import type { Millis, ValueChange } from './case.ts'

/** Everything that can have happened. The feed, the history and the audit log read these and nothing else. */
export const eventKinds = [
  'case.opened',
  'case.changed',
  'case.trashed',
  'case.restored',
  'case.deleted',
  'message.added',
  'message.changed',
  'message.confirmed',
  'message.deleted',
  'attachment.added',
  'attachment.removed',
  'worklog.added',
  'worklog.changed',
  'worklog.removed',
  'person.added',
  'person.changed',
  'person.removed',
  'organisation.added',
  'organisation.changed',
  'organisation.removed',
  'account.added',
  'account.changed',
  'credential.added',
  'credential.changed',
  'credential.removed',
  'webhook.added',
  'webhook.changed',
  'webhook.removed',
  'catalog.changed',
  'record.added',
  'record.changed',
  'record.removed',
  'session.started',
  'session.refused',
  'session.ended',
] as const
export type EventKind = (typeof eventKinds)[number]

/** One thing that happened, in the transaction in which it did. */
export interface DeskEvent {
  readonly id: number
  /** Place in the feed: rises in the order in which events become visible (`feed.ts`). */
  readonly position: string
  readonly at: Millis
  readonly kind: EventKind
  readonly wire: Wire
  readonly actorName: string
  readonly personId: number | null
  readonly credentialId: number | null
  readonly caseNumber: number | null
  /** Id of the message, file, person … it is about, within its kind. */
  readonly subjectId: number | null
  /** Not for the requester's side. */
  readonly internal: boolean
  readonly changes: Readonly<Record<string, ValueChange>>
}
