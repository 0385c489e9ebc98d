import type { Catalog } from '../../domain/catalog.ts'
import { type Issue, refuseIssues } from '../../domain/errors.ts'
import { saveCatalogEntry } from '../../storage/catalog.ts'
import type { Tx } from '../../storage/schema.ts'

/** Puts a rep into exactly these groups. @returns whether that changed any; throws `invalid` for one that does not exist */
export async function joinGroups(
  tx: Tx,
  catalog: Catalog,
  repId: number,
  groupIds: readonly number[],
): Promise<boolean> {
  const unknown = groupIds.filter((id) => !catalog.usable('group', id))
  refuseIssues(unknown.map((value): Issue => ({ field: 'groupIds', rule: 'unknown', what: 'group', value })))
  let changed = false
  for (const group of catalog.list('group')) {
    const members = group.data.memberIds ?? []
    if (members.includes(repId) === groupIds.includes(group.id)) continue
    const memberIds = groupIds.includes(group.id)
      ? [...members, repId]
      : members.filter((member) => member !== repId)
    await saveCatalogEntry(tx, { ...group, data: { ...group.data, memberIds } }, null)
    changed = true
  }
  return changed
}
