import type { Millis, TextFormat } from '../../domain/case.ts'
import type { Catalog, CatalogKind } from '../../domain/catalog.ts'
import { type WireTime, wireTime } from '../../domain/wire-time.ts'
import { cleanHtml, textToHtml } from '../shared/html.ts'
import { invalidInput } from './errors.ts'
import { asBoolean, asInteger, asObject } from './lists/list-values.ts'

/*
 * Values as this wire writes them (REST v3 §6). Readers take the value and the path of its attribute for refusals (4001);
 * null, an absent value and, but for texts, an empty string are null.
 */

/** @returns the text, at most `longest` characters; numbers count as their digits */
export function readText(value: unknown, field: string, longest = 1_048_576): string | null {
  if (value === undefined || value === null) return null
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text !== 'string') throw invalidInput(field, `${field} is not a text`)
  if (text.length > longest && [...text].length > longest) {
    throw invalidInput(field, `${field} is longer than ${longest} characters`)
  }
  return text
}

/** @returns true or false, also from text */
export function readBoolean(value: unknown, field: string): boolean | null {
  if (isEmpty(value)) return null
  const yes = asBoolean(value)
  if (yes === undefined) throw invalidInput(field, `${field} is not true or false`)
  return yes
}

/** @returns the number, also from text */
export function readNumber(value: unknown, field: string): number | null {
  if (isEmpty(value)) return null
  const number = typeof value === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : value
  if (typeof number !== 'number' || !Number.isFinite(number))
    throw invalidInput(field, `${field} is not a number`)
  return number
}

/** @returns the id as a number; no thing has any other */
export function readId(value: unknown, field: string): number {
  const id = asInteger(value)
  if (id === undefined || id < 0) throw invalidInput(field, `${field} "${String(value)}" does not exist`)
  return id
}

/** @returns the texts of a list; one text is a list of one */
export function readTexts(value: unknown, field: string): string[] {
  if (isEmpty(value)) return []
  const all: unknown[] = Array.isArray(value) ? value : [value]
  return all.map((each) => readText(each, field, 1_000)?.trim() ?? '').filter((text) => text !== '')
}

/**
 * @returns the time: `value` (ms as text or number) decides, `display_value` alone is read in the form in which it is shown, a
 *   bare text or number is ms
 */
export function readTime(value: unknown, field: string, timeZone: string): Millis | null {
  if (isEmpty(value)) return null
  const object = asObject(value)
  const given = object ? (isEmpty(object.value) ? undefined : object.value) : value
  if (given === undefined && isEmpty(object?.display_value)) return null
  const at = given === undefined ? fromDisplay(object?.display_value, timeZone) : asInteger(given)
  // The last moment that a date of the language can hold.
  if (at === undefined || Math.abs(at) > 8.64e15) throw invalidInput(field, `${field} is not a time`)
  return at
}

function fromDisplay(value: unknown, timeZone: string): Millis | undefined {
  const match = /^\s*(\d{2})\/(\d{2})\/(\d{4}) (\d{2}):(\d{2}) ([AP])M\s*$/i.exec(String(value))
  if (!match) return undefined
  const [day = 0, month = 0, year = 0, hour = 0, minute = 0] = match.slice(1, 6).map(Number)
  const hours = (hour % 12) + (match[6]?.toUpperCase() === 'P' ? 12 : 0)
  const wanted = Date.UTC(year, month - 1, day, hours, minute)
  // What the zone shows for a guess says how far the guess is off; twice, because of a change of the clocks in between.
  let at = wanted
  for (let round = 0; round < 2; round++) at += wanted - asIfUtc(at, timeZone)
  return wireTime(at, timeZone).display_value === String(value).trim().toUpperCase() ? at : undefined
}

function asIfUtc(at: Millis, timeZone: string): Millis {
  const shown = wireTime(at, timeZone).display_value
  const [day = 0, month = 0, year = 0, hour = 0, minute = 0] = shown.split(/\D+/).map(Number)
  return Date.UTC(year, month - 1, day, (hour % 12) + (shown.endsWith('PM') ? 12 : 0), minute)
}

/** How a caller names one thing. When both are given the id decides. */
export type Reference = { readonly id: number } | { readonly name: string }

/** @returns the reference; a bare text is a name, a bare number an id */
export function readReference(value: unknown, field: string): Reference | null {
  if (isEmpty(value)) return null
  const object = asObject(value)
  if (!object) {
    if (typeof value === 'number') return { id: readId(value, field) }
    if (typeof value === 'string') return { name: value.trim() }
    throw invalidInput(field, `${field} is not a reference`)
  }
  if (!isEmpty(object.id)) return { id: readId(object.id, field) }
  const name = readText(object.name, field)?.trim()
  return name ? { name } : null
}

/**
 * @param parentId where the name is looked for first, for kinds whose names are unique within a parent only
 * @returns the id of the look-up that is named; throws a refusal (4001) for a name that does not exist. Whether an id exists and
 *   may be used, the desk decides
 */
export function readCatalogId(
  catalog: Catalog,
  kind: CatalogKind,
  value: unknown,
  field: string,
  parentId: number | null = null,
): number | null {
  const reference = readReference(value, field)
  if (reference === null) return null
  if ('id' in reference) {
    if (!catalog.find(kind, reference.id)) throw noSuch(field, String(reference.id))
    return reference.id
  }
  const within = parentId === null ? undefined : catalog.byName(kind, reference.name, parentId)
  const entry = within ?? catalog.byName(kind, reference.name)
  if (!entry) throw noSuch(field, reference.name)
  return entry.id
}

/** How a caller names a person (§6). */
export type NamedPerson =
  | { readonly id: number }
  | { readonly email: string; readonly name: string | null }
  | { readonly login: string }
  | { readonly name: string }

/** @returns who is named, by the first of id, e-mail, login name and name; a bare text is a name */
export function readPerson(value: unknown, field: string): NamedPerson | null {
  if (isEmpty(value)) return null
  const object = asObject(value)
  if (!object) return readReference(value, field)
  if (!isEmpty(object.id)) return { id: readId(object.id, field) }
  const email = readText(object.email_id, field)?.trim()
  const name = readText(object.name, field)?.trim() || null
  if (email) return { email, name }
  const login = readText(object.login_name, field)?.trim()
  if (login) return { login }
  return name === null ? null : { name }
}

/** @returns the ids of uploaded files: `[{"id":…}]`, also bare ids */
export function readFileIds(value: unknown, field: string): number[] {
  if (isEmpty(value)) return []
  const all: unknown[] = Array.isArray(value) ? value : [value]
  return all.map((each) => {
    const object = asObject(each)
    return readId(object ? (object.id ?? object.file_id) : each, field)
  })
}

/** @returns whether a value counts as not given */
export function isEmpty(value: unknown): value is null | undefined | '' {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
}

/** @returns the refusal of a value that names nothing */
export function noSuch(field: string, value: string): Error {
  return invalidInput(field, `${field} "${value.slice(0, 100)}" does not exist`)
}

/** @returns the time in both forms, or null */
export function presentTime(at: Millis | null, timeZone: string): WireTime | null {
  return at === null ? null : wireTime(at, timeZone)
}

/** @returns the look-up as other entities point to it: with its colour where the kind has one, marked once it is deleted (§11.1) */
export function presentReference(
  catalog: Catalog,
  kind: CatalogKind,
  id: number | null,
): Record<string, unknown> | null {
  const entry = catalog.find(kind, id)
  if (!entry) return null
  return {
    id: String(entry.id),
    name: entry.name,
    ...(kind === 'status' || kind === 'priority' ? { color: entry.data.color ?? null } : {}),
    ...(entry.deleted ? { deleted: true } : {}),
  }
}

/** Plain text and HTML are told apart by whether there is a tag or an entity. */
const markup = /<\/?[a-z!][^>]*>|&(?:[a-z]+|#\d+|#x[\da-f]+);/i

/** @returns how a text of a caller is to be kept: this wire takes HTML and plain text in the same places (§6) */
export function formatOf(text: string): TextFormat {
  return markup.test(text) ? 'html' : 'text'
}

/** @returns a stored text as this wire shows it: HTML rebuilt from an allow-list, plain text escaped */
export function presentHtml(text: string, format: TextFormat): string {
  return format === 'html' ? cleanHtml(text) : textToHtml(text)
}

/** @returns a text whose form nobody noted, such as a resolution, as this wire shows it */
export function presentText(text: string): string {
  return presentHtml(text, formatOf(text))
}
