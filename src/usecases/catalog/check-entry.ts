import type { Actor } from '../../domain/actor.ts'
import { builtIn, type Catalog, type CatalogEntry, type CatalogKind } from '../../domain/catalog.ts'
import { DeskError, type Issue, refuseIssues } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import { findPeople } from '../../storage/people.ts'
import type { Tx } from '../../storage/schema.ts'

/** Longest name and description of a look-up, in characters. */
const limits = { name: 250, description: 10_000 }

/** Kinds whose values belong to a value of another kind. */
const parentOf: Partial<Record<CatalogKind, CatalogKind>> = { subcategory: 'category', item: 'subcategory' }

/**
 * Checks a look-up value before it is stored. Texts must fit, the parent must exist, the name must be free within kind and
 * parent; members must be reps; a role may give nothing that the actor does not hold (threat model §1.9).
 * @param current what is stored now, null for a new one; throws `invalid`, `not_unique` or `forbidden`
 */
export async function checkEntry(
  tx: Tx,
  actor: Actor,
  catalog: Catalog,
  next: Pick<CatalogEntry, 'kind' | 'name' | 'description' | 'parentId' | 'data'>,
  current: CatalogEntry | null,
): Promise<void> {
  const issues: Issue[] = []
  if (next.name === '') issues.push({ field: 'name', rule: 'blank' })
  for (const field of ['name', 'description'] as const) {
    if ([...(next[field] ?? '')].length > limits[field])
      issues.push({ field, rule: 'too_long', limit: limits[field] })
  }
  const parentKind = parentOf[next.kind]
  if (parentKind && next.parentId === null) issues.push({ field: 'parentId', rule: 'required' })
  if (parentKind && next.parentId !== null && next.parentId !== current?.parentId) {
    if (!catalog.usable(parentKind, next.parentId))
      issues.push({ field: 'parentId', rule: 'unknown', what: parentKind, value: next.parentId })
  }
  issues.push(...(await checkMembers(tx, next, current)))
  refuseIssues(issues)
  const added = (next.data.permissions ?? []).filter((right) => !current?.data.permissions?.includes(right))
  for (const right of added) permit(actor, right)
  const namesake = catalog
    .list(next.kind)
    .find(
      (entry) =>
        entry.id !== current?.id &&
        entry.parentId === next.parentId &&
        entry.name.trim().toLowerCase() === next.name.toLowerCase(),
    )
  if (namesake)
    throw new DeskError({ code: 'not_unique', what: 'catalog_entry', field: 'name', value: next.name })
}

async function checkMembers(
  tx: Tx,
  next: Pick<CatalogEntry, 'data'>,
  current: CatalogEntry | null,
): Promise<Issue[]> {
  const added = (next.data.memberIds ?? []).filter((id) => !current?.data.memberIds?.includes(id))
  if (added.length === 0) return []
  const people = await findPeople(tx, added)
  return added
    .filter((id) => people.get(id)?.kind !== 'rep' || people.get(id)?.deletedAt !== null)
    .map((value) => ({ field: 'memberIds', rule: 'unknown', what: 'person', value }))
}

/** @returns whether rules or other wires rely on this very value: its name stays and it cannot be deleted (REST v3 §8.8) */
export function isFixed(entry: Pick<CatalogEntry, 'kind' | 'id'>): boolean {
  const { kind, id } = entry
  if (kind === 'template') return id === builtIn.template
  if (kind !== 'status' && kind !== 'priority' && kind !== 'role' && kind !== 'source') return false
  return Object.values<number>(builtIn[kind]).includes(id)
}
