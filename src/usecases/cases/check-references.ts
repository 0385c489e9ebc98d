import type { CaseChange } from '../../domain/case.ts'
import { type CaseLookup, caseLookups } from '../../domain/case.ts'
import type { Catalog, CatalogKind } from '../../domain/catalog.ts'
import type { Issue } from '../../domain/errors.ts'
import { findPerson } from '../../storage/people.ts'
import type { Tx } from '../../storage/schema.ts'

/**
 * Checks everything a change points to. Values that stay as they are on the case are not checked again, so that a
 * deleted look-up does not block later edits.
 * @returns what is wrong: unknown look-ups and people, a child that does not belong to its parent
 */
export async function checkReferences(
  tx: Tx,
  catalog: Catalog,
  change: CaseChange,
  current: Partial<Record<CaseLookup, number | null>> & {
    assigneeId?: number | null
    tagIds?: readonly number[]
  },
): Promise<Issue[]> {
  const issues: Issue[] = []
  for (const kind of caseLookups) {
    const id = change[kind]
    if (id === undefined || id === null || id === current[kind]) continue
    if (!catalog.usable(kind, id)) issues.push({ field: kind, rule: 'unknown', what: kind, value: id })
  }
  issues.push(...checkParent(catalog, { ...current, ...change }, 'subcategory', 'category'))
  issues.push(...checkParent(catalog, { ...current, ...change }, 'item', 'subcategory'))
  for (const tag of change.tagIds ?? []) {
    if (current.tagIds?.includes(tag)) continue
    if (!catalog.usable('tag', tag))
      issues.push({ field: 'tagIds', rule: 'unknown', what: 'tag', value: tag })
  }
  const codeId = change.closure?.codeId ?? null
  if (codeId !== null && !catalog.usable('closure_code', codeId)) {
    issues.push({ field: 'closure.codeId', rule: 'unknown', what: 'closure_code', value: codeId })
  }
  if (
    change.assigneeId !== undefined &&
    change.assigneeId !== null &&
    change.assigneeId !== current.assigneeId
  ) {
    const rep = await findPerson(tx, change.assigneeId)
    if (rep?.kind !== 'rep' || rep.deletedAt !== null) {
      issues.push({ field: 'assigneeId', rule: 'unknown', what: 'person', value: change.assigneeId })
    }
  }
  return issues
}

/** A subcategory belongs to its category, an item to its subcategory (REST v3 §8.1). */
function checkParent(
  catalog: Catalog,
  of: Partial<Record<CaseLookup, number | null>>,
  child: CaseLookup & CatalogKind,
  parent: CaseLookup & CatalogKind,
): Issue[] {
  const entry = catalog.find(child, of[child] ?? null)
  const parentId = of[parent] ?? null
  if (!entry || entry.parentId === null || parentId === null || entry.parentId === parentId) return []
  return [{ field: child, rule: 'mismatch', what: parent, value: entry.id }]
}

/** @returns the change with the parents that a given child implies (REST v3 §8.1) */
export function withParents<T extends Partial<Record<CaseLookup, number | null>>>(
  catalog: Catalog,
  change: T,
): T {
  const subcategory = change.subcategory ?? catalog.find('item', change.item ?? null)?.parentId
  const category = change.category ?? catalog.find('subcategory', subcategory ?? null)?.parentId
  return {
    ...change,
    ...(subcategory == null ? {} : { subcategory }),
    ...(category == null ? {} : { category }),
  }
}
