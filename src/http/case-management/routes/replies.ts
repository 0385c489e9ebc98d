import type { FastifyReply, FastifyRequest } from 'fastify'
import { DeskError } from '../../../domain/errors.ts'
import type { Message } from '../../../domain/message.ts'
import { readCase } from '../../../usecases/cases/read-case.ts'
import { withInlineFiles } from '../../../usecases/files/inline-files.ts'
import { replyToCase } from '../../../usecases/messages/reply-to-case.ts'
import { actorOf } from '../auth.ts'
import type { WireContext } from '../context.ts'
import { locate } from '../created.ts'
import { formatOf } from '../message-text.ts'
import { referencedUser } from '../people.ts'
import { presentIds, presentReply } from '../present.ts'
import { listAnswer, readListQuery } from '../query.ts'
import { bodyOf } from '../read-body.ts'
import { type Fields, idOf, readFields } from '../schema.ts'
import { longest, type TicketPath } from './tickets.ts'

interface ReplyPath {
  readonly Params: { readonly id: string; readonly reply: string }
}

/*
 * GET /v1/tickets/{id}/replies?offset=&length=   200 list of the public messages, oldest first, without the first message
 * of the ticket itself (§7.5)
 */
export const listReplies = (context: WireContext) => async (request: FastifyRequest<TicketPath>) => {
  const page = readListQuery(request, [], () => ({}))
  const replies = await repliesOf(context, request)
  const shown = replies.slice(page.offset, page.offset + page.limit)
  return listAnswer(replies.length, page, shown)
}

/*
 * GET /v1/tickets/{id}/replies/{reply}   200 one of them; what `Location` points to
 */
export const readReply = (context: WireContext) => async (request: FastifyRequest<ReplyPath>) => {
  const { reply } = request.params
  const found = (await repliesOf(context, request)).find(
    ({ id, full_uuid }) => String(id) === reply || full_uuid === reply.toLowerCase(),
  )
  if (!found) throw new DeskError({ code: 'not_found', what: 'message', id: reply })
  return found
}

/*
 * POST /v1/tickets/{id}/replies   body: creator, message, attachments? (§7.6); changes no status
 * 200 { uuid, id, full_uuid }
 */
export const createReply =
  (context: WireContext) => async (request: FastifyRequest<TicketPath>, reply: FastifyReply) => {
    const input = readFields(bodyOf(request), readNewReply)
    const authorId = await referencedUser(context, request, 'authorId', input.creator)
    const added = await replyToCase(context.desk, actorOf(request), idOf(request.params.id), {
      authorId,
      body: input.message,
      bodyFormat: formatOf(input.message),
      files: withInlineFiles(input.attachments, input.message),
    })
    locate(request, reply, added.id)
    return presentIds(added.id, added.guid)
  }

/** Reads a new reply (§7.6). */
export function readNewReply(of: Fields) {
  return {
    creator: of.requiredId('creator'),
    message: of.requiredText('message', longest.message),
    attachments: of.ids('attachments'),
  }
}

/** What the creator of a ticket may see: no internal notes, no announcements of the desk itself (mapping.md). */
function isPublic(message: Message): boolean {
  return !message.internal && message.form !== 'system'
}

async function repliesOf({ desk }: WireContext, request: FastifyRequest<TicketPath>) {
  const { messages, attachments } = await readCase(desk, actorOf(request), idOf(request.params.id))
  return messages.filter(isPublic).map((message) => {
    const own = attachments.filter(({ messageId }) => messageId === message.id)
    return presentReply(
      message,
      own.map(({ file }) => file),
    )
  })
}
