import type { Catalog, CatalogEntry } from '../../domain/catalog.ts'
import { modulesIn } from '../../domain/custom-module.ts'
import { DeskError, type Issue, refuseIssues } from '../../domain/errors.ts'

const longest = 250

/** Throws `invalid` for a name in the plural that is blank or too long, `not_unique` for one that another module has. */
export function checkPlural(catalog: Catalog, pluralName: string, own: CatalogEntry | null): void {
  const issues: Issue[] = []
  if (pluralName === '') issues.push({ field: 'pluralName', rule: 'blank' })
  if ([...pluralName].length > longest) issues.push({ field: 'pluralName', rule: 'too_long', limit: longest })
  refuseIssues(issues)
  const namesake = modulesIn(catalog).find(
    (each) => each.id !== own?.id && each.pluralName.toLowerCase() === pluralName.toLowerCase(),
  )
  if (namesake) notUnique('pluralName', pluralName)
}

/** Throws `not_unique` where names that differ would still be the same for APIs. */
export function checkApiNames(catalog: Catalog, one: string, all: string): void {
  for (const each of modulesIn(catalog)) {
    if (each.apiPluralName === all) notUnique('pluralName', all)
    if (each.apiName === one) notUnique('name', one)
  }
}

function notUnique(field: string, value: string): never {
  throw new DeskError({ code: 'not_unique', what: 'catalog_entry', field, value })
}
