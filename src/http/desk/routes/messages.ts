import { Type } from 'typebox'
import type { Actor } from '../../../domain/actor.ts'
import { type Message, type MessageType, messageTypes } from '../../../domain/message.ts'
import { loadCase } from '../../../usecases/cases/load-case.ts'
import { readCase } from '../../../usecases/cases/read-case.ts'
import type { Desk } from '../../../usecases/desk.ts'
import { addNote } from '../../../usecases/messages/add-note.ts'
import { addPartyMessage } from '../../../usecases/messages/add-party-message.ts'
import { confirmMessages } from '../../../usecases/messages/confirm-messages.ts'
import { deleteMessage } from '../../../usecases/messages/delete-message.ts'
import { editNote } from '../../../usecases/messages/edit-note.ts'
import { replyToCase } from '../../../usecases/messages/reply-to-case.ts'
import { htmlToText } from '../../shared/html.ts'
import { access, type Routes } from '../app.ts'
import { actorOf } from '../auth.ts'
import { etagOf, Refused } from '../errors.ts'
import { withoutUndefined } from '../names.ts'
import { CaseNumber, Nothing } from '../parameters.ts'
import { presentMessage } from '../present-case.ts'
import { CaseMessage, MessageCreate } from '../schema.ts'
import { MessagePatch, MessagesConfirm, MessagesConfirmed } from '../schema-work.ts'

const tags = ['Cases']
const MessageOfCase = Type.Object(
  { ...CaseNumber.properties, id: CaseNumber.properties.number },
  { additionalProperties: false },
)

/** Writing on a case: to the customer, to the other party, or for ourselves. */
export const messageRoutes: Routes = (app, desk) => {
  app.post(
    '/cases/:number/messages',
    {
      ...access('session'),
      schema: {
        operationId: 'addMessage',
        summary: 'Write on a case',
        description:
          '`customer` is a reply that the requester reads, `internal` a note for staff, `party` a message of the partner and provider exchange. `status` is set in the same transaction. The ETag is the one of the case.',
        tags,
        params: CaseNumber,
        body: MessageCreate,
        response: { 201: CaseMessage },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const added = await add(desk, actor, request.params.number, request.body)
      const { number } = request.params
      const hasFiles = (request.body.fileIds?.length ?? 0) > 0
      // The whole case is read for the files' facts only.
      const { of, attachments } = hasFiles
        ? await readCase(desk, actor, number)
        : { of: await loadCase(desk.db, actor, number), attachments: [] }
      reply.code(201).header('etag', etagOf(of.version))
      return presentMessage(added, attachments)
    },
  )

  app.patch(
    '/cases/:number/messages/:id',
    {
      ...access('session'),
      schema: {
        operationId: 'changeNote',
        summary: 'Change a note',
        description:
          'Its author can, and whoever may delete cases. What was sent to somebody stays as it was sent.',
        tags,
        params: MessageOfCase,
        body: MessagePatch,
        response: { 200: CaseMessage },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const { number, id } = request.params
      const { text, format = 'text', internal, fileIds } = request.body
      const note = await editNote(desk, actor, number, id, {
        ...(text === undefined ? {} : { body: text, bodyFormat: format }),
        ...withoutUndefined({
          showToRequester: internal === undefined ? undefined : !internal,
          files: fileIds,
        }),
      })
      return presentMessage(note, (await readCase(desk, actor, number)).attachments)
    },
  )

  app.delete(
    '/cases/:number/messages/:id',
    {
      ...access('session'),
      schema: {
        operationId: 'deleteMessage',
        summary: 'Delete a message',
        description: 'Notes of others only those delete who may delete cases.',
        tags,
        params: MessageOfCase,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      const { number, id } = request.params
      await deleteMessage(desk, actorOf(request), id, { caseNumber: number })
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/messages/confirm',
    {
      ...access('session'),
      schema: {
        operationId: 'confirmMessages',
        summary: 'Confirm that messages were read',
        description: 'What can be confirmed is, whatever becomes of the rest. The first time stays.',
        tags: ['Messages'],
        body: MessagesConfirm,
        response: { 200: MessagesConfirmed },
      },
    },
    async (request) => ({ failures: [...(await confirmMessages(desk, actorOf(request), request.body.ids))] }),
  )
}

function add(desk: Desk, actor: Actor, number: number, given: MessageCreate): Promise<Message> {
  const { audience, text, format = 'text', fileIds = [], type, parentId, status } = given
  const thenStatus = status === undefined ? {} : { thenStatus: status }
  if (audience === 'party') {
    return addPartyMessage(desk, actor, number, {
      // This exchange knows plain text only (Messages §3.1).
      body: format === 'html' ? htmlToText(text) : text,
      type: readType(type),
      parentId: parentId ?? null,
      files: fileIds,
      ...thenStatus,
    })
  }
  refuseForParty(given)
  const message = { body: text, bodyFormat: format, files: fileIds, ...thenStatus }
  return audience === 'customer'
    ? replyToCase(desk, actor, number, message)
    : addNote(desk, actor, number, message)
}

function readType(given: string | undefined): MessageType {
  const type = messageTypes.find((each) => each === (given ?? 'serviceComment'))
  if (type) return type
  throw new Refused({
    code: 'invalid',
    issues: [{ field: 'type', rule: 'choice', message: `must be one of ${messageTypes.join(', ')}` }],
  })
}

function refuseForParty(given: Pick<MessageCreate, 'type' | 'parentId'>): void {
  const issues = (['type', 'parentId'] as const)
    .filter((field) => given[field] !== undefined)
    .map((field) => ({ field, rule: 'not_allowed', message: 'goes with the audience party only' }))
  if (issues.length > 0) throw new Refused({ code: 'invalid', issues })
}
