import type { Case } from './case.ts'
import type { Catalog } from './catalog.ts'
import type { Issue } from './errors.ts'

/** @returns what is wrong with an assignment: a rep who is not in the group that the case has (REST v3 §8.5) */
export function outsideGroup(catalog: Catalog, of: Pick<Case, 'assigneeId' | 'group'>): Issue[] {
  const group = catalog.find('group', of.group)
  if (!group || of.assigneeId === null || group.data.memberIds?.includes(of.assigneeId)) return []
  return [{ field: 'assigneeId', rule: 'mismatch', what: 'group', value: of.assigneeId }]
}
