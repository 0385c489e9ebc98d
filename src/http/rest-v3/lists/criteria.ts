import { invalidInput } from '../errors.ts'
import { asObject } from './list-values.ts'

/**
 * What a list is narrowed by, as the caller wrote it (REST v3 §7.2), free of what is listed. Turned into a query by
 * `request-query.ts` and `people-list.ts`, and run over finished rows by `rows.ts`.
 */
export type Test =
  | { readonly all: readonly Test[] }
  | { readonly any: readonly Test[] }
  | { readonly not: Test }
  | Comparison

export interface Comparison {
  /** `status.name` is `['status', 'name']`. */
  readonly path: readonly string[]
  /** As written, for refusals. */
  readonly field: string
  readonly is: Relation
  /** Never empty for `in` and `contains`; one value for the rest; none for `empty`. */
  readonly values: readonly Scalar[]
  /** Of `search_fields`: texts by part, everything else whole (§7.1). */
  readonly search?: true
}

export type Scalar = string | number | boolean
type Relation =
  | 'in'
  | 'greater'
  | 'greater_or_equal'
  | 'less'
  | 'less_or_equal'
  | 'contains'
  | 'starts'
  | 'ends'
  | 'empty'

const place = 'list_info.search_criteria'

/** The conditions of §7.2 with their other spellings; `not` turns the relation round. */
const conditions: Readonly<Record<string, { is: Relation | 'between'; not?: true }>> = {
  is: { is: 'in' },
  '=': { is: 'in' },
  eq: { is: 'in' },
  'is not': { is: 'in', not: true },
  '!=': { is: 'in', not: true },
  neq: { is: 'in', not: true },
  'greater than': { is: 'greater' },
  gt: { is: 'greater' },
  '>': { is: 'greater' },
  'greater or equal': { is: 'greater_or_equal' },
  gte: { is: 'greater_or_equal' },
  '>=': { is: 'greater_or_equal' },
  'lesser than': { is: 'less' },
  'less than': { is: 'less' },
  lt: { is: 'less' },
  '<': { is: 'less' },
  'lesser or equal': { is: 'less_or_equal' },
  lte: { is: 'less_or_equal' },
  '<=': { is: 'less_or_equal' },
  between: { is: 'between' },
  'not between': { is: 'between', not: true },
  'starts with': { is: 'starts' },
  'ends with': { is: 'ends' },
  contains: { is: 'contains' },
  'not contains': { is: 'contains', not: true },
  'does not contain': { is: 'contains', not: true },
  'is empty': { is: 'empty' },
  'is not empty': { is: 'empty', not: true },
}

/**
 * @param raw `search_criteria`: one entry or a list of them
 * @returns the entries joined from left to right without precedence; throws a refusal (4001) for what makes no sense
 */
export function readCriteria(raw: unknown): Test {
  const entries = Array.isArray(raw) ? raw : [raw]
  return joined(undefined, entries)
}

/** @param raw `search_fields`. @returns all of them together; throws a refusal (4001) */
export function readSearchFields(raw: unknown): Test {
  const fields = asObject(raw)
  if (!fields) throw invalidInput('list_info.search_fields', 'an object is expected')
  return {
    all: Object.entries(fields).map(([field, value]) => {
      const test = comparison(field, { is: 'in' }, [value])
      return 'path' in test ? { ...test, search: true as const } : test
    }),
  }
}

/** Most conditions and values of one list together; far below what either database takes in one query. */
const most = 500

/** @returns the test; throws a refusal (4001) for one that no database should be asked */
export function limited(test: Test): Test {
  if (weight(test) > most) throw invalidInput(place, `more than ${most} conditions and values`)
  return test
}

function weight(test: Test): number {
  if ('not' in test) return weight(test.not)
  if ('path' in test) return Math.max(test.values.length, 1)
  const parts = 'all' in test ? test.all : test.any
  return parts.reduce((sum, part) => sum + weight(part), 0)
}

/** Each entry is joined to everything before it by its own operator. */
function joined(before: Test | undefined, entries: readonly unknown[]): Test {
  let test = before
  for (const raw of entries) {
    const entry = asObject(raw)
    if (!entry) throw invalidInput(place, 'an object with field and condition is expected')
    const own = readEntry(entry)
    if (test === undefined) test = own
    else test = operator(entry) === 'OR' ? { any: [test, own] } : { all: [test, own] }
  }
  return test ?? { all: [] }
}

/** An entry is a bracket: itself, then its children, joined by their operators. */
function readEntry(entry: Readonly<Record<string, unknown>>): Test {
  const { field, condition, children } = entry
  if (typeof field !== 'string' || field.trim() === '') throw invalidInput(place, 'field is missing')
  if (typeof condition !== 'string') throw invalidInput(place, `condition of "${field}" is missing`)
  const found = conditions[condition.trim().toLowerCase().replace(/\s+/g, ' ')]
  if (!found) throw invalidInput(place, `condition "${condition}" does not exist`)
  const values = Array.isArray(entry.values) ? entry.values : given(entry.values ?? entry.value)
  const test = comparison(field.trim(), found, values)
  if (children === undefined || children === null) return test
  return joined(test, Array.isArray(children) ? children : [children])
}

/** `"value": null` asks for empty; no value at all is checked where one is needed. */
function given(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  return value === undefined ? [] : [value]
}

function operator(entry: Readonly<Record<string, unknown>>): 'AND' | 'OR' {
  const word = entry.logical_operator ?? 'AND'
  const upper = typeof word === 'string' ? word.trim().toUpperCase() : ''
  if (upper === 'AND' || upper === 'OR') return upper
  throw invalidInput(place, `logical_operator "${String(word)}" does not exist`)
}

function comparison(field: string, found: { is: Relation | 'between'; not?: true }, values: unknown[]): Test {
  const test = found.is === 'between' ? between(field, values) : relation(field, found.is, values)
  return found.not ? { not: test } : test
}

function between(field: string, values: unknown[]): Test {
  if (values.length !== 2) throw invalidInput(place, `"${field}" needs two values`)
  return {
    all: [
      relation(field, 'greater_or_equal', values.slice(0, 1)),
      relation(field, 'less_or_equal', values.slice(1)),
    ],
  }
}

function relation(field: string, is: Relation, values: unknown[]): Test {
  const path = field.split('.')
  if (is === 'empty') return { path, field, is, values: [] }
  if (values.length === 0) throw invalidInput(place, `"${field}" needs a value`)
  if (is === 'in' || is === 'contains') {
    const parts = values.map((value) => valueTest(path, field, is, value))
    return merged(parts)
  }
  if (values.length > 1) throw invalidInput(place, `"${field}" needs one value`)
  return valueTest(path, field, is, values[0])
}

/** One value: nothing asks for empty, an object names what of the field is meant (`{"name":"Open"}`, `{"value":"17…"}`). */
function valueTest(path: readonly string[], field: string, is: Relation, value: unknown): Test {
  if (value === null || value === undefined || value === '') {
    if (is === 'in') return { path, field, is: 'empty', values: [] }
    throw invalidInput(place, `"${field}" needs a value`)
  }
  if (isScalar(value)) {
    const object = asObject(value)
    if (!object) return { path, field, is, values: [short(field, value)] }
    return valueTest(path, field, is, object)
  }
  const object = asObject(value)
  const key = object && ['value', 'id', 'email_id', 'login_name', 'name'].find((each) => each in object)
  const inner = key === undefined ? undefined : object?.[key]
  if (key === undefined || !isScalar(inner)) throw invalidInput(place, `the value of "${field}" is not valid`)
  const values = [short(field, inner)]
  return key === 'value' ? { path, field, is, values } : { path: [...path, key], field, is, values }
}

/** SQLite looks for no text of more than 50,000 bytes. */
function short(field: string, value: Scalar): Scalar {
  if (typeof value !== 'string' || value.length <= 10_000) return value
  throw invalidInput(place, `the value of "${field}" is too long`)
}

/** Values of one field become one list, so that a query asks for them once. */
function merged(tests: readonly Test[]): Test {
  const rest: Test[] = []
  const lists = new Map<string, Comparison>()
  for (const test of tests) {
    if (!('path' in test) || test.is === 'empty') {
      rest.push(test)
      continue
    }
    const key = test.path.join('.')
    const before = lists.get(key)
    lists.set(key, before ? { ...before, values: [...before.values, ...test.values] } : test)
  }
  const all = [...lists.values(), ...rest]
  return all.length === 1 && all[0] ? all[0] : { any: all }
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
