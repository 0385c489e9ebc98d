import { AssertionError } from 'node:assert/strict'
import type { Answer } from './exchange.ts'

/** A value about which only something is said: which one it is differs from run to run. */
export class Any {
  readonly what: string
  readonly holds: (value: unknown) => boolean
  constructor(what: string, holds: (value: unknown) => boolean) {
    this.what = what
    this.holds = holds
  }
}

/** An object of which only some members are said. */
export class Partly {
  readonly members: Readonly<Record<string, unknown>>
  constructor(members: Readonly<Record<string, unknown>>) {
    this.members = members
  }
}

const text = (what: string, pattern: RegExp): Any =>
  new Any(what, (value) => typeof value === 'string' && pattern.test(value))

/** What can be said of a value that is not known beforehand. */
export const any = {
  value: new Any('anything', (value) => value !== undefined),
  number: new Any('a number', (value) => typeof value === 'number'),
  id: new Any('a whole number above 0', (value) => Number.isSafeInteger(value) && Number(value) > 0),
  textId: text('a whole number as text', /^[1-9]\d*$/),
  text: text('a text', /^/),
  someText: text('a text that is not empty', /./s),
  boolean: new Any('true or false', (value) => typeof value === 'boolean'),
  guid: text('a GUID', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i),
  /** An ISO 8601 time in UTC with milliseconds. */
  time: text('a time like 2017-07-26T14:02:02.170Z', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  list: new Any('a list', Array.isArray),
  /** A list of at least one, all of which are as said. */
  listOf: (wanted: unknown): Any =>
    new Any('a list of at least one, each as said', (value) => {
      if (!Array.isArray(value) || value.length === 0) return false
      return value.every((each) => difference(each, wanted, '') === null)
    }),
  oneOf: (...values: readonly unknown[]): Any =>
    new Any(`one of ${values.map(shown).join(', ')}`, (value) => values.includes(value)),
  textLike: (pattern: RegExp): Any => text(`a text like ${pattern}`, pattern),
}

/** @returns a pattern for an object that has these members, and may have others */
export function partly(members: Readonly<Record<string, unknown>>): Partly {
  return new Partly(members)
}

/** Says that the value is as wanted: exactly the same members and elements, except where `any` and `partly` stand. */
export function expectValue(value: unknown, wanted: unknown, what = 'the value'): void {
  const found = difference(value, wanted, '')
  if (found !== null) fail(`${what}${found}`)
}

/** Says status and JSON of an answer; the JSON as in `expectValue`. */
export function expectJson(answer: Answer, status: number, wanted: unknown): void {
  expectStatus(answer, status)
  expectValue(jsonOf(answer), wanted, 'the answer')
}

export function expectStatus(answer: Answer, status: number): void {
  if (answer.status !== status)
    fail(`status ${status} expected, and ${answer.status} came: ${clipped(answer.text)}`)
}

/** @param wanted exact text, a pattern, or null for a header that must be absent */
export function expectHeader(answer: Answer, name: string, wanted: string | RegExp | null): void {
  const value = answer.headers[name.toLowerCase()]
  if (wanted === null ? value === undefined : value !== undefined && matches(value, wanted)) return
  fail(`header ${name}: ${wanted === null ? 'none' : wanted} expected, and ${value ?? 'none'} came`)
}

/** Says that keys stand in this order. */
export function expectKeys(value: unknown, ...keys: readonly string[]): void {
  const found = typeof value === 'object' && value !== null ? Object.keys(value) : []
  if (found.join() !== keys.join()) fail(`keys ${keys.join(', ')} expected, and ${found.join(', ')} came`)
}

/** Anything else that must hold. @param what the sentence that is broken when it does not */
export function expect(holds: boolean, what: string): asserts holds {
  if (!holds) fail(what)
}

function jsonOf(answer: Answer): unknown {
  try {
    return answer.json()
  } catch {
    return fail(`the answer is no JSON: ${clipped(answer.text)}`)
  }
}

function matches(value: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? value === wanted : wanted.test(value)
}

/** @returns where the value differs and how, or null */
function difference(value: unknown, wanted: unknown, at: string): string | null {
  if (wanted instanceof Any) {
    return wanted.holds(value) ? null : `${at}: ${wanted.what} expected, and ${shown(value)} came`
  }
  if (wanted instanceof RegExp) {
    if (typeof value === 'string' && wanted.test(value)) return null
    return `${at}: a text like ${wanted} expected, and ${shown(value)} came`
  }
  if (Array.isArray(wanted)) return listDifference(value, wanted, at)
  if (wanted instanceof Partly) return membersDifference(value, wanted.members, at, false)
  if (typeof wanted === 'object' && wanted !== null) {
    return membersDifference(value, wanted as Record<string, unknown>, at, true)
  }
  return Object.is(value, wanted) ? null : `${at}: ${shown(wanted)} expected, and ${shown(value)} came`
}

function listDifference(value: unknown, wanted: readonly unknown[], at: string): string | null {
  if (!Array.isArray(value)) return `${at}: a list expected, and ${shown(value)} came`
  if (value.length !== wanted.length) {
    return `${at}: a list of ${wanted.length} expected, and ${shown(value)} came`
  }
  for (const [index, each] of wanted.entries()) {
    const found = difference(value[index], each, `${at}[${index}]`)
    if (found !== null) return found
  }
  return null
}

function membersDifference(
  value: unknown,
  wanted: Readonly<Record<string, unknown>>,
  at: string,
  whole: boolean,
): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return `${at}: an object expected, and ${shown(value)} came`
  }
  const members = value as Readonly<Record<string, unknown>>
  for (const [name, each] of Object.entries(wanted)) {
    if (!Object.hasOwn(members, name)) return `${at}: no ${name} in ${shown(value)}`
    const found = difference(members[name], each, `${at}.${name}`)
    if (found !== null) return found
  }
  const extra = whole ? Object.keys(members).find((name) => !Object.hasOwn(wanted, name)) : undefined
  return extra === undefined ? null : `${at}: ${extra} is not expected in ${shown(value)}`
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : clipped(JSON.stringify(value))
}

function clipped(whole: string): string {
  return whole.length > 300 ? `${whole.slice(0, 300)} …` : whole
}

function fail(message: string): never {
  throw new AssertionError({ message })
}
