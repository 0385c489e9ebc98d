import { type CustomField, plainValue } from '../../domain/custom-field.ts'
import { allFieldsIn } from '../../domain/custom-module.ts'
import { catalogOf, type Desk } from '../../usecases/desk.ts'
import { type ReferenceNames, referenceKey } from '../../usecases/fields/references.ts'
import { iso } from './present.ts'

type Values = Readonly<Record<string, unknown>>

/**
 * @param fields also the deleted ones
 * @returns given values as the desk takes them: times in ms, `{ id, name }` as the id. What fits no field stays as it is and is
 *   refused by the desk
 */
export function readFieldValues(fields: readonly CustomField[], given: Values): Values {
  const types = new Map(fields.map((field) => [field.apiName, field.type]))
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => {
      switch (types.get(key)) {
        case 'date':
          return [key, readTime(value)]
        case 'pick':
        case 'ref':
          return [key, readId(value)]
        case 'mpick':
          return [key, Array.isArray(value) ? [...new Set(value.map(readId))] : value]
        default:
          return [key, value]
      }
    }),
  )
}

/** @returns the same for the fields of a case, as part of its change */
export async function readCaseValues(desk: Desk, given: Values | undefined): Promise<{ fields?: Values }> {
  if (given === undefined) return {}
  return { fields: readFieldValues(allFieldsIn(await catalogOf(desk), null), given) }
}

function readTime(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT.+(Z|[+-]\d\d:\d\d)$/i.test(value)) return value
  const at = Date.parse(value)
  return Number.isNaN(at) ? value : at
}

function readId(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'id' in value ? value.id : value
}

/**
 * @param fields also the deleted ones
 * @returns the values as this API shows them; those of no field of administrators' making stay as they are
 */
export function presentFieldValues(
  fields: readonly CustomField[],
  values: Values,
  names: ReferenceNames,
): Record<string, unknown> {
  const byName = new Map(fields.map((field) => [field.apiName, field]))
  return Object.fromEntries(
    Object.entries(values).map(([key, kept]) => {
      const field = byName.get(key)
      return [key, field ? presentValue(field, plainValue(field, kept), names) : kept]
    }),
  )
}

function presentValue(field: CustomField, value: unknown, names: ReferenceNames): unknown {
  const choice = (id: unknown) => ({ id, name: field.choices.find((each) => each.id === id)?.name ?? null })
  switch (field.type) {
    case 'date':
      return typeof value === 'number' ? iso(value) : null
    case 'pick':
      return value === null ? null : choice(value)
    case 'mpick':
      return Array.isArray(value) ? value.map(choice) : null
    case 'ref':
      return value === null
        ? null
        : { id: value, name: names.get(referenceKey(field.refersTo, value)) ?? null }
    default:
      return value
  }
}
