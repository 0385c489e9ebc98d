import type { Actor } from '../../domain/actor.ts'
import { fieldLimits, slugOf } from '../../domain/custom-field.ts'
import { type CustomModule, moduleOf } from '../../domain/custom-module.ts'
import { type Issue, refuseIssues } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import { addCatalogEntry } from '../../storage/catalog.ts'
import { recordEvent } from '../../storage/events.ts'
import { checkEntry } from '../catalog/check-entry.ts'
import { catalogOf, type Desk, write } from '../desk.ts'
import { addFieldIn, type FieldDraft } from '../fields/add-field.ts'
import { checkApiNames, checkPlural } from './module-names.ts'

/** A new kind of record. */
export interface ModuleDraft {
  readonly name: string
  readonly pluralName: string
  readonly description?: string | null
  readonly fields?: readonly FieldDraft[]
}

/**
 * Makes a module with its fields (REST v3 §13.2). What APIs call it follows from its names and never changes.
 * @returns it; throws `forbidden`, `invalid` or `not_unique`, with nothing stored
 */
export async function addModule(desk: Desk, actor: Actor, draft: ModuleDraft): Promise<CustomModule> {
  permit(actor, 'setup.manage')
  return write(desk, async (tx) => {
    const catalog = await catalogOf(desk, tx)
    if (catalog.list('module').length >= fieldLimits.modules)
      refuseIssues([{ field: 'modules', rule: 'too_many', limit: fieldLimits.modules }])
    const name = draft.name.trim()
    const pluralName = draft.pluralName.trim()
    const fresh = {
      kind: 'module' as const,
      name,
      description: draft.description ?? null,
      parentId: null,
      data: { pluralName, apiName: `cm_${slugOf(name)}`, apiPluralName: `cm_${slugOf(pluralName)}` },
    }
    await checkEntry(tx, actor, catalog, fresh, null)
    checkPlural(catalog, pluralName, null)
    refuseIssues(nameless({ name, pluralName }))
    checkApiNames(catalog, fresh.data.apiName, fresh.data.apiPluralName)
    const id = await addCatalogEntry(tx, fresh)
    await recordEvent(tx, actor, desk.now(), {
      kind: 'catalog.changed',
      subjectId: id,
      changes: { module: { from: null, to: name } },
    })
    for (const field of draft.fields ?? []) await addFieldIn(desk, tx, actor, id, field)
    return moduleOf({ ...fresh, id, position: 0, deleted: false })
  })
}

/** Names without a letter or digit that an API name could be made of. */
function nameless(names: { name: string; pluralName: string }): Issue[] {
  return Object.entries(names)
    .filter(([, name]) => slugOf(name) === '')
    .map(([field, value]) => ({ field, rule: 'format', value }))
}
