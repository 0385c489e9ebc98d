import type { Actor } from '../../domain/actor.ts'
import type { CatalogEntry } from '../../domain/catalog.ts'
import { refuseIssues } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import { checkWorkHours, tidyWorkHours, type WorkHours } from '../../domain/work-hours.ts'
import { catalogOf, type Desk } from '../desk.ts'
import { changeEntry } from './change-entry.ts'

/** @returns all groups with their working hours; needs `case.view` */
export async function listGroups(desk: Desk, actor: Actor): Promise<readonly CatalogEntry[]> {
  permit(actor, 'case.view')
  return (await catalogOf(desk)).list('group')
}

/**
 * Says when a group works and which days it has off, in place of what was said before; needs `setup.manage`.
 * @returns the group as it now is; throws `forbidden`, `not_found`, or `invalid` with everything that is wrong
 */
export async function setWorkHours(
  desk: Desk,
  actor: Actor,
  groupId: number,
  given: { readonly workHours: WorkHours; readonly holidays: readonly string[] },
): Promise<CatalogEntry> {
  permit(actor, 'setup.manage')
  refuseIssues(checkWorkHours(given))
  return changeEntry(desk, actor, 'group', groupId, {
    data: tidyWorkHours(given.workHours, given.holidays),
  })
}
