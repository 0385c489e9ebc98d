import type { Actor } from '../../domain/actor.ts'
import {
  type CustomField,
  type FieldType,
  fieldKey,
  fieldLimits,
  type ReferenceTarget,
  slugOf,
} from '../../domain/custom-field.ts'
import { allFieldsIn, fieldOf } from '../../domain/custom-module.ts'
import { refuseIssues } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import { addCatalogEntry } from '../../storage/catalog.ts'
import { recordEvent } from '../../storage/events.ts'
import type { Tx } from '../../storage/schema.ts'
import { checkEntry } from '../catalog/check-entry.ts'
import { catalogOf, type Desk, write } from '../desk.ts'
import { checkRules, type GivenChoice } from './field-rules.ts'

/** A new field. */
export interface FieldDraft {
  readonly name: string
  readonly description?: string | null
  readonly type: FieldType
  readonly mandatory?: boolean
  readonly encrypted?: boolean
  readonly choices?: readonly GivenChoice[]
  readonly refersTo?: ReferenceTarget | null
}

/**
 * Defines a field of cases (`moduleId` null) or of the records of a module (REST v3 §11.4).
 * @returns it; throws `forbidden`, `invalid`, or `not_unique` for a name that another field there has
 */
export async function addField(
  desk: Desk,
  actor: Actor,
  moduleId: number | null,
  draft: FieldDraft,
): Promise<CustomField> {
  permit(actor, 'setup.manage')
  return write(desk, (tx) => addFieldIn(desk, tx, actor, moduleId, draft))
}

/** The same inside a transaction, for who holds the right. */
export async function addFieldIn(
  desk: Desk,
  tx: Tx,
  actor: Actor,
  moduleId: number | null,
  draft: FieldDraft,
): Promise<CustomField> {
  const catalog = await catalogOf(desk, tx)
  if (moduleId !== null && !catalog.usable('module', moduleId))
    refuseIssues([{ field: 'moduleId', rule: 'unknown', what: 'module', value: moduleId }])
  const known = allFieldsIn(catalog, moduleId)
  if (known.filter(({ deleted }) => !deleted).length >= fieldLimits.fields)
    refuseIssues([{ field: 'fields', rule: 'too_many', limit: fieldLimits.fields }])
  const { type, mandatory = false, encrypted = false, refersTo = null, choices = [] } = draft
  const field = checkRules(
    { type, mandatory, encrypted, refersTo },
    choices.map(({ name }) => ({ name })),
    [],
    catalog.all('module'),
  )
  const name = draft.name.trim()
  const apiName = moduleId === null ? null : freeKey(known, type, moduleId, name)
  const fresh = {
    kind: 'field' as const,
    name,
    description: draft.description ?? null,
    parentId: moduleId,
    data: { field, ...(apiName === null ? {} : { apiName }) },
  }
  await checkEntry(tx, actor, catalog, fresh, null)
  const id = await addCatalogEntry(tx, fresh)
  await recordEvent(tx, actor, desk.now(), {
    kind: 'catalog.changed',
    subjectId: id,
    changes: { field: { from: null, to: name } },
  })
  return fieldOf({ ...fresh, id, position: 0, deleted: false })
}

/** A key that no field of the module ever had, because values of deleted ones stay; null for one made from the field's id. */
function freeKey(
  known: readonly CustomField[],
  type: FieldType,
  moduleId: number,
  name: string,
): string | null {
  const slug = slugOf(name)
  // A number alone could be the id of another field.
  if (slug === '' || /^\d+$/.test(slug)) return null
  const taken = new Set(known.map(({ apiName }) => apiName))
  const first = fieldKey(type, 0, moduleId, slug)
  for (let count = 2, key = first; ; count++) {
    if (!taken.has(key)) return key
    key = `${first}_${count}`
  }
}
