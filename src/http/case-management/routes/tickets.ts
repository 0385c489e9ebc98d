import type { FastifyReply, FastifyRequest } from 'fastify'
import { priorityForWord, statusForWord } from '../../../domain/basic-words.ts'
import type { Case, CaseChange } from '../../../domain/case.ts'
import { builtIn } from '../../../domain/catalog.ts'
import { changeCase } from '../../../usecases/cases/change-case.ts'
import { openCase } from '../../../usecases/cases/open-case.ts'
import { readCase } from '../../../usecases/cases/read-case.ts'
import { catalogOf } from '../../../usecases/desk.ts'
import { withInlineFiles } from '../../../usecases/files/inline-files.ts'
import { actorOf } from '../auth.ts'
import type { WireContext } from '../context.ts'
import { locate } from '../created.ts'
import { notValid, tooLong } from '../errors.ts'
import { formatOf, titleFrom } from '../message-text.ts'
import { priorityWords, statusWords } from '../names.ts'
import { referencedUser } from '../people.ts'
import { presentIds, presentTicket } from '../present.ts'
import { bodyOf } from '../read-body.ts'
import { type Fields, type IdRef, idOf, isObject, readFields } from '../schema.ts'

/** Longest values, in characters (Case Management §7.1). */
export const longest = { message: 1_000_000, title: 500, externalId: 512, transcript: 1_000_000 }

export interface TicketPath {
  readonly Params: { readonly id: string }
}

/*
 * POST /v1/tickets   body: creator, message, and title, attachments, source, queue, autoclassify, history.messages,
 * external_id, solver, priority (§7.1)
 * 200 { uuid, id, full_uuid }
 */
export const createTicket = (context: WireContext) => openTicket(context, (of, name) => of.id(name))

/*
 * POST /v1/tickets/public   the same, but creator and solver are `hash_uuid`s, which nobody can guess (§7.7)
 */
export const createPublicTicket = (context: WireContext) =>
  openTicket(context, (of, name) => of.textualId(name))

type ReadPerson = (of: Fields, name: string) => IdRef | undefined

/** Reads a new ticket (§7.1). */
export function readNewTicket(of: Fields, readPerson: ReadPerson) {
  return {
    creator: of.required('creator', readPerson(of, 'creator')) ?? 0,
    message: of.requiredText('message', longest.message),
    title: of.text('title', longest.title)?.trim(),
    attachments: of.ids('attachments'),
    source: of.int('source'),
    queue: of.int('queue'),
    autoclassify: of.flag('autoclassify'),
    transcript: readTranscript(of),
    externalId: of.text('external_id', longest.externalId) || null,
    solver: readPerson(of, 'solver'),
    priority: of.word('priority', priorityWords) ?? 'medium',
  }
}

function openTicket(context: WireContext, readPerson: ReadPerson) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const input = readFields(bodyOf(request), (of) => readNewTicket(of, readPerson))
    const { desk } = context
    const requester = await referencedUser(context, request, 'requesterId', input.creator)
    const assignee = input.solver && (await referencedUser(context, request, 'assigneeId', input.solver))
    const opened = await openCase(desk, actorOf(request), {
      requester,
      subject: input.title || titleFrom(input.message),
      description: input.message,
      descriptionFormat: formatOf(input.message),
      group: input.queue ?? builtIn.group,
      source: input.source ?? builtIn.source.api,
      priority: builtIn.priority[input.priority],
      externalId: input.externalId,
      files: withInlineFiles(input.attachments, input.message),
      ...(assignee === undefined ? {} : { assigneeId: assignee }),
      ...(input.transcript ? { details: { transcript: input.transcript } } : {}),
    })
    locate(request, reply, opened.number)
    return presentIds(opened.number, opened.guid)
  }
}

/*
 * GET /v1/tickets/{id}   200 one ticket (§7.3)
 */
export const readTicket =
  ({ desk }: WireContext) =>
  async (request: FastifyRequest<TicketPath>) => {
    const { of, attachments, catalog } = await readCase(desk, actorOf(request), idOf(request.params.id))
    const files = attachments.filter(({ place }) => place === 'case').map(({ file }) => file)
    return presentTicket(of, files, catalog)
  }

/*
 * PUT, PATCH /v1/tickets/{id}   body: any of title, status, priority, queue, solver, external_id; null empties the last
 * three (§7.4). Writing back what was read changes nothing (mapping.md)
 * 200 { uuid, id }
 */
export const changeTicket = (context: WireContext) => async (request: FastifyRequest<TicketPath>) => {
  const { desk } = context
  const input = readFields(bodyOf(request), readTicketChange)
  const assignee = input.solver && (await referencedUser(context, request, 'assigneeId', input.solver))
  const catalog = await catalogOf(desk)
  const decide = (current: Case): CaseChange => ({
    ...(input.status ? { status: statusForWord(catalog, current.status, input.status) } : {}),
    ...(input.priority ? { priority: priorityForWord(catalog, current.priority, input.priority) } : {}),
  })
  const changed = await changeCase(desk, actorOf(request), idOf(request.params.id), {
    ...(input.title === undefined ? {} : { subject: input.title }),
    ...(input.queue === undefined ? {} : { group: input.queue }),
    ...(assignee === undefined ? {} : { assigneeId: assignee }),
    ...(input.externalId === undefined ? {} : { externalId: input.externalId || null }),
    decide,
  })
  return { uuid: changed.number, id: changed.number }
}

/** Reads what shall become different of a ticket (§7.4). */
export function readTicketChange(of: Fields) {
  return {
    title: of.raw('title') === undefined ? undefined : of.requiredText('title', longest.title).trim(),
    status: of.word('status', statusWords),
    priority: of.word('priority', priorityWords),
    queue: of.isNull('queue') || of.raw('queue') === '' ? null : of.int('queue'),
    solver: of.isNull('solver') || of.raw('solver') === '' ? null : of.id('solver'),
    externalId: of.isNull('external_id') ? null : of.text('external_id', longest.externalId),
  }
}

/** Earlier chat, kept with the ticket and shown again (§7.1). */
function readTranscript(of: Fields): { message: string; user: string }[] | undefined {
  const history = of.raw('history')
  if (history === undefined || history === '') return undefined
  if (!isObject(history)) {
    // What an empty PHP array looks like.
    if (!Array.isArray(history) || history.length > 0) of.problems.push(notValid('history'))
    return undefined
  }
  const transcript = of.list('history.messages', history.messages, ({ message, user = '' }) => {
    const fine = (text: unknown) => typeof text === 'string' && !text.includes('\0')
    return fine(message) && fine(user) ? { message: String(message), user: String(user) } : undefined
  })
  const length = transcript?.reduce((sum, { message, user }) => sum + message.length + user.length, 0) ?? 0
  // Every list of tickets shows it, so it must not be larger than a message.
  if (length > longest.transcript) of.problems.push(tooLong('history.messages', longest.transcript))
  return transcript
}
