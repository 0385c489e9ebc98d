import { extraKey, invalidInput } from './errors.ts'
import { asObject } from './lists/list-values.ts'
import { isEmpty, presentTime, readNumber, readText, readTime } from './values.ts'

/** The user-defined fields that are there without any set-up (REST v3 §6), with how many there are of each. */
const builtIn = { char: 24, long: 8, date: 8 } as const
type UdfType = keyof typeof builtIn

/** @returns of which type the field with that key is, undefined for a key that there is not */
export function typeOf(key: string): UdfType | undefined {
  const [, type, number] = /^udf_(char|long|date)([1-9]\d?)$/.exec(key) ?? []
  return type !== undefined && Number(number) <= builtIn[type as UdfType] ? (type as UdfType) : undefined
}

/** @returns the fields as they are kept: texts, numbers, and times in ms; null for those to be cleared. Throws a refusal (4001) */
export function readUdfs(value: unknown, timeZone: string): Record<string, unknown> {
  if (isEmpty(value)) return {}
  const given = asObject(value)
  if (!given) throw invalidInput('udf_fields', 'udf_fields is not an object')
  return Object.fromEntries(
    Object.entries(given).map(([key, each]) => {
      const field = `udf_fields.${key}`
      switch (typeOf(key)) {
        case 'char':
          return [key, readText(each, field) || null]
        case 'long':
          return [key, readNumber(each, field)]
        case 'date':
          return [key, readTime(each, field, timeZone)]
        default:
          throw extraKey(field)
      }
    }),
  )
}

/** @returns the fields that have a value, in the words of this wire */
export function presentUdfs(fields: Readonly<Record<string, unknown>>, timeZone: string): object {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([key, value]) => typeOf(key) !== undefined && value !== null)
      .map(([key, value]) => [
        key,
        typeOf(key) === 'date' && typeof value === 'number' ? presentTime(value, timeZone) : value,
      ]),
  )
}
