import type { Actor } from '../../domain/actor.ts'
import type { CatalogEntry } from '../../domain/catalog.ts'
import type { FieldType } from '../../domain/custom-field.ts'
import { type CustomModule, fieldOf, moduleOf } from '../../domain/custom-module.ts'
import { DeskError, refuseIssues } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import { saveCatalogEntry } from '../../storage/catalog.ts'
import { recordEvent } from '../../storage/events.ts'
import type { Tx } from '../../storage/schema.ts'
import { checkEntry } from '../catalog/check-entry.ts'
import { catalogOf, type Desk, write } from '../desk.ts'
import { addFieldIn } from '../fields/add-field.ts'
import { changeFieldIn, type FieldChange } from '../fields/change-field.ts'
import { deleteFieldIn } from '../fields/delete-field.ts'
import { checkPlural } from './module-names.ts'

/** What is given of a module; absent keys stay. */
export interface ModuleChange {
  readonly name?: string
  readonly pluralName?: string
  readonly description?: string | null
  /** What APIs call it; may be given as it is. */
  readonly apiName?: string
  readonly apiPluralName?: string
  /** All its fields: those that there are by id, API name or name, and new ones. Those that are not given are deleted. */
  readonly fields?: readonly GivenField[]
}

/** A field among all fields of a module. */
export interface GivenField extends FieldChange {
  readonly id?: number
}

/**
 * Changes a module and, when they are given, its fields.
 * @returns it as it now is; throws `forbidden`, `not_found`, `not_editable`, `invalid` or `not_unique`, with nothing changed
 */
export async function changeModule(
  desk: Desk,
  actor: Actor,
  id: number,
  change: ModuleChange,
): Promise<CustomModule> {
  permit(actor, 'setup.manage')
  return write(desk, async (tx) => {
    const catalog = await catalogOf(desk, tx)
    const entry = catalog.usable('module', id)
    if (!entry) throw new DeskError({ code: 'not_found', what: 'catalog_entry', id: String(id) })
    const current = moduleOf(entry)
    for (const key of ['apiName', 'apiPluralName'] as const) {
      if (change[key] !== undefined && change[key] !== current[key])
        throw new DeskError({ code: 'not_editable', field: key })
    }
    const pluralName = change.pluralName?.trim() ?? current.pluralName
    const next: CatalogEntry = {
      ...entry,
      name: change.name?.trim() ?? entry.name,
      description: change.description === undefined ? entry.description : change.description,
      data: { ...entry.data, pluralName },
    }
    await checkEntry(tx, actor, catalog, next, entry)
    checkPlural(catalog, pluralName, entry)
    await saveCatalogEntry(tx, next, null)
    await recordEvent(tx, actor, desk.now(), {
      kind: 'catalog.changed',
      subjectId: id,
      changes: { module: { from: entry.name, to: next.name } },
    })
    if (change.fields) await changeFields(desk, tx, actor, id, change.fields)
    return moduleOf(next)
  })
}

async function changeFields(
  desk: Desk,
  tx: Tx,
  actor: Actor,
  moduleId: number,
  given: readonly GivenField[],
): Promise<void> {
  const entries = (await catalogOf(desk, tx)).list('field').filter((entry) => entry.parentId === moduleId)
  const meant = given.map((field) => ({ field, entry: entries.find((entry) => isMeant(field, entry)) }))
  const kept = new Set(meant.map(({ entry }) => entry?.id))
  // First, so that their names are free.
  for (const entry of entries) if (!kept.has(entry.id)) await deleteFieldIn(desk, tx, actor, entry)
  for (const { field, entry } of meant) {
    if (entry) await changeFieldIn(desk, tx, actor, entry, field)
    else await addFieldIn(desk, tx, actor, moduleId, asDraft(field))
  }
}

function isMeant({ id, apiName, name }: GivenField, entry: CatalogEntry): boolean {
  if (id !== undefined) return entry.id === id
  if (apiName !== undefined) return fieldOf(entry).apiName === apiName
  return name?.trim().toLowerCase() === entry.name.toLowerCase()
}

function asDraft({ id, apiName, name, type, ...rest }: GivenField): Omit<FieldChange, 'name' | 'type'> & {
  name: string
  type: FieldType
} {
  if (id !== undefined || apiName !== undefined)
    refuseIssues([{ field: 'fields', rule: 'unknown', what: 'field', value: id ?? apiName }])
  if (name !== undefined && type !== undefined) return { ...rest, name, type }
  throw new DeskError({ code: 'invalid', issues: [{ field: 'fields', rule: 'required' }] })
}
