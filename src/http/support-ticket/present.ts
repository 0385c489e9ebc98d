import type { FastifyReply } from 'fastify'
import { basicPriority, basicStatus } from '../../domain/basic-words.ts'
import type { Case, TextFormat } from '../../domain/case.ts'
import type { Catalog, CatalogEntry } from '../../domain/catalog.ts'
import type { Message } from '../../domain/message.ts'
import type { CaseFile } from '../../usecases/cases/read-case.ts'
import { htmlToText } from '../shared/html.ts'
import { priorityNumbers, statusNumbers } from './names.ts'
import type { Errors } from './refusal.ts'

/** Sends JSON under exactly the type that the wire promises (§2). */
export function sendJson(reply: FastifyReply, status: number, body: unknown): FastifyReply {
  return reply.code(status).header('content-type', 'application/json').send(JSON.stringify(body))
}

/** Answers a success in the envelope (§2). */
export function succeed(reply: FastifyReply, data: object = {}): FastifyReply {
  return sendJson(reply, 200, { status_code: 200, errors: {}, data })
}

/** Answers a refusal in the envelope; one for lack of credentials says which are wanted (§2). */
export function refuse(reply: FastifyReply, status: number, errors: Errors): FastifyReply {
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="api"')
  return sendJson(reply, status, { status_code: status, errors, data: {} })
}

/** One category (§6.1). */
export function presentCategory({ id, name, description }: CatalogEntry) {
  return { id, category: name, description: description ?? '' }
}

/** One tag (§6.4). */
export function presentTag({ id, name, data }: CatalogEntry) {
  return { id, tag: name, keyword: data.keyword ?? '' }
}

/** One ticket of the history (§6.3). Category is null for a case that another wire opened without one. */
export function presentTicket(of: Case, catalog: Catalog) {
  const { id, subject, priority, category, comment, status } = ticket(of, catalog)
  const category_title = catalog.find('category', of.category)?.name ?? null
  return { id, subject, priority, category, category_title, comment, status }
}

/** A ticket with its conversations and files (§6.6): what the requester may see, whoever asks. */
export function presentDetail({ of, messages, attachments, people, catalog }: CaseFile) {
  const emailOf = (id: number | null): string | null => (id === null ? null : (people.get(id)?.email ?? null))
  const shown = messages.filter((message) => !message.internal)
  const seen = new Set<number | null>([null, ...shown.map((message) => message.id)])
  return {
    ticket: { ...ticket(of, catalog), tags: of.tagIds },
    author: emailOf(of.requesterId) ?? people.get(of.requesterId)?.name ?? '',
    conversations: shown.map((message) => ({
      id: message.id,
      ticket: of.number,
      comment: plain(message.body ?? '', message.bodyFormat),
      author: emailOf(message.authorId) ?? authorOf(message),
    })),
    attachments: attachments
      .filter((each) => seen.has(each.messageId))
      .map((each) => ({ id: each.file.id, conversation_id: each.messageId })),
  }
}

function ticket(of: Case, catalog: Catalog) {
  return {
    id: of.number,
    subject: of.subject,
    priority: priorityNumbers[basicPriority(catalog, of.priority)],
    category: of.category,
    comment: plain(of.description, of.descriptionFormat),
    status: statusNumbers[basicStatus(catalog.find('status', of.status))],
  }
}

/** Authors without an address of their own: accounts name the person in the message, keys only themselves. */
function authorOf(message: Message): string {
  return message.userEmail ?? message.authorName
}

function plain(text: string, format: TextFormat): string {
  return format === 'html' ? htmlToText(text) : text
}
