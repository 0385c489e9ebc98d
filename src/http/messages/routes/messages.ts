import type { FastifyRequest } from 'fastify'
import type { Desk } from '../../../usecases/desk.ts'
import { addPartyMessage } from '../../../usecases/messages/add-party-message.ts'
import { confirmMessages } from '../../../usecases/messages/confirm-messages.ts'
import { deleteMessage as deleteOne } from '../../../usecases/messages/delete-message.ts'
import { listCaseMessages } from '../../../usecases/messages/list-messages.ts'
import type { WireSettings } from '../../wire-settings.ts'
import { actorOf } from '../auth.ts'
import { readBody, readQuery } from '../input.ts'
import { confirmWords } from '../names.ts'
import { inEnvelope, presentMessage } from '../present.ts'
import { messageIds, newMessage, ofCase, oneMessage } from '../schema.ts'

/*
 * POST case-messages/create (Messages §3)   body: guid*, content, type*, declaredAt, externalId, parentMessageId,
 * userEmail, userName, isInternal   200: the message; nothing is stored when an error is answered
 */
export const createMessage = (desk: Desk, settings: WireSettings) => async (request: FastifyRequest) => {
  const input = readBody(request, newMessage)
  const message = await addPartyMessage(
    desk,
    actorOf(request),
    { guid: input.guid },
    {
      body: input.content ?? null,
      type: input.type,
      declaredAt: input.declaredAt,
      externalId: input.externalId ?? null,
      parentId: input.parentMessageId ?? null,
      userEmail: input.userEmail ?? null,
      userName: input.userName ?? null,
      internal: input.isInternal ?? false,
    },
  )
  return inEnvelope(settings, presentMessage(message, { number: message.caseNumber, guid: input.guid }))
}

/*
 * GET case-messages (Messages §4)   query: guid*   200: every message of the case that the caller may see, oldest first
 */
export const listMessages = (desk: Desk, settings: WireSettings) => async (request: FastifyRequest) => {
  const { guid } = readQuery(request, ofCase)
  const { of, messages } = await listCaseMessages(desk, actorOf(request), { guid })
  return inEnvelope(
    settings,
    messages.map((message) => presentMessage(message, of)),
  )
}

/*
 * POST case-messages/confirm (Messages §5)   body: array of message ids (not externalId)
 * Works through all of them and never rolls back. 200 { success, errors: [{ id, message }], data: {} }
 */
export const confirm = (desk: Desk) => async (request: FastifyRequest) => {
  const ids = readBody(request, messageIds, null)
  const failures = await confirmMessages(desk, actorOf(request), ids)
  const errors = failures.map(({ id, reason }) => ({ id, message: confirmWords[reason] }))
  return { success: true, errors, data: {} }
}

/*
 * POST case-messages/delete (Messages §7)   body: id*   200: as for confirm, without errors
 */
export const deleteMessage = (desk: Desk) => async (request: FastifyRequest) => {
  const { id } = readBody(request, oneMessage)
  await deleteOne(desk, actorOf(request), id)
  return { success: true, errors: [], data: {} }
}
