import type { Actor } from '../../domain/actor.ts'
import { DeskError } from '../../domain/errors.ts'
import type { StoredFile } from '../../domain/file.ts'
import { permit, reaches, seesMessage } from '../../domain/permission.ts'
import { findCase } from '../../storage/cases.ts'
import { findFile, placesOf } from '../../storage/files.ts'
import { findMessage } from '../../storage/messages.ts'
import type { Desk } from '../desk.ts'

/**
 * Finds an attached file for wires that tell a foreign one from a missing one (Support Ticket §6.7).
 * @returns the file; throws `not_found` when it is attached nowhere the actor could see, `out_of_reach` when only to cases of
 *   others, `forbidden`
 */
export async function readAttachment(desk: Desk, actor: Actor, id: number): Promise<StoredFile> {
  permit(actor, 'case.view')
  const file = await findFile(desk.db, id)
  let foreign = false
  for (const place of file ? await placesOf(desk.db, id) : []) {
    const of = await findCase(desk.db, place.caseNumber)
    if (!of || of.trashedAt !== null) continue
    if (!reaches(actor.reach, of)) {
      foreign = true
      continue
    }
    const message = place.messageId === null ? null : await findMessage(desk.db, place.messageId)
    const seen = message === null || (message?.deletedAt === null && seesMessage(actor, message))
    if (file && seen) return file
  }
  throw new DeskError({ code: foreign ? 'out_of_reach' : 'not_found', what: 'file', id: String(id) })
}
