import type { Actor } from '../../domain/actor.ts'
import { type CaseLookup, caseLookups } from '../../domain/case.ts'
import { type CaseCriterion, columnIs } from '../../domain/case-query.ts'
import { type Catalog, type CatalogEntry, type CatalogKind, inProgress } from '../../domain/catalog.ts'
import { DeskError } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import { countCases } from '../../storage/cases.ts'
import { saveCatalogEntry } from '../../storage/catalog.ts'
import { recordEvent } from '../../storage/events.ts'
import { roleIsHeld } from '../../storage/people-query.ts'
import type { Tx } from '../../storage/schema.ts'
import { catalogOf, type Desk, write } from '../desk.ts'
import { permitRole } from './change-entry.ts'
import { isFixed } from './check-entry.ts'

/**
 * Deletes a look-up value. Finished cases go on naming it; it is in use while a case in progress has it (any case, for a
 * status), while other look-ups belong to it, or while somebody holds the role.
 * @returns nothing; throws `not_found`, `forbidden` or `in_use`
 */
export async function deleteEntry(desk: Desk, actor: Actor, kind: CatalogKind, id: number): Promise<void> {
  permit(actor, 'setup.manage')
  await write(desk, async (tx) => {
    const catalog = await catalogOf(desk, tx)
    const entry = catalog.usable(kind, id)
    if (!entry) throw new DeskError({ code: 'not_found', what: 'catalog_entry', id: String(id) })
    if (kind === 'role') permitRole(actor, entry)
    if (isFixed(entry) || (await isUsed(desk, tx, catalog, entry))) {
      throw new DeskError({ code: 'in_use', what: 'catalog_entry', id: String(id) })
    }
    const now = desk.now()
    await saveCatalogEntry(tx, entry, now)
    await recordEvent(tx, actor, now, {
      kind: 'catalog.changed',
      subjectId: id,
      changes: { [kind]: { from: entry.name, to: null } },
    })
  })
}

async function isUsed(desk: Desk, tx: Tx, catalog: Catalog, entry: CatalogEntry): Promise<boolean> {
  const { kind, id } = entry
  if (kind === 'role') return roleIsHeld(tx, id)
  const child = kind === 'category' ? 'subcategory' : kind === 'subcategory' ? 'item' : null
  if (child !== null && catalog.list(child).some((each) => each.parentId === id)) return true
  const where = casesWith(catalog, kind, id)
  if (where === null) return false
  const found = await countCases(tx, desk.engine.name, { reach: { kind: 'all' }, trash: 'with', where })
  return found > 0
}

function casesWith(catalog: Catalog, kind: CatalogKind, id: number): CaseCriterion[] | null {
  const unfinished = columnIs('status', ...catalog.statusesIn(inProgress))
  if (kind === 'tag') return [{ tag: id }, unfinished]
  if (!(caseLookups as readonly string[]).includes(kind)) return null
  const having = columnIs(kind as CaseLookup, id)
  return kind === 'status' ? [having] : [having, unfinished]
}
