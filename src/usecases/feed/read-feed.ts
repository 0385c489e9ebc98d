import type { Actor } from '../../domain/actor.ts'
import { refuseIssues } from '../../domain/errors.ts'
import type { EventKind } from '../../domain/event.ts'
import { isStaff, permit } from '../../domain/permission.ts'
import { type EventReader, feedEnd, isPosition, readFeed } from '../../storage/events.ts'
import type { Desk } from '../desk.ts'
import { type NamedEvents, withNames } from './event-names.ts'

/** Who signs in and which keys there are concerns those who manage people and keys. */
const security: readonly EventKind[] = [
  'session.started',
  'session.refused',
  'session.ended',
  'credential.added',
  'credential.changed',
  'credential.removed',
  'webhook.added',
  'webhook.changed',
  'webhook.removed',
]

/** What happened to records says what they hold, of whichever module; it is for those who may see all of them. */
const ofRecords: readonly EventKind[] = ['record.added', 'record.changed', 'record.removed']

/** @returns what the actor may see of what happened */
export function eventReader(actor: Actor): EventReader {
  const manages = actor.permissions.has('people.manage') && actor.permissions.has('keys.manage')
  const seesRecords = actor.permissions.has('record.view')
  const hidden = [...(manages ? [] : security), ...(seesRecords ? [] : ofRecords)]
  return { reach: actor.reach, staff: isStaff(actor), hidden }
}

/**
 * Reads the change feed. Going on from the position of the last event misses nothing and repeats nothing.
 * @param after position of the last event the reader has; null for the beginning
 * @returns up to `limit` events, oldest first; throws `forbidden`, or `invalid` for what is no position
 */
export async function readChanges(
  desk: Desk,
  actor: Actor,
  after: string | null,
  limit: number,
): Promise<NamedEvents> {
  permit(actor, 'case.view')
  if (after !== null && !isPosition(after)) refuseIssues([{ field: 'after', rule: 'format' }])
  return withNames(desk, await readFeed(desk.engine, eventReader(actor), after, limit))
}

/** @returns the position after the newest event, where a reader starts who wants only what is to come */
export function endOfChanges(desk: Desk, actor: Actor): Promise<string> {
  permit(actor, 'case.view')
  return feedEnd(desk.engine)
}
