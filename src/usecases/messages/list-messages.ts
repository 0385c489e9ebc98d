import type { Actor } from '../../domain/actor.ts'
import type { Case } from '../../domain/case.ts'
import { DeskError } from '../../domain/errors.ts'
import type { Message } from '../../domain/message.ts'
import { permit, seesMessage } from '../../domain/permission.ts'
import { findMessage, listMessages } from '../../storage/messages.ts'
import { type CaseRef, loadCase } from '../cases/load-case.ts'
import type { Desk } from '../desk.ts'

/** @returns the case and those of its messages that the actor may see, oldest first; throws as `loadCase` */
export async function listCaseMessages(
  desk: Desk,
  actor: Actor,
  ref: CaseRef,
): Promise<{ of: Case; messages: Message[] }> {
  const of = await loadCase(desk.db, actor, ref)
  permit(actor, 'case.view')
  const messages = await listMessages(desk.db, of.number)
  return { of, messages: messages.filter((message) => seesMessage(actor, message)) }
}

/** @returns one message of the case; throws `not_found` also for one that is deleted, elsewhere or not for the actor */
export async function readMessage(
  desk: Desk,
  actor: Actor,
  ref: CaseRef,
  id: number,
): Promise<{ of: Case; message: Message }> {
  const of = await loadCase(desk.db, actor, ref)
  permit(actor, 'case.view')
  const message = await findMessage(desk.db, id)
  if (message?.caseNumber !== of.number || message.deletedAt !== null || !seesMessage(actor, message)) {
    throw new DeskError({ code: 'not_found', what: 'message', id: String(id) })
  }
  return { of, message }
}
