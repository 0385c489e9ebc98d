import type { Actor } from '../../domain/actor.ts'
import type { Case } from '../../domain/case.ts'
import { DeskError } from '../../domain/errors.ts'
import { isNote, type Message } from '../../domain/message.ts'
import { seesMessage } from '../../domain/permission.ts'
import { findMessage } from '../../storage/messages.ts'
import type { Db } from '../../storage/schema.ts'

/** @returns the note of that case; throws `not_found`, also for a message that is none */
export async function findNote(db: Db, actor: Actor, of: Case, id: number): Promise<Message> {
  const note = await findMessage(db, id)
  const there = note?.caseNumber === of.number && note.deletedAt === null && isNote(note)
  if (!there || !seesMessage(actor, note)) {
    throw new DeskError({ code: 'not_found', what: 'message', id: String(id) })
  }
  return note
}

/** What others wrote may only be changed by those who may delete whole cases (REST v3 §9.1, §17); throws `forbidden`. */
export function permitOwn(actor: Actor, note: Message): void {
  const own =
    actor.personId === null ? actor.credentialId === note.credentialId : actor.personId === note.authorId
  if (!own && !actor.permissions.has('case.delete')) throw new DeskError({ code: 'forbidden', need: 'own' })
}
