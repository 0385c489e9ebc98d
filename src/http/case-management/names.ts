import type { BasicPriority, BasicStatus } from '../../domain/basic-words.ts'

/** Status words that are taken (Case Management §7.2); `solved` comes in only. */
export const statusWords: Readonly<Record<string, BasicStatus>> = {
  open: 'open',
  pending: 'pending',
  closed: 'closed',
  solved: 'closed',
}

export const priorityWords: Readonly<Record<string, BasicPriority>> = {
  low: 'low',
  medium: 'medium',
  high: 'high',
}

/** Our names of values in the words of this wire. */
const parameters: Readonly<Record<string, string>> = {
  requesterId: 'creator',
  authorId: 'creator',
  assigneeId: 'solver',
  group: 'queue',
  fileIds: 'attachments',
  subject: 'title',
  description: 'message',
  body: 'message',
  externalId: 'external_id',
  topic: 'item',
}

const things: Readonly<Record<string, string>> = {
  case: 'Ticket',
  message: 'Reply',
  file: 'Media',
  person: 'User',
  group: 'Queue',
  source: 'Source',
  webhook: 'Webhook',
}

/** @returns what the wire calls the value */
export function parameterName(field: string): string {
  return parameters[field] ?? field
}

/** @returns what the wire calls the thing, as its error texts begin (§6.3, §7.1, §8.2) */
export function thingName(what: string | undefined): string {
  return things[what ?? ''] ?? 'Resource'
}
