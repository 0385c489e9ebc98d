import type { Actor } from '../../domain/actor.ts'
import type { Case } from '../../domain/case.ts'
import { DeskError } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import { removeCase, saveCase } from '../../storage/cases.ts'
import { recordEvent } from '../../storage/events.ts'
import { detachFiles } from '../../storage/files.ts'
import type { Tx } from '../../storage/schema.ts'
import { type Desk, write } from '../desk.ts'
import { type CaseRef, loadCaseToChange } from './load-case.ts'

/** Moves a case to the trash: gone from everywhere but the trash, and restorable (REST v3 §8.7). Again changes nothing. */
export async function trashCase(desk: Desk, actor: Actor, ref: CaseRef): Promise<void> {
  await write(desk, async (tx) => {
    permit(actor, 'case.delete')
    const of = await loadCaseToChange(desk, tx, actor, ref)
    if (of.trashedAt === null) await moveToTrash(desk, tx, actor, of)
  })
}

/** Brings a case back from the trash with all it had. */
export async function restoreCase(desk: Desk, actor: Actor, ref: CaseRef): Promise<void> {
  await write(desk, async (tx) => {
    permit(actor, 'case.delete')
    const of = await loadCaseToChange(desk, tx, actor, ref)
    if (of.trashedAt === null) return
    const now = desk.now()
    await saveCase(tx, { ...of, trashedAt: null, updatedAt: now, version: of.version + 1 })
    await recordEvent(tx, actor, now, { kind: 'case.restored', caseNumber: of.number })
  })
}

/**
 * Deletes a case: one in the trash for good, any other into the trash (REST v3 §8.7).
 * @param only delete it only if it is in the trash since that time; `not_found` otherwise
 * @returns which of the two happened
 */
export async function deleteCase(
  desk: Desk,
  actor: Actor,
  ref: CaseRef,
  only?: { readonly trashedAt: number },
): Promise<'trashed' | 'deleted'> {
  return write(desk, async (tx) => {
    permit(actor, 'case.delete')
    const of = await loadCaseToChange(desk, tx, actor, ref)
    if (only && of.trashedAt !== only.trashedAt)
      throw new DeskError({ code: 'not_found', what: 'case', id: String(of.number) })
    if (of.trashedAt === null) {
      await moveToTrash(desk, tx, actor, of)
      return 'trashed'
    }
    await detachFiles(tx, { caseNumber: of.number })
    await removeCase(tx, of.number)
    await recordEvent(tx, actor, desk.now(), { kind: 'case.deleted', caseNumber: of.number })
    return 'deleted'
  })
}

async function moveToTrash(desk: Desk, tx: Tx, actor: Actor, of: Case): Promise<void> {
  const now = desk.now()
  await saveCase(tx, { ...of, trashedAt: now, updatedAt: now, version: of.version + 1 })
  await recordEvent(tx, actor, now, { kind: 'case.trashed', caseNumber: of.number })
}
