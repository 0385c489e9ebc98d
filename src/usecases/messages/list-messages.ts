import type { Actor } from '../../domain/actor.ts'
import type { Case } from '../../domain/case.ts'
import type { Message } from '../../domain/message.ts'
import { permit, seesMessage } from '../../domain/permission.ts'
import { listMessages } from '../../storage/messages.ts'
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
