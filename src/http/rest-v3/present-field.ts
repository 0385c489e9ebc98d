import { type CustomField, plainValue } from '../../domain/custom-field.ts'
import { type ReferenceNames, referenceKey } from '../../usecases/fields/references.ts'
import { presentTime } from './values.ts'

/**
 * @param fields also the deleted ones, which are shown only where they have a value (REST v3 §11.1 says so of look-ups)
 * @param names of what the values refer to
 * @returns the value, or null, of every field by its key (§6)
 */
export function presentFields(
  fields: readonly CustomField[],
  values: Readonly<Record<string, unknown>>,
  names: ReferenceNames,
  timeZone: string,
): Record<string, unknown> {
  return Object.fromEntries(
    fields
      .filter((field) => !field.deleted || values[field.apiName] !== undefined)
      .map((field) => [field.apiName, presentField(field, values[field.apiName], names, timeZone)]),
  )
}

function presentField(field: CustomField, kept: unknown, names: ReferenceNames, timeZone: string): unknown {
  const value = plainValue(field, kept)
  if (value === null) return null
  switch (field.type) {
    case 'pick':
      return choice(field, value)
    case 'mpick':
      return Array.isArray(value) ? value.map((each) => choice(field, each)) : null
    case 'date':
      return typeof value === 'number' ? presentTime(value, timeZone) : null
    case 'ref':
      return { id: String(value), name: names.get(referenceKey(field.refersTo, value)) ?? null }
    default:
      return value
  }
}

function choice({ choices }: CustomField, id: unknown): Record<string, unknown> {
  const found = choices.find((each) => each.id === id)
  return {
    id: String(id),
    name: found?.name ?? null,
    ...(found?.deleted ? { deleted: true } : {}),
  }
}
