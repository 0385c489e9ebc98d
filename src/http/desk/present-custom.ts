import type { Actor } from '../../domain/actor.ts'
import type { CustomField, ReferenceTarget } from '../../domain/custom-field.ts'
import type { CustomModule } from '../../domain/custom-module.ts'
import type { CustomRecord } from '../../domain/record.ts'
import type { RecordPage } from '../../usecases/records/read-records.ts'
import { presentFieldValues } from './field-values.ts'
import { bothForms, iso, isoOrNull, personOrNull } from './present.ts'
import type { Field, Module, ModuleRecord } from './schema-custom.ts'

/** @returns the definition of a field */
export function presentField(field: CustomField): Field {
  const { id, moduleId, name, description, apiName, type, mandatory, encrypted, refersTo } = field
  return {
    id,
    moduleId,
    name,
    description,
    apiName,
    type,
    mandatory,
    encrypted,
    choices: field.choices
      .filter(({ deleted }) => !deleted)
      .map((each) => ({ id: each.id, name: each.name })),
    refersTo: typeof refersTo === 'number' ? { moduleId: refersTo } : refersTo,
  }
}

/** @returns what a reference points to, in the desk's words; undefined where nothing is given */
export function readTarget(
  given: Field['refersTo'] | undefined,
): { refersTo: ReferenceTarget | null } | object {
  if (given === undefined) return {}
  return { refersTo: typeof given === 'object' && given !== null ? given.moduleId : given }
}

/** @param fields of all modules */
export function presentModule(module: CustomModule, fields: readonly CustomField[]): Module {
  const { id, name, pluralName, description, apiName, apiPluralName } = module
  return {
    id,
    name,
    pluralName,
    description,
    apiName,
    apiPluralName,
    fields: fields.filter((field) => field.moduleId === id).map(presentField),
  }
}

/** @returns the record; texts are kept as HTML or as what may be HTML, because one of the other wires writes them so */
export function presentRecord(
  viewer: Actor,
  record: CustomRecord,
  { fields, people, names }: RecordPage,
): ModuleRecord {
  return {
    id: record.id,
    guid: record.guid,
    moduleId: record.moduleId,
    title: record.title,
    ...bothForms(record.description ?? '', 'html'),
    fields: presentFieldValues(fields, record.fields, names),
    createdBy: personOrNull(viewer, people, record.createdById),
    createdAt: iso(record.createdAt),
    updatedBy: personOrNull(viewer, people, record.updatedById),
    updatedAt: isoOrNull(record.updatedAt),
  }
}
