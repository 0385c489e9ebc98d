import type { Actor } from '../../domain/actor.ts'
import type { CatalogEntry } from '../../domain/catalog.ts'
import type { CustomField, FieldType, ReferenceTarget } from '../../domain/custom-field.ts'
import { fieldOf } from '../../domain/custom-module.ts'
import { DeskError } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import { saveCatalogEntry } from '../../storage/catalog.ts'
import { recordEvent } from '../../storage/events.ts'
import type { Tx } from '../../storage/schema.ts'
import { checkEntry } from '../catalog/check-entry.ts'
import { catalogOf, type Desk, write } from '../desk.ts'
import { checkRules, type GivenChoice } from './field-rules.ts'

/** What is given of a field; absent keys stay. What can never change may be given as it is. */
export interface FieldChange {
  readonly name?: string
  readonly description?: string | null
  readonly mandatory?: boolean
  /** All that may be picked from now on; the others stay readable where they were picked. */
  readonly choices?: readonly GivenChoice[]
  readonly type?: FieldType
  readonly encrypted?: boolean
  readonly refersTo?: ReferenceTarget | null
  readonly apiName?: string
  readonly moduleId?: number | null
}

/**
 * Changes a field. Its type, its API name and whether it is kept sealed never change (REST v3 §13.2, §14).
 * @returns it as it now is; throws `forbidden`, `not_found`, `not_editable`, `invalid` or `not_unique`
 */
export async function changeField(
  desk: Desk,
  actor: Actor,
  id: number,
  change: FieldChange,
): Promise<CustomField> {
  permit(actor, 'setup.manage')
  return write(desk, async (tx) => {
    const entry = (await catalogOf(desk, tx)).usable('field', id)
    if (!entry) throw new DeskError({ code: 'not_found', what: 'catalog_entry', id: String(id) })
    return changeFieldIn(desk, tx, actor, entry, change)
  })
}

/** The same inside a transaction, for who holds the right. */
export async function changeFieldIn(
  desk: Desk,
  tx: Tx,
  actor: Actor,
  entry: CatalogEntry,
  change: FieldChange,
): Promise<CustomField> {
  const catalog = await catalogOf(desk, tx)
  const current = fieldOf(entry)
  for (const key of ['type', 'encrypted', 'refersTo', 'apiName', 'moduleId'] as const) {
    if (change[key] !== undefined && change[key] !== current[key])
      throw new DeskError({ code: 'not_editable', field: key })
  }
  const { type, encrypted, refersTo, choices } = current
  const field = checkRules(
    { type, encrypted, refersTo, mandatory: change.mandatory ?? current.mandatory },
    change.choices ?? choices.filter(({ deleted }) => !deleted),
    choices,
    // What it refers to was checked once; a module that was deleted since must not block every other change.
    catalog.all('module').map((each) => ({ ...each, deleted: false })),
  )
  const next: CatalogEntry = {
    ...entry,
    name: change.name?.trim() ?? entry.name,
    description: change.description === undefined ? entry.description : change.description,
    data: { ...entry.data, field },
  }
  await checkEntry(tx, actor, catalog, next, entry)
  await saveCatalogEntry(tx, next, null)
  await recordEvent(tx, actor, desk.now(), {
    kind: 'catalog.changed',
    subjectId: entry.id,
    changes: { field: { from: entry.name, to: next.name } },
  })
  return fieldOf(next)
}
