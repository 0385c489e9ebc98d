import type { FastifyRequest } from 'fastify'
import type { Desk } from '../../../usecases/desk.ts'
import { addPartyMessage } from '../../../usecases/messages/add-party-message.ts'
import { listCaseMessages } from '../../../usecases/messages/list-messages.ts'
import type { WireSettings } from '../../wire-settings.ts'
import { actorOf } from '../auth.ts'
import { readBody, readQuery } from '../input.ts'
import { inEnvelope, presentOldMessage } from '../present.ts'
import { ofCase, oldMessage } from '../schema.ts'

/*
 * POST /api/v1 and /api/v2 case-messages/create (Messages §8)   body: guid*, content, messageType* (serviceComment), declaredAt,
 * parentMessageId, userEmail, userName, isInternal   200: the message, in the words of those versions
 */
export const createOldMessage = (desk: Desk, settings: WireSettings) => async (request: FastifyRequest) => {
  const input = readBody(request, oldMessage)
  const message = await addPartyMessage(
    desk,
    actorOf(request),
    { guid: input.guid },
    {
      body: input.content ?? null,
      type: input.messageType,
      declaredAt: input.declaredAt,
      parentId: input.parentMessageId ?? null,
      userEmail: input.userEmail ?? null,
      userName: input.userName ?? null,
      internal: input.isInternal ?? false,
    },
  )
  return inEnvelope(settings, presentOldMessage(message, { number: message.caseNumber, guid: input.guid }))
}

/*
 * GET /api/v1 and /api/v2 case-messages (Messages §8)   query: guid*   200: the same messages as in version 3
 */
export const listOldMessages = (desk: Desk, settings: WireSettings) => async (request: FastifyRequest) => {
  const { guid } = readQuery(request, ofCase)
  const { of, messages } = await listCaseMessages(desk, actorOf(request), { guid })
  return inEnvelope(
    settings,
    messages.map((message) => presentOldMessage(message, of)),
  )
}
