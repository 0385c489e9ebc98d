import type { Field } from '../../api/types.ts'
import { decimal, moment, t } from '../../text/text.ts'

/** A choice or what a reference points to, as cases show it; what is gone has no name. */
export interface Named {
  readonly id: number
  readonly name: string | null
}

/** Types that are typed in; the values of the others are chosen. */
const chosenTypes: readonly Field['type'][] = ['pick', 'mpick', 'bool', 'ref']
export const isTyped = (field: Field): boolean => !chosenTypes.includes(field.type)

/** @returns how problems name the field, which is the name of its control too */
export const placeOf = (field: Field): string => `fields.${field.apiName}`

/** @returns what is chosen, of a value as cases show it */
export function namedIn(value: unknown): Named[] {
  if (Array.isArray(value)) return value.flatMap(namedIn)
  if (typeof value !== 'object' || value === null || !('id' in value) || typeof value.id !== 'number')
    return []
  return [{ id: value.id, name: 'name' in value && typeof value.name === 'string' ? value.name : null }]
}

/** @returns the value in words for a reader, '' for none */
export function valueWords({ type }: Pick<Field, 'type'>, value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return t(value ? 'field.yes' : 'field.no')
  if (typeof value === 'number') return decimal(value)
  if (typeof value === 'string') return type === 'date' ? moment(value) : value
  return namedIn(value)
    .map(({ id, name }) => name ?? `#${id}`)
    .join(', ')
}

/** @returns what stands in the control of a typed field */
export function typedText({ type }: Field, value: unknown): string {
  if (value === null || value === undefined) return ''
  return type === 'date' && typeof value === 'string' ? localTime(value) : String(value)
}

/** @returns the value that the text of its control means, null for none. The browser has checked that it is one */
export function typedValue({ type }: Field, text: string): unknown {
  if (text.trim() === '') return null
  if (type === 'num' || type === 'dec') return Number(text)
  if (type === 'date') return new Date(text).toISOString()
  return type === 'mline' ? text : text.trim()
}

/** The reader's own time as the browser's control takes it: without a zone. */
function localTime(at: string): string {
  const time = new Date(at)
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 16)
}
