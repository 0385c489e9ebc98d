import type { Catalog, CatalogEntry, CatalogKind } from '../domain/catalog.ts'
import { UsageError } from './command.ts'
import { nearest } from './nearest.ts'

/** @returns the whole number that the text says; throws `UsageError` */
export function wholeNumber(option: string, text: string, least = 1): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (Number.isNaN(value) || value < least) {
    throw new UsageError(`--${option} must be a whole number of at least ${least}, not "${text}".`)
  }
  return value
}

/** @returns the id that the text says; throws `UsageError` */
export function idOf(what: string, text: string): number {
  const value = /^[1-9]\d{0,14}$/.test(text) ? Number(text) : Number.NaN
  if (Number.isNaN(value)) throw new UsageError(`The ${what} is named by its id, a number, not "${text}".`)
  return value
}

/** @returns the time in ms that the text says, e.g. `2027-01-31` or `2027-01-31T18:00:00Z`, or null without one; throws `UsageError` */
export function timeOf(option: string, text: string | undefined): number | null {
  if (text === undefined) return null
  const value = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(value)) {
    throw new UsageError(`--${option} must be a date like 2027-01-31 or 2027-01-31T18:00:00Z, not "${text}".`)
  }
  return value
}

/** @returns the value that the text names; throws `UsageError` with the nearest one */
export function oneOf<const T extends string>(option: string, text: string, values: readonly T[]): T {
  const value = values.find((each) => each === text)
  if (value !== undefined) return value
  throw new UsageError(`--${option} must be one of ${values.join(', ')}, not "${text}".`)
}

/** @returns the look-up of that name; throws `UsageError` that lists what there is */
export function entryOf(catalog: Catalog, kind: CatalogKind, name: string): CatalogEntry {
  const entry = catalog.byName(kind, name)
  if (entry) return entry
  const names = catalog.list(kind).map((each) => each.name)
  const meant = nearest(name, names)
  const advice = meant === null ? `There is: ${names.join(', ')}.` : `Did you mean "${meant}"?`
  throw new UsageError(`There is no ${kind.replaceAll('_', ' ')} "${name}". ${advice}`)
}

/** @returns a time in ms as people and programs both read it, or null */
export function shownTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}
