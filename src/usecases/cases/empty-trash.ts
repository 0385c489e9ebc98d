import { systemActor } from '../../domain/actor.ts'
import { DeskError } from '../../domain/errors.ts'
import { permissions } from '../../domain/rights.ts'
import { listCases } from '../../storage/cases.ts'
import type { Desk } from '../desk.ts'
import { deleteCase } from './trash-case.ts'

/** How long a case stays in the trash (REST v3 §8.7). */
const keepTrashedMs = 30 * 86_400_000
/** Most cases deleted in one go. */
const most = 100

/** Deletes for good what has been in the trash for 30 days. @returns how many cases went */
export async function emptyTrash(desk: Desk): Promise<number> {
  const system = systemActor('system', permissions)
  const due = await listCases(desk.db, desk.engine.name, {
    reach: system.reach,
    trash: 'only',
    where: [{ of: { column: 'trashed_at' }, is: 'less', value: desk.now() - keepTrashedMs }],
    sort: { by: 'trashed_at', order: 'asc' },
    limit: most,
  })
  for (const { number, trashedAt } of due) {
    await deleteCase(desk, system, number, { trashedAt: trashedAt ?? 0 }).catch(isGone)
  }
  return due.length
}

/** Somebody restored or deleted it meanwhile. */
function isGone(error: unknown): void {
  if (!(error instanceof DeskError)) throw error
}
