import type { Catalog, CatalogEntry } from './catalog.ts'
import { type CustomField, fieldKey } from './custom-field.ts'

/** A kind of record that administrators made (REST v3 §13). */
export interface CustomModule {
  readonly id: number
  readonly name: string
  readonly pluralName: string
  readonly description: string | null
  /** What APIs call one record, and all of them; never changes. */
  readonly apiName: string
  readonly apiPluralName: string
  readonly deleted: boolean
}

/** @returns the module that a catalogue entry of that kind is */
export function moduleOf(entry: CatalogEntry): CustomModule {
  const { id, name, description, data, deleted } = entry
  return {
    id,
    name,
    description,
    deleted,
    pluralName: data.pluralName ?? name,
    apiName: data.apiName ?? `cm_${id}`,
    apiPluralName: data.apiPluralName ?? `cm_${id}`,
  }
}

/** @returns the modules that are in use, oldest first */
export function modulesIn(catalog: Catalog): CustomModule[] {
  return catalog.list('module').map(moduleOf)
}

/** @returns the module, unless it was deleted */
export function findModule(catalog: Catalog, id: number | null): CustomModule | undefined {
  const entry = catalog.usable('module', id)
  return entry && moduleOf(entry)
}

/** @returns the field that a catalogue entry of that kind is */
export function fieldOf(entry: CatalogEntry): CustomField {
  const { id, name, description, parentId, data, deleted } = entry
  const rules = data.field ?? {
    type: 'sline',
    mandatory: false,
    encrypted: false,
    choices: [],
    refersTo: null,
  }
  const apiName = data.apiName ?? fieldKey(rules.type, id, parentId, '')
  return { ...rules, id, name, description, moduleId: parentId, apiName, deleted }
}

/**
 * @param moduleId null for cases
 * @returns the fields in use, oldest first
 */
export function fieldsIn(catalog: Catalog, moduleId: number | null): CustomField[] {
  return allFieldsIn(catalog, moduleId).filter((field) => !field.deleted)
}

/** @returns also the deleted ones, whose values stay readable where there are some */
export function allFieldsIn(catalog: Catalog, moduleId: number | null): readonly CustomField[] {
  const known =
    byOwner.get(catalog) ?? Map.groupBy(catalog.all('field').map(fieldOf), (field) => field.moduleId)
  byOwner.set(catalog, known)
  return known.get(moduleId) ?? []
}

/** Fields by whose they are, because every row of every list asks for them. */
const byOwner = new WeakMap<Catalog, ReadonlyMap<number | null, readonly CustomField[]>>()

/**
 * @param name what APIs call the field
 * @returns the field of cases or of the module, also a deleted one
 */
export function fieldCalled(
  catalog: Catalog,
  moduleId: number | null,
  name: string,
): CustomField | undefined {
  return allFieldsIn(catalog, moduleId).find((field) => field.apiName === name)
}
