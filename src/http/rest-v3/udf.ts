import { builtInField, type CustomField } from '../../domain/custom-field.ts'
import type { ReferenceNames } from '../../usecases/fields/references.ts'
import { extraKey, invalidInput } from './errors.ts'
import { asObject } from './lists/list-values.ts'
import { presentFields } from './present-field.ts'
import { type FieldReading, readFields } from './read-field.ts'
import { isEmpty, presentTime, readNumber, readText, readTime } from './values.ts'

/**
 * Reads `udf_fields` of a request: the fields that are there without any set-up and those that administrators defined (REST v3
 * §6).
 * @returns the fields as they are kept: texts, numbers, times in ms …; null for those to be cleared. Throws a refusal (4001)
 */
export async function readUdfs(reading: FieldReading, value: unknown): Promise<Record<string, unknown>> {
  if (isEmpty(value)) return {}
  const given = asObject(value)
  if (!given) throw invalidInput('udf_fields', 'udf_fields is not an object')
  const entries = Object.entries(given)
  const builtIn = entries.filter(([key]) => builtInField(key) !== undefined)
  const defined = entries.filter(([key]) => builtInField(key) === undefined)
  return {
    ...Object.fromEntries(builtIn.map(([key, each]) => [key, readBuiltIn(key, each, reading.timeZone)])),
    ...(await readFields(reading, Object.fromEntries(defined), 'udf_fields')),
  }
}

function readBuiltIn(key: string, value: unknown, timeZone: string): unknown {
  const field = `udf_fields.${key}`
  switch (builtInField(key)) {
    case 'char':
      return readText(value, field) || null
    case 'long':
      return readNumber(value, field)
    case 'date':
      return readTime(value, field, timeZone)
    default:
      throw extraKey(field)
  }
}

/** @returns every field that administrators defined, and those of the others that have a value, in the words of this wire (§6) */
export function presentUdfs(
  fields: readonly CustomField[],
  values: Readonly<Record<string, unknown>>,
  names: ReferenceNames,
  timeZone: string,
): object {
  const builtIn = Object.entries(values)
    .filter(([key, value]) => builtInField(key) !== undefined && value !== null)
    .map(([key, value]) => [
      key,
      builtInField(key) === 'date' && typeof value === 'number' ? presentTime(value, timeZone) : value,
    ])
  return { ...Object.fromEntries(builtIn), ...presentFields(fields, values, names, timeZone) }
}
