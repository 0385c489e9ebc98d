import type { Actor } from '../../domain/actor.ts'
import type { Case } from '../../domain/case.ts'
import { saveCase } from '../../storage/cases.ts'
import { recordEvent } from '../../storage/events.ts'
import type { Tx } from '../../storage/schema.ts'
import type { Desk } from '../desk.ts'
import { attachFiles, type FileRef } from './use-files.ts'

/** Attaches files to a loaded and locked case itself and records each. @returns the case as it now is */
export async function attachToCase(
  desk: Desk,
  tx: Tx,
  actor: Actor,
  to: Case,
  files: readonly FileRef[],
): Promise<Case> {
  const now = desk.now()
  const ids = await attachFiles(
    tx,
    actor,
    files,
    { caseNumber: to.number, messageId: null, place: 'case' },
    now,
  )
  const touched = { ...to, updatedAt: now, version: to.version + 1 }
  await saveCase(tx, touched)
  for (const subjectId of ids)
    await recordEvent(tx, actor, now, { kind: 'attachment.added', caseNumber: to.number, subjectId })
  return touched
}
