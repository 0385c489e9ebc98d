import { basicPriority, basicStatus } from '../../domain/basic-words.ts'
import type { Catalog } from '../../domain/catalog.ts'
import type { DeskEvent, EventKind } from '../../domain/event.ts'
import type { Message } from '../../domain/message.ts'

/** What the kinds of events are on this wire, in the words of its webhooks (Case Management §10). */
const kinds: Partial<
  Record<EventKind, { item: 'ticket' | 'reply' | 'media'; action: 'add' | 'update' | 'remove' }>
> = {
  'case.opened': { item: 'ticket', action: 'add' },
  'case.changed': { item: 'ticket', action: 'update' },
  'case.trashed': { item: 'ticket', action: 'remove' },
  'case.restored': { item: 'ticket', action: 'add' },
  'message.added': { item: 'reply', action: 'add' },
  'message.changed': { item: 'reply', action: 'update' },
  'message.deleted': { item: 'reply', action: 'remove' },
  'attachment.added': { item: 'media', action: 'add' },
  'attachment.removed': { item: 'media', action: 'remove' },
}

/** The facts of a ticket that this wire knows, by our names of them. */
const fields: Readonly<Record<string, string>> = {
  subject: 'title',
  description: 'message',
  status: 'status',
  priority: 'priority',
  group: 'queue',
  source: 'source',
  requesterId: 'creator',
  assigneeId: 'solver',
  externalId: 'external_id',
}

/**
 * @param messages those of the case that the reader may see
 * @returns what happened to a ticket, as this wire can say it (§7.7): replies but no notes and no words of the desk itself, and
 *   no change that shows nowhere on a ticket
 */
export function presentChanges(events: readonly DeskEvent[], messages: readonly Message[], catalog: Catalog) {
  const silent = new Set(messages.filter(({ form }) => form === 'system').map(({ id }) => id))
  return events.flatMap((event) => {
    const kind = kinds[event.kind]
    if (!kind || event.internal) return []
    if (kind.item === 'reply' && event.subjectId !== null && silent.has(event.subjectId)) return []
    const changes = shownChanges(event, catalog)
    if (event.kind === 'case.changed' && changes.length === 0) return []
    const isTicket = kind.item === 'ticket'
    return [
      {
        id: event.id,
        item: kind.item,
        action: kind.action,
        resource: isTicket ? event.caseNumber : event.subjectId,
        parent: isTicket ? null : event.caseNumber,
        timestamp: Math.floor(event.at / 1000),
        actor: event.personId,
        actor_name: event.actorName,
        changes,
      },
    ]
  })
}

function shownChanges(event: DeskEvent, catalog: Catalog) {
  return Object.entries(event.changes).flatMap(([name, { from, to }]) => {
    const field = fields[name]
    if (field === undefined) return []
    const change = { field, from: shownValue(name, from, catalog), to: shownValue(name, to, catalog) }
    return change.from === change.to ? [] : [change]
  })
}

function shownValue(name: string, value: unknown, catalog: Catalog): unknown {
  const id = typeof value === 'number' ? value : null
  if (name === 'status') return basicStatus(catalog.find('status', id))
  if (name === 'priority') return basicPriority(catalog, id)
  return value ?? null
}
