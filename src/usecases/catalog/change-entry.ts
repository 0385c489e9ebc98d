import type { Actor } from '../../domain/actor.ts'
import { builtIn, type CatalogEntry, type CatalogKind } from '../../domain/catalog.ts'
import { DeskError } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import { saveCatalogEntry } from '../../storage/catalog.ts'
import { recordEvent } from '../../storage/events.ts'
import { catalogOf, type Desk, write } from '../desk.ts'
import { checkEntry, isFixed } from './check-entry.ts'

/** What may change of a look-up value; absent keys stay as they are, also inside `data`. */
export type EntryChange = Partial<Pick<CatalogEntry, 'name' | 'description' | 'parentId' | 'data'>>

/**
 * Changes a look-up value. Where it belongs and what phase a status stands for never change: cases were sorted and clocked
 * by it. Names that clients and rules rely on stay too, and the administrator's role keeps every right.
 * @returns it as it now is; throws `not_found`, `forbidden`, `invalid`, `not_unique` or `not_editable`
 */
export async function changeEntry(
  desk: Desk,
  actor: Actor,
  kind: CatalogKind,
  id: number,
  change: EntryChange,
): Promise<CatalogEntry> {
  permit(actor, 'setup.manage')
  return write(desk, async (tx) => {
    const catalog = await catalogOf(desk, tx)
    const current = catalog.usable(kind, id)
    if (!current) throw new DeskError({ code: 'not_found', what: 'catalog_entry', id: String(id) })
    const next: CatalogEntry = {
      ...current,
      ...change,
      name: change.name?.trim() ?? current.name,
      data: { ...current.data, ...change.data },
    }
    refuseFixed(current, next)
    if (kind === 'role') permitRole(actor, current)
    await checkEntry(tx, actor, catalog, next, current)
    await saveCatalogEntry(tx, next, null)
    await recordEvent(tx, actor, desk.now(), {
      kind: 'catalog.changed',
      subjectId: id,
      changes: { [kind]: { from: current.name, to: next.name } },
    })
    return next
  })
}

/** Taking rights from a role, like giving them, takes holding them. Throws `forbidden`. */
export function permitRole(actor: Actor, role: CatalogEntry): void {
  for (const right of role.data.permissions ?? []) permit(actor, right)
}

function refuseFixed(current: CatalogEntry, next: CatalogEntry): void {
  const refused =
    (current.parentId !== next.parentId && 'parentId') ||
    (current.data.phase !== next.data.phase && 'data.phase') ||
    (isFixed(current) && current.name !== next.name && 'name') ||
    (isAdministrator(current) && !sameRights(current, next) && 'data.permissions')
  if (refused) throw new DeskError({ code: 'not_editable', field: refused })
}

function isAdministrator(entry: CatalogEntry): boolean {
  return entry.kind === 'role' && entry.id === builtIn.role.administrator
}

function sameRights(current: CatalogEntry, next: CatalogEntry): boolean {
  return new Set(current.data.permissions).symmetricDifference(new Set(next.data.permissions)).size === 0
}
