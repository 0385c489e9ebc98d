import { type CaseLookup, caseLookups } from './case.ts'
import type { Catalog, CatalogEntry } from './catalog.ts'
import type { Issue } from './errors.ts'

/** What a new case is given, by neutral name; `details` and `fields` hold what has no name of its own. */
type Given = Readonly<Record<string, unknown>>

/**
 * @param given what a new case shall have
 * @returns the template's values for what is not given (REST v3 §8.2, §11); a look-up value that was deleted since the template
 *   was made is none any more
 */
export function defaultsOf(catalog: Catalog, template: CatalogEntry | undefined, given: Given): Given {
  return Object.fromEntries(
    Object.entries(template?.data.defaults ?? {}).filter(
      ([name, value]) => isBlank(given[name]) && !isBlank(value) && isUsable(catalog, name, value),
    ),
  )
}

/** @returns one issue for each attribute that the template wants and that is not given, the defaults included (REST v3 §8.2) */
export function missingOf(template: CatalogEntry | undefined, given: Given): Issue[] {
  const parts = [given, given.details, given.fields].filter(
    (part) => typeof part === 'object' && part !== null,
  )
  return (template?.data.required ?? [])
    .filter((name) => parts.every((part) => isBlank((part as Given)[name])))
    .map((field) => ({ field, rule: 'required' }))
}

function isUsable(catalog: Catalog, name: string, value: unknown): boolean {
  const kind = (caseLookups as readonly string[]).includes(name) ? (name as CaseLookup) : null
  return kind === null || (typeof value === 'number' && catalog.usable(kind, value) !== undefined)
}

function isBlank(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === ''
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0)
}
