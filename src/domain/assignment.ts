import type { Case } from './case.ts'
import type { Catalog } from './catalog.ts'
import type { Issue } from './errors.ts'

/**
 * Whether a rep must be in the group of the case that they get: always (REST v3 §8.5), or where anybody is. The second is for
 * a desk on which nobody has said yet who is in which group.
 */
export type GroupRule = 'always' | 'where it has members'

/** @returns what is wrong with an assignment: a rep who is not in the group that the case has (REST v3 §8.5) */
export function outsideGroup(
  catalog: Catalog,
  of: Pick<Case, 'assigneeId' | 'group'>,
  rule: GroupRule = 'always',
): Issue[] {
  const group = catalog.find('group', of.group)
  if (rule === 'where it has members' && (group?.data.memberIds ?? []).length === 0) return []
  if (!group || of.assigneeId === null || group.data.memberIds?.includes(of.assigneeId)) return []
  return [{ field: 'assigneeId', rule: 'mismatch', what: 'group', value: of.assigneeId }]
}
