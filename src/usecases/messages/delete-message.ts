import type { Actor } from '../../domain/actor.ts'
import type { Case } from '../../domain/case.ts'
import { DeskError } from '../../domain/errors.ts'
import { isNote, type Message } from '../../domain/message.ts'
import { isStaff, permit, permitReach, seesMessage, voiceOf } from '../../domain/permission.ts'
import { findCaseToChange, touchCase } from '../../storage/cases.ts'
import { recordEvent } from '../../storage/events.ts'
import { findMessage, saveMessage } from '../../storage/messages.ts'
import { refuseTrashed } from '../cases/load-case.ts'
import { type Desk, write } from '../desk.ts'
import { permitOwn } from './find-note.ts'

/**
 * Deletes a message on every wire: staff with the right any, but notes of others only as administrators (REST v3 §9.1, §17);
 * an account those of its own side (Messages §7). The row and its files stay, shown to nobody; replies to it stay as they are.
 * @param where the case it must belong to, for wires that name one, and whether only a note is meant
 * Throws `not_found` (also when deleted already or not for the actor to see), `out_of_reach`, `forbidden`, `case_in_trash`
 */
export async function deleteMessage(
  desk: Desk,
  actor: Actor,
  id: number,
  where: { readonly caseNumber?: number; readonly note?: true } = {},
): Promise<void> {
  await write(desk, async (tx) => {
    const missing = new DeskError({ code: 'not_found', what: 'message', id: String(id) })
    const found = await findMessage(tx, id)
    if (!found || (where.caseNumber !== undefined && found.caseNumber !== where.caseNumber)) throw missing
    const of = await findCaseToChange(desk.engine, tx, found.caseNumber)
    // Read again behind the lock on its case: somebody may have deleted it meanwhile.
    const message = await findMessage(tx, id)
    if (!of || !message || message.deletedAt !== null) throw missing
    permitReach(actor, of)
    if (!seesMessage(actor, message) || (where.note && !isNote(message))) throw missing
    permitDeletion(actor, message, of)
    refuseTrashed(of)
    const now = desk.now()
    await saveMessage(tx, { ...message, deletedAt: now, updatedAt: now, updatedById: actor.personId })
    await touchCase(tx, of.number, now)
    await recordEvent(tx, actor, now, {
      kind: 'message.deleted',
      caseNumber: of.number,
      subjectId: id,
      internal: message.internal,
    })
  })
}

function permitDeletion(actor: Actor, message: Message, of: Case): void {
  if (isStaff(actor)) {
    permit(actor, 'note.delete')
    if (isNote(message)) permitOwn(actor, message)
  } else if (actor.kind !== 'account' || message.side !== voiceOf(actor, null, of)) {
    throw new DeskError({ code: 'forbidden', need: 'same_side' })
  }
}
