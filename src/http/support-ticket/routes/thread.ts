import { readCase } from '../../../usecases/cases/read-case.ts'
import type { Desk } from '../../../usecases/desk.ts'
import { readAttachment } from '../../../usecases/files/read-attachment.ts'
import { openFile } from '../../../usecases/files/read-file.ts'
import { replyToCase } from '../../../usecases/messages/reply-to-case.ts'
import { contentDisposition, safeContentType } from '../../shared/file-answer.ts'
import { actorOf } from '../auth.ts'
import { asId, readFields } from '../field.ts'
import { ticketFinder } from '../find-ticket.ts'
import type { Handler } from '../handler.ts'
import { presentDetail, succeed } from '../present.ts'
import { Refusal } from '../refusal.ts'
import { conversationFields, ticketIdFields } from '../schema.ts'
import { stage } from '../stage.ts'
import { Submission } from '../submission.ts'
import { words } from '../words.ts'

/** Detailed view (§6.6). The ticket is named in the body, else in the query. */
export function viewTicket(desk: Desk): Handler {
  return async (request, reply, body) => {
    const actor = actorOf(request)
    const named = body.one('ticket_id') === undefined ? queryAsForm(request.query) : body
    const find = ticketFinder(desk, actor, words.notOwner)
    const { ticket } = await readFields(named, ticketIdFields(find))
    return succeed(reply, presentDetail(await readCase(desk, actor, ticket.number)))
  }
}

/** Add conversation (§6.8). It changes no status. */
export function addConversation(desk: Desk): Handler {
  return async (request, reply, body) => {
    const actor = actorOf(request)
    const find = ticketFinder(desk, actor, words.notOwner)
    const given = await readFields(body, conversationFields(find))
    await replyToCase(desk, actor, given.ticket.number, {
      body: given.comment,
      bodyFormat: 'text',
      files: await stage(desk, actor, given.attachment),
    })
    return succeed(reply)
  }
}

/** Download (§6.7). Never shown by a browser, whatever the file claims to be (threat model §3.6). */
export function downloadAttachment(desk: Desk): Handler {
  return async (request, reply) => {
    const id = asId((request.params as { id: string }).id)
    if (id === undefined || id < 0) throw new Refusal(404, { detail: [words.notFound] })
    const file = await readAttachment(desk, actorOf(request), id)
    const bytes = await openFile(desk, file)
    return reply
      .headers({
        'content-type': safeContentType(file.contentType, file.name),
        'content-disposition': contentDisposition(file.name),
        'content-length': String(file.size),
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        'cache-control': 'private, no-store',
      })
      .send(bytes)
  }
}

function queryAsForm(query: unknown): Submission {
  const pairs = Object.entries(query as Record<string, string | string[]>)
  return Submission.ofForm(
    pairs.flatMap(([name, value]) => [value].flat().map((each) => [name, each] as const)),
  )
}
