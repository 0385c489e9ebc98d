import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Address, isNote, type Message } from '../../../domain/message.ts'
import { type CaseFile, readCase } from '../../../usecases/cases/read-case.ts'
import { replyToCase } from '../../../usecases/messages/reply-to-case.ts'
import type { WireContext } from '../context.ts'
import { entity, list } from '../envelope.ts'
import { extraKey, invalidInput, notFound, notProvided } from '../errors.ts'
import { presentListInfo, readListInfo } from '../lists/list-info.ts'
import { asObject } from '../lists/list-values.ts'
import { pageOfRows } from '../lists/rows.ts'
import { idOf, type WithChild, type WithId } from '../params.ts'
import { presentConversation, presentNotification, subjectOf } from '../present-messages.ts'
import { entityOf, readInput } from '../read-input.ts'
import { stageParts } from '../upload.ts'
import { formatOf, isEmpty, readBoolean, readFileIds, readText } from '../values.ts'

const conversationNames = new Set([
  'id',
  'type',
  'subject',
  'from',
  'created_time',
  'has_attachments',
  'show_to_requester',
  'content_url',
])
const notificationNames = new Set([
  ...['id', 'type', 'subject', 'description', 'from', 'to', 'cc', 'bcc', 'created_time', 'sent_time'],
  ...['delivery_status', 'attachments', 'show_to_requester', 'request'],
])
/** `mode` and `copied_from` are sent by shipped integrations and mean nothing here. */
export const replyNames = [
  ...['type', 'subject', 'description', 'content_type', 'to', 'cc', 'bcc', 'attachments'],
  ...['mode', 'copied_from'],
]

/**
 * Conversations, notifications and replies (REST v3 §9.4, §9.5).
 *
 *     GET   /api/v3/requests/{id}/conversations             requests.view    newest first; "notes": true mixes notes in
 *     GET   /api/v3/requests/{id}/conversations/{cid}       requests.view
 *     GET   /api/v3/requests/{id}/notifications             requests.view    what the desk has sent
 *     GET   /api/v3/requests/{id}/notifications/{nid}       requests.view    any message of the conversation
 *     POST  /api/v3/requests/{id}/notifications             requests.reply   201, wrapper notification
 *     POST  /api/v3/requests/{id}/reply, _reply             requests.reply   201, wrapper reply
 */
export function registerConversations(wire: FastifyInstance, context: WireContext): void {
  const { desk, settings } = context
  wire.get<WithId>('/requests/:id/conversations', async (request) => {
    const { data } = await readInput(request)
    const withNotes = readBoolean(data?.notes, 'notes') ?? false
    const thread = await readCase(desk, request.rep, idOf(request.params.id))
    const rows = thread.messages
      .filter((message) => withNotes || !isNote(message))
      .map((message) => presentConversation(message, thread, settings.timeZone))
    return page('conversations', rows, conversationNames, data)
  })
  wire.get<WithChild>('/requests/:id/conversations/:child', async ({ rep, params }) => {
    const thread = await readCase(desk, rep, idOf(params.id))
    return entity('conversation', {
      ...presentConversation(one(thread, params.child), thread, settings.timeZone),
      description: presentNotification(one(thread, params.child), thread, settings.timeZone).description,
    })
  })
  wire.get<WithId>('/requests/:id/notifications', async (request) => {
    const { data } = await readInput(request)
    const thread = await readCase(desk, request.rep, idOf(request.params.id))
    const rows = thread.messages
      .filter((message) => !isNote(message) && message.side !== 'requester')
      .map((message) => presentNotification(message, thread, settings.timeZone))
    return page('notifications', rows, notificationNames, data)
  })
  wire.get<WithChild>('/requests/:id/notifications/:child', async ({ rep, params }) => {
    const thread = await readCase(desk, rep, idOf(params.id))
    return entity('notification', presentNotification(one(thread, params.child), thread, settings.timeZone))
  })
  for (const [name, wrapper] of [
    ['notifications', 'notification'],
    ['reply', 'reply'],
    ['_reply', 'reply'],
  ] as const) {
    wire.post<WithId>(`/requests/:id/${name}`, async (request, reply) => {
      reply.code(201)
      return entity(wrapper, await sendReply(context, request, idOf(request.params.id), wrapper))
    })
  }
}

function page(
  name: string,
  all: readonly Record<string, unknown>[],
  names: ReadonlySet<string>,
  data: Readonly<Record<string, unknown>> | null,
) {
  const info = readListInfo(data, 'desc')
  const { rows, more, total } = pageOfRows(info, all, names)
  return list(name, rows, presentListInfo(info, rows.length, more, total))
}

function one({ messages }: CaseFile, child: string): Message {
  const id = idOf(child)
  const found = messages.find((message) => message.id === id && !isNote(message))
  if (!found) throw notFound()
  return found
}

async function sendReply(context: WireContext, request: FastifyRequest, id: number, wrapper: string) {
  const { desk, settings } = context
  const input = await readInput(request)
  const given = entityOf(input, wrapper)
  const strange = Object.keys(given).find((key) => !replyNames.includes(key))
  if (strange !== undefined) throw extraKey(strange)
  const body = readText(given.description, 'description')
  if (isEmpty(body)) throw notProvided(['description'])
  const forward = isForward(given.type)
  const { of, people } = await readCase(desk, request.rep, id)
  const [to, cc, bcc] = [given.to, given.cc, given.bcc].map((value, at) =>
    readAddresses(value, ['to', 'cc', 'bcc'][at] ?? 'to'),
  )
  const requester = people.get(of.requesterId)
  if (to?.length === 0 && !forward && requester?.email)
    to.push({ email: requester.email, name: requester.name })
  if (!to || to.length === 0) throw invalidInput('to', 'there is no address to send to')
  const message = await replyToCase(desk, request.rep, id, {
    body,
    bodyFormat: readFormat(given.content_type, body),
    subject: readText(given.subject, 'subject', 500)?.trim() || subjectOf({ subject: null }, of),
    recipients: { to, cc: cc ?? [], bcc: bcc ?? [] },
    forward,
    files: [
      ...readFileIds(given.attachments, 'attachments'),
      ...(await stageParts(desk, request.rep, input)),
    ],
  })
  const thread = await readCase(desk, request.rep, id)
  return presentNotification(message, thread, settings.timeZone)
}

function isForward(type: unknown): boolean {
  const word = readText(type, 'type')?.trim().toLowerCase() || 'reply'
  if (word !== 'reply' && word !== 'forward') throw invalidInput('type', `type "${word}" does not exist`)
  return word === 'forward'
}

/** Without a content type the text itself tells; a text that claims to be HTML is taken at its word. */
function readFormat(contentType: unknown, body: string): 'text' | 'html' {
  const type = readText(contentType, 'content_type')?.trim().toLowerCase()
  if (!type) return formatOf(body)
  if (type.startsWith('text/html')) return 'html'
  if (type.startsWith('text/plain')) return 'text'
  throw invalidInput('content_type', `content_type "${type}" does not exist`)
}

/** @returns `[{"email_id":…,"name":…}]`; bare addresses and a single one are taken too */
function readAddresses(value: unknown, field: string): Address[] {
  if (isEmpty(value)) return []
  const all: unknown[] = Array.isArray(value) ? value : [value]
  return all.map((each) => {
    const object = asObject(each)
    const email = readText(object ? object.email_id : each, field, 254)?.trim()
    if (!email) throw invalidInput(field, `${field} holds an entry without email_id`)
    return { email, name: object ? readText(object.name, field, 255)?.trim() || null : null }
  })
}
