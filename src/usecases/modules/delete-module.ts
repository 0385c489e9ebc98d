import type { Actor } from '../../domain/actor.ts'
import { DeskError } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import { saveCatalogEntry } from '../../storage/catalog.ts'
import { recordEvent } from '../../storage/events.ts'
import { countRecords, removeRecordsOf } from '../../storage/records.ts'
import { catalogOf, type Desk, write } from '../desk.ts'
import { deleteFieldIn } from '../fields/delete-field.ts'

/**
 * Deletes a module and its fields. Records are in the way unless they shall go too (REST v3 §13.2), and then for good.
 * Throws `forbidden`, `not_found` or `in_use`.
 */
export async function deleteModule(
  desk: Desk,
  actor: Actor,
  id: number,
  options: { readonly withRecords: boolean },
): Promise<void> {
  permit(actor, 'setup.manage')
  await write(desk, async (tx) => {
    const catalog = await catalogOf(desk, tx)
    const entry = catalog.usable('module', id)
    if (!entry) throw new DeskError({ code: 'not_found', what: 'catalog_entry', id: String(id) })
    const records = await countRecords(tx, desk.engine.name, { moduleId: id, where: [] })
    if (records > 0 && !options.withRecords)
      throw new DeskError({ code: 'in_use', what: 'catalog_entry', id: String(id) })
    const fields = catalog.list('field').filter((field) => field.parentId === id)
    for (const field of fields) await deleteFieldIn(desk, tx, actor, field)
    await removeRecordsOf(tx, id)
    const now = desk.now()
    await saveCatalogEntry(tx, entry, now)
    await recordEvent(tx, actor, now, {
      kind: 'catalog.changed',
      subjectId: id,
      changes: {
        module: { from: entry.name, to: null },
        ...(records > 0 ? { records: { from: records, to: 0 } } : {}),
      },
    })
  })
}
