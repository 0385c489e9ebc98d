import * as json from '../shared/openapi/json-schema.ts'
import { mayBeAbsent, maybeSaying, type Rule, saying, tableSchema } from './rule.ts'

/**
 * A value that breaks a rule of its endpoint's table. `message` is the text that clients of the contract compare with
 * (Messages §6).
 */
export class RuleBroken extends Error {
  override readonly name = 'RuleBroken'
}

/** @returns the error that the named value breaks a rule, e.g. `"guid" is required` */
export function broken(label: string, rule: string): RuleBroken {
  return new RuleBroken(`"${label}" ${rule}`)
}

/** The value must be there. */
export function required<T>(rule: Rule<T>): Rule<T> {
  return maybeSaying(rule.said?.schema, (value, label) => {
    if (value === undefined) throw broken(label, 'is required')
    return rule(value, label)
  })
}

/** The value may be absent, but not null. */
export function optional<T>(rule: Rule<T>): Rule<T | undefined> {
  return mayBeAbsent(rule, (value, label) => (value === undefined ? undefined : rule(value, label)))
}

/** A text that is not empty; `most` UTF-16 units long (Messages §1.6). */
export function text(most = Number.POSITIVE_INFINITY): Rule<string> {
  return saying({ ...json.stringUpTo(most), minLength: 1 }, (value, label) => {
    if (typeof value !== 'string') throw broken(label, 'must be a string')
    if (value === '') throw broken(label, 'is not allowed to be empty')
    if (value.includes('\0')) throw broken(label, 'contains an invalid value')
    if (value.length > most)
      throw broken(label, `length must be less than or equal to ${most} characters long`)
    return value
  })
}

/** One of the words, in exactly these letters. */
export function oneOf<const W extends string>(words: readonly W[]): Rule<W> {
  return saying(json.oneOf(...words), (value, label) => {
    if (typeof value !== 'string') throw broken(label, 'must be a string')
    if (value === '') throw broken(label, 'is not allowed to be empty')
    const word = words.find((each) => each === value)
    if (word === undefined) throw broken(label, `must be one of [${words.join(', ')}]`)
    return word
  })
}

const decimal = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i

/** @returns the number that JSON or a query gives, texts with a decimal number included; null for anything else */
export function asNumber(value: unknown): number | null {
  const number =
    typeof value === 'string' && value.length < 100 && decimal.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

function numberSchema({ least, most }: { least?: number; most?: number }): json.JsonSchema {
  const limits = {
    ...(least === undefined ? {} : { minimum: least }),
    ...(most === undefined ? {} : { maximum: most }),
  }
  return { type: ['integer', 'string'], ...limits }
}

/** A whole number, or a text that holds one (Messages §1.6). */
export function int(range: { least?: number; most?: number } = {}): Rule<number> {
  return saying(numberSchema(range), (value, label) => {
    const number = asNumber(value)
    if (number === null) throw broken(label, 'must be a number')
    if (!Number.isSafeInteger(number)) throw broken(label, 'must be an integer')
    if (range.least !== undefined && number < range.least)
      throw broken(label, `must be larger than or equal to ${range.least}`)
    if (range.most !== undefined && number > range.most)
      throw broken(label, `must be less than or equal to ${range.most}`)
    return number
  })
}

/** `true` or `false`, or those words. */
export const bool: Rule<boolean> = saying(
  { type: ['boolean', 'string'], enum: [true, false, 'true', 'false'] },
  (value, label) => {
    const word = typeof value === 'string' ? value.toLowerCase() : value
    if (word === true || word === 'true') return true
    if (word === false || word === 'false') return false
    throw broken(label, 'must be a boolean')
  },
)

const guidForm =
  /^([[{(]?)([0-9a-f]{8})([:-]?)([0-9a-f]{4})\3([0-9a-f]{4})\3([0-9a-f]{4})\3([0-9a-f]{12})([\]})]?)$/i
const closing: Readonly<Record<string, string>> = { '': '', '{': '}', '[': ']', '(': ')' }

/** A guid in any of the forms of Messages §1.6. @returns it in lower case with dashes */
export const guid: Rule<string> = saying(
  json.about('A guid; dashes may be missing, and it may stand in brackets.', json.string),
  (value, label) => {
    if (typeof value !== 'string') throw broken(label, 'must be a string')
    if (value === '') throw broken(label, 'is not allowed to be empty')
    const found = guidForm.exec(value)
    if (!found || closing[found[1] ?? ''] !== found[8]) throw broken(label, 'must be a valid GUID')
    return [found[2], found[4], found[5], found[6], found[7]].join('-').toLowerCase()
  },
)

const moment = json.about('A time with its zone, ISO 8601; null and empty say that none is given.', {
  type: ['string', 'null'],
})
const dateForm =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:[.,](\d{1,30}))?)?(Z|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?)$/i
const lastMoment = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/**
 * A date with time and zone (Messages §1.6). Absent, null and empty mean that none is given.
 * @returns milliseconds, or null
 */
export const date: Rule<number | null> = mayBeAbsent(
  saying(moment, (value) => value),
  (value, label) => {
    if (value === undefined || value === null || value === '') return null
    const at = typeof value === 'string' ? readDate(value) : Number.NaN
    if (Number.isNaN(at)) throw broken(label, 'must be a valid ISO 8601 date')
    return at
  },
)

/** @returns milliseconds, or NaN for what is no date with time and zone, no day of the calendar or beyond four-digit years */
export function readDate(written: string): number {
  const found = dateForm.exec(written)
  if (!found) return Number.NaN
  const [, year, month, day, hour, minute, second = '00', fraction = '', zone = 'Z'] = found
  const midnight = Date.parse(`${year}-${month}-${day}T00:00:00Z`)
  // The parser takes the 31st of a shorter month for the 1st of the next.
  if (Number.isNaN(midnight) || new Date(midnight).getUTCDate() !== Number(day)) return Number.NaN
  const ms = Number(fraction.slice(0, 3).padEnd(3, '0'))
  const inDay = ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 + ms
  const at = midnight + inDay - offsetOf(zone)
  return at >= Date.parse('0000-01-01T00:00:00Z') && at <= lastMoment ? at : Number.NaN
}

function offsetOf(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0
  const digits = zone.slice(1).replace(':', '')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || '0')
  return (zone.startsWith('-') ? -1 : 1) * minutes * 60_000
}

/** One of the numbers. */
export function oneOfNumbers<const N extends number>(numbers: readonly N[]): Rule<N> {
  return saying(
    { type: ['integer', 'string'], enum: [...numbers, ...numbers.map(String)] },
    (value, label) => {
      const given = asNumber(value)
      if (given === null) throw broken(label, 'must be a number')
      const number = numbers.find((each) => each === given)
      if (number === undefined) throw broken(label, `must be one of [${numbers.join(', ')}]`)
      return number
    },
  )
}

/** The value may also be null, which says that there is none. */
export function nullable<T>(rule: Rule<T>): Rule<T | null> {
  return maybeSaying(rule.said && json.orNull(rule.said.schema), (value, label) =>
    value === null ? null : rule(value, label),
  )
}

/** A JSON object as it came. */
export const record: Rule<Record<string, unknown>> = saying({ type: 'object' }, (value, label) => {
  if (!isRecord(value)) throw broken(label, 'must be an object')
  return value
})

/** @returns whether the value is a JSON object */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

type Values<R extends Readonly<Record<string, Rule<unknown>>>> = {
  readonly [K in keyof R]: R[K] extends Rule<infer T> ? T : never
}

/** An object with these keys, checked in this order and up to the first that fails; unknown keys last, all of them. */
export function object<const R extends Readonly<Record<string, Rule<unknown>>>>(rules: R): Rule<Values<R>> {
  return maybeSaying(tableSchema(rules, false), (value, label) => {
    const given = record(value, label)
    const read: Record<string, unknown> = {}
    for (const [key, rule] of Object.entries(rules)) {
      read[key] = within(`child "${key}" fails because`, () => rule(given[key], key))
    }
    refuseUnknown(Object.keys(given).filter((key) => !Object.hasOwn(rules, key)))
    return read as Values<R>
  })
}

/** Free facts: the keys of the table are checked, all others kept as they are. Nothing in it may hold a NUL. */
export function facts(rules: Readonly<Record<string, Rule<unknown>>> = {}): Rule<Record<string, unknown>> {
  return maybeSaying(tableSchema(rules, true), (value, label) => {
    const given = record(value, label)
    for (const [key, rule] of Object.entries(rules)) {
      within(`child "${key}" fails because`, () => rule(given[key], key))
    }
    // The database could not search it.
    if (holdsNul(given)) throw broken(label, 'contains an invalid value')
    return given
  })
}

/** @returns whether a text or a name of a key somewhere inside holds a NUL */
export function holdsNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0')
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([name, each]) => name.includes('\0') || holdsNul(each))
}

/** Throws for keys that no table knows. */
export function refuseUnknown(keys: readonly string[]): void {
  if (keys.length > 0) throw new RuleBroken(keys.map((key) => `"${key}" is not allowed`).join('. '))
}

/** An array whose elements all keep the rule; its length is looked at after them. */
export function array<T>(rule: Rule<T>, most: number): Rule<T[]> {
  return maybeSaying(rule.said && json.listOf(rule.said.schema, { maxItems: most }), (value, label) => {
    if (!Array.isArray(value)) throw broken(label, 'must be an array')
    const read = value.map((item, index) =>
      within(`"${label}" at position ${index} fails because`, () => rule(item, String(index))),
    )
    if (read.length > most) throw broken(label, `must contain less than or equal to ${most} items`)
    return read
  })
}

/** Puts a text that comes from inside into the frame of what holds it. */
export function within<T>(frame: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof RuleBroken ? new RuleBroken(`${frame} [${error.message}]`) : error
  }
}
