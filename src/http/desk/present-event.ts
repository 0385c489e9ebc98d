import type { Actor } from '../../domain/actor.ts'
import type { ValueChange } from '../../domain/case.ts'
import type { DeskEvent } from '../../domain/event.ts'
import { isStaff } from '../../domain/permission.ts'
import type { NamedEvents } from '../../usecases/feed/event-names.ts'
import { excerpt, htmlToText } from '../shared/html.ts'
import { isLookup, shownName, staffFacts } from './names.ts'
import { iso, lookupRef, organisationRef } from './present.ts'
import type { FeedPage, HistoryEntry } from './schema.ts'

/** @returns one thing that happened, with names where the change holds ids */
export function presentEvent(viewer: Actor, event: DeskEvent, names: NamedEvents): HistoryEntry {
  const changes = Object.entries(event.changes).filter(
    ([field]) => isStaff(viewer) || !staffFacts.includes(field),
  )
  return {
    id: event.id,
    at: iso(event.at),
    kind: event.kind,
    actor: event.actorName,
    wire: event.wire,
    caseNumber: event.caseNumber,
    subjectId: event.subjectId,
    changes: changes.map(([field, change]) => presentChange(field, change, names)),
  }
}

/** @returns an event of the feed with its place */
export function presentFeedEvent(
  viewer: Actor,
  event: DeskEvent,
  names: NamedEvents,
): FeedPage['items'][number] {
  return { ...presentEvent(viewer, event, names), cursor: event.position }
}

function presentChange(field: string, { from, to }: ValueChange, names: NamedEvents) {
  return {
    field: shownName(field),
    from: presentValue(field, from, names),
    to: presentValue(field, to, names),
  }
}

function presentValue(field: string, value: unknown, names: NamedEvents): unknown {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') {
    if (isLookup(field)) return lookupRef(names.catalog, field, value)
    if (field === 'requesterId' || field === 'assigneeId') {
      const person = names.people.get(value)
      return person ? { id: person.id, name: person.name } : null
    }
    if (field === 'providerId') return organisationRef(names.organisations, value)
    if (field.endsWith('At')) return iso(value)
  }
  if (field === 'tagIds' && Array.isArray(value)) {
    return value.flatMap((id) => (typeof id === 'number' ? (lookupRef(names.catalog, 'tag', id) ?? []) : []))
  }
  // A history is read at a glance; the resolution itself stands on the case.
  if (field === 'resolution' && typeof value === 'object' && 'content' in value) {
    return excerpt(htmlToText(String(value.content).slice(0, 2000)), 200)
  }
  return value
}
