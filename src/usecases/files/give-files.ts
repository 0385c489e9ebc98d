import type { Actor } from '../../domain/actor.ts'
import type { Case } from '../../domain/case.ts'
import { permit } from '../../domain/permission.ts'
import { type CaseRef, loadCase, loadCaseToChange, refuseTrashed } from '../cases/load-case.ts'
import { type Desk, write } from '../desk.ts'
import { attachToCase } from './attach-to-case.ts'
import { storeFile } from './store-file.ts'

/** A file that arrives with the request that attaches it. */
export interface GivenFile {
  readonly name: string
  readonly contentType: string
  readonly bytes: Buffer
}

/**
 * Stores files and attaches them to the case itself, all or none.
 * @returns the case as it now is; throws `not_found`, `out_of_reach`, `forbidden`, `case_in_trash` or `too_large`
 */
export async function giveFiles(
  desk: Desk,
  actor: Actor,
  ref: CaseRef,
  files: readonly GivenFile[],
): Promise<Case> {
  // Before any byte is stored; decided again below, on the locked case.
  const seen = await loadCase(desk.db, actor, ref)
  permit(actor, 'case.edit')
  refuseTrashed(seen)
  const ids: number[] = []
  for (const file of files) ids.push((await storeFile(desk, actor, file)).id)
  return write(desk, async (tx) => {
    const to = await loadCaseToChange(desk, tx, actor, seen.number)
    refuseTrashed(to)
    return ids.length === 0 ? to : attachToCase(desk, tx, actor, to, ids)
  })
}
