import type { Actor } from '../../domain/actor.ts'
import { DeskError, type Issue, refuseIssues } from '../../domain/errors.ts'
import { type Attachment, isUsable, type StoredFile } from '../../domain/file.ts'
import { isStaff, reaches, seesMessage } from '../../domain/permission.ts'
import { findCase } from '../../storage/cases.ts'
import { attachFile, findFile, findFileByGuid, placesOf } from '../../storage/files.ts'
import { findMessage } from '../../storage/messages.ts'
import type { Db, Tx } from '../../storage/schema.ts'

/** How callers name a file: its id or its guid. */
export type FileRef = number | { readonly guid: string }

/**
 * @returns the file if the actor may use it at `now`: before it is attached only whoever uploaded it, afterwards whoever may
 *   see a place it is attached in (threat model §1.7); undefined otherwise, and once its hour is over (Case Management §8.4)
 */
export async function usableFile(
  db: Db,
  actor: Actor,
  ref: FileRef,
  now: number,
): Promise<StoredFile | undefined> {
  const file = typeof ref === 'number' ? await findFile(db, ref) : await findFileByGuid(db, ref.guid)
  if (!file || !isUsable(file, now)) return undefined
  if (!file.attached) return uploadedBy(actor, file) ? file : undefined
  for (const place of await placesOf(db, file.id)) {
    const of = await findCase(db, place.caseNumber)
    if (!of || !reaches(actor.reach, of) || (of.trashedAt !== null && !isStaff(actor))) continue
    const message = place.messageId === null ? null : await findMessage(db, place.messageId)
    if (!message || (message.deletedAt === null && seesMessage(actor, message))) return file
  }
  return undefined
}

function uploadedBy(actor: Actor, file: StoredFile): boolean {
  if (actor.kind === 'system') return true
  return actor.personId !== null && file.uploadedById !== null
    ? actor.personId === file.uploadedById
    : actor.credentialId !== null && actor.credentialId === file.credentialId
}

/** Most files of one message or case in one call (Case Management §7.1). */
const mostFiles = 50

/**
 * Attaches files in one place, all or none; the same file named twice counts once.
 * @returns the ids in order; throws `invalid` with every file that is missing, expired or not the actor's to use
 */
export async function attachFiles(
  tx: Tx,
  actor: Actor,
  refs: readonly FileRef[],
  to: { caseNumber: number; messageId: number | null; place: Attachment['place'] },
  now: number,
): Promise<number[]> {
  if (refs.length > mostFiles) refuseIssues([{ field: 'fileIds', rule: 'too_many', limit: mostFiles }])
  const issues: Issue[] = []
  const ids = new Set<number>()
  for (const ref of refs) {
    const file = await usableFile(tx, actor, ref, now)
    if (file) ids.add(file.id)
    else
      issues.push({
        field: 'fileIds',
        rule: 'unknown',
        what: 'file',
        value: typeof ref === 'number' ? ref : ref.guid,
      })
  }
  refuseIssues(issues)
  for (const fileId of ids) {
    // Gone between the look and the use: a sweep on another connection came first.
    if (!(await attachFile(tx, { fileId, ...to }))) {
      throw new DeskError({
        code: 'invalid',
        issues: [{ field: 'fileIds', rule: 'unknown', what: 'file', value: fileId }],
      })
    }
  }
  return [...ids]
}
