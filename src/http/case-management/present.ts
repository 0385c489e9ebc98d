import { basicPriority, basicStatus } from '../../domain/basic-words.ts'
import type { Case } from '../../domain/case.ts'
import type { Catalog } from '../../domain/catalog.ts'
import type { StoredFile } from '../../domain/file.ts'
import type { Message } from '../../domain/message.ts'
import type { Person } from '../../domain/person.ts'
import { shownMessage } from './message-text.ts'

/** @returns the ids of a thing (Case Management §4.1): the integer under both its names and the textual one */
export function presentIds(id: number, guid: string) {
  return { uuid: id, id, full_uuid: guid }
}

/** @returns the ids of a user (§6.1) */
export function presentUserIds(person: Person) {
  return { ...presentIds(person.id, person.guid), hash_uuid: person.guid }
}

/** @returns one user (§6.2) */
export function presentUser(person: Person) {
  return { ...presentUserIds(person), name: person.name, address: person.email ?? '', extra: person.extra }
}

/** @returns a medium without its bytes (§8.2) */
export function presentMedium(file: StoredFile) {
  return { uuid: file.id, id: file.id, name: file.name, type: file.contentType, size: file.size }
}

/** @returns one ticket (§7.2); times in Unix seconds */
export function presentTicket(of: Case, files: readonly StoredFile[], catalog: Catalog) {
  return {
    ...presentIds(of.number, of.guid),
    external_id: of.externalId,
    title: of.subject,
    message: shownMessage(of.description, of.descriptionFormat),
    status: basicStatus(catalog.find('status', of.status)),
    priority: basicPriority(catalog, of.priority),
    queue: of.group,
    source: of.source,
    creator: of.requesterId,
    solver: of.assigneeId,
    attachments: files.map(presentMedium),
    history: { messages: of.details.transcript ?? [] },
    created: seconds(of.createdAt),
    last_update: seconds(of.updatedAt),
  }
}

/** @returns one reply (§7.5): `reply` from the creator's side, `answer` from the desk's */
export function presentReply(message: Message, files: readonly StoredFile[]) {
  return {
    ...presentIds(message.id, message.guid),
    ticket: message.caseNumber,
    creator: message.authorId,
    type: message.side === 'requester' ? 'reply' : 'answer',
    message: shownMessage(message.body, message.bodyFormat),
    attachments: files.map(presentMedium),
    created: seconds(message.createdAt),
  }
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000)
}
