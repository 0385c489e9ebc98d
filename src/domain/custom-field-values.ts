import type { CustomField, FieldType } from './custom-field.ts'
import type { Issue } from './errors.ts'

/** Longest texts, in characters. */
const longest: Partial<Record<FieldType, number>> = {
  sline: 250,
  mline: 65_536,
  email: 254,
  phone: 50,
  url: 2_000,
}

/** @returns the value, null where it says nothing: blank texts and empty lists */
export function withoutBlank(value: unknown): unknown {
  if (value === undefined) return null
  if (typeof value === 'string') return value.trim() === '' ? null : value
  return Array.isArray(value) && value.length === 0 ? null : value
}

/**
 * Checks a value against what its field takes (REST v3 §13.2): texts and numbers as they are, times in ms, choices and what a
 * reference points to by id. Whether the latter exists only the storage can tell.
 * @param value never null
 * @param current what is there now; a choice that was deleted meanwhile may stay
 * @returns what is wrong, null if nothing is
 */
export function valueIssue(field: CustomField, value: unknown, current: unknown): Issue | null {
  const place = placeOf(field)
  const limit = longest[field.type]
  if (limit !== undefined) {
    if (typeof value !== 'string') return { field: place, rule: 'type' }
    if ([...value].length > limit) return { field: place, rule: 'too_long', limit }
    return isWellFormed(field.type, value) ? null : { field: place, rule: 'format', value }
  }
  switch (field.type) {
    case 'num':
      return Number.isSafeInteger(value) ? null : { field: place, rule: 'type', value }
    case 'dec':
      return isDecimal(value) ? null : { field: place, rule: 'type', value }
    case 'bool':
      return typeof value === 'boolean' ? null : { field: place, rule: 'type', value }
    case 'date':
      return isTime(value) ? null : { field: place, rule: 'type', value }
    case 'pick':
      return choiceIssue(field, value, [current])
    case 'mpick': {
      if (!Array.isArray(value)) return { field: place, rule: 'type' }
      const before = Array.isArray(current) ? current : []
      return value.map((each) => choiceIssue(field, each, before)).find((issue) => issue !== null) ?? null
    }
    case 'ref':
      return Number.isSafeInteger(value) && Number(value) > 0 ? null : { field: place, rule: 'type' }
    default:
      return null
  }
}

/** @returns how issues name the field */
export function placeOf(field: Pick<CustomField, 'apiName'>): string {
  return `fields.${field.apiName}`
}

function choiceIssue(field: CustomField, value: unknown, before: readonly unknown[]): Issue | null {
  const choice = field.choices.find(({ id }) => id === value)
  if (choice && (!choice.deleted || before.includes(value))) return null
  return { field: placeOf(field), rule: 'unknown', what: 'choice', value }
}

function isDecimal(value: unknown): boolean {
  return typeof value === 'number' && Math.abs(value) <= 1e15 && Number(value.toFixed(4)) === value
}

/** The first and the last moment that a date of the language can hold. */
function isTime(value: unknown): boolean {
  return Number.isSafeInteger(value) && Math.abs(Number(value)) <= 8.64e15
}

function isWellFormed(type: FieldType, text: string): boolean {
  switch (type) {
    case 'sline':
      return !/[\r\n]/.test(text)
    case 'email':
      return /^[^\s@<>,;]+@[^\s@<>,;]+$/.test(text)
    case 'phone':
      return /^\+?[\d\s().\-/]*\d[\d\s().\-/]*(?:(?:x|ext\.?)\s*\d{1,10})?$/i.test(text)
    case 'url':
      return /^https?:\/\/[^\s/]/i.test(text) && !/\s/.test(text) && URL.canParse(text)
    default:
      return true
  }
}
