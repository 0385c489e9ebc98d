import type { Actor } from '../../domain/actor.ts'
import type { StoredFile } from '../../domain/file.ts'
import { permit } from '../../domain/permission.ts'
import { editCase } from '../cases/edit-case.ts'
import { type CaseRef, loadCase, refuseTrashed } from '../cases/load-case.ts'
import type { Desk } from '../desk.ts'
import { stageFile } from './stage-file.ts'
import { storeFile } from './store-file.ts'

/** A file as it comes in. */
export interface Upload {
  readonly name: string
  readonly contentType: string
  readonly bytes: Buffer
}

/**
 * Stores files and attaches them to a case, all or none (REST v3 §9.6).
 * @returns them in order; throws `not_found`, `out_of_reach`, `forbidden`, `case_in_trash` or `too_large`
 */
export async function uploadToCase(
  desk: Desk,
  actor: Actor,
  ref: CaseRef,
  uploads: readonly Upload[],
): Promise<StoredFile[]> {
  // Asked before the bytes are stored, and again when they are attached.
  const of = await loadCase(desk.db, actor, ref)
  permit(actor, 'case.edit')
  refuseTrashed(of)
  const stored: StoredFile[] = []
  for (const upload of uploads) stored.push(await stageFile(desk, actor, upload))
  await editCase(desk, actor, ref, { files: stored.map((file) => file.id) })
  return stored.map((file) => ({ ...file, attached: true }))
}

/**
 * Stores files that are attached later, within the hour.
 * @param ref the case they are meant for, if that is known
 * @returns them in order; throws `not_found`, `out_of_reach`, `forbidden` or `too_large`
 */
export async function uploadForLater(
  desk: Desk,
  actor: Actor,
  ref: CaseRef | null,
  uploads: readonly Upload[],
): Promise<StoredFile[]> {
  if (ref !== null) refuseTrashed(await loadCase(desk.db, actor, ref))
  const stored: StoredFile[] = []
  for (const [at, upload] of uploads.entries()) {
    const isLast = at === uploads.length - 1
    stored.push(await (isLast ? storeFile(desk, actor, upload) : stageFile(desk, actor, upload)))
  }
  return stored
}
