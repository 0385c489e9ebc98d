import type { Actor } from '../../domain/actor.ts'
import type { CatalogEntry, CatalogKind } from '../../domain/catalog.ts'
import { permit } from '../../domain/permission.ts'
import { addCatalogEntry } from '../../storage/catalog.ts'
import { recordEvent } from '../../storage/events.ts'
import { catalogOf, type Desk, write } from '../desk.ts'
import { checkEntry } from './check-entry.ts'

/** A new value of a look-up. */
export interface NewEntry {
  readonly kind: CatalogKind
  readonly name: string
  readonly description?: string | null
  readonly parentId?: number | null
  readonly data?: CatalogEntry['data']
}

/** @returns the new look-up value; throws `forbidden`, `invalid`, or `not_unique` for its name within kind and parent */
export async function addEntry(desk: Desk, actor: Actor, draft: NewEntry): Promise<CatalogEntry> {
  permit(actor, 'setup.manage')
  return write(desk, async (tx) => {
    const catalog = await catalogOf(desk, tx)
    const fresh = {
      kind: draft.kind,
      name: draft.name.trim(),
      description: draft.description ?? null,
      parentId: draft.parentId ?? null,
      data: draft.data ?? {},
    }
    await checkEntry(tx, actor, catalog, fresh, null)
    const id = await addCatalogEntry(tx, fresh)
    await recordEvent(tx, actor, desk.now(), {
      kind: 'catalog.changed',
      subjectId: id,
      changes: { [fresh.kind]: { from: null, to: fresh.name } },
    })
    const position = Math.max(0, ...catalog.all(fresh.kind).map((entry) => entry.position)) + 1
    return { ...fresh, id, position, deleted: false }
  })
}
