import type { Actor } from '../../domain/actor.ts'
import type { CatalogEntry } from '../../domain/catalog.ts'
import { DeskError } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import { saveCatalogEntry } from '../../storage/catalog.ts'
import { recordEvent } from '../../storage/events.ts'
import type { Tx } from '../../storage/schema.ts'
import { catalogOf, type Desk, write } from '../desk.ts'

/**
 * Deletes a field. Like other look-ups that were deleted it stays readable where there is a value (REST v3 §11.1), but nothing
 * can be put there any more. Throws `forbidden` or `not_found`.
 */
export async function deleteField(desk: Desk, actor: Actor, id: number): Promise<void> {
  permit(actor, 'setup.manage')
  await write(desk, async (tx) => {
    const entry = (await catalogOf(desk, tx)).usable('field', id)
    if (!entry) throw new DeskError({ code: 'not_found', what: 'catalog_entry', id: String(id) })
    await deleteFieldIn(desk, tx, actor, entry)
  })
}

/** The same inside a transaction, for who holds the right. */
export async function deleteFieldIn(desk: Desk, tx: Tx, actor: Actor, entry: CatalogEntry): Promise<void> {
  const now = desk.now()
  await saveCatalogEntry(tx, entry, now)
  await recordEvent(tx, actor, now, {
    kind: 'catalog.changed',
    subjectId: entry.id,
    changes: { field: { from: entry.name, to: null } },
  })
}
