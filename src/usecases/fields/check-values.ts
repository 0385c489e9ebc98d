import type { Actor } from '../../domain/actor.ts'
import type { Catalog } from '../../domain/catalog.ts'
import { builtInField, type CustomField, keptValue, plainValue } from '../../domain/custom-field.ts'
import { placeOf, valueIssue, withoutBlank } from '../../domain/custom-field-values.ts'
import { allFieldsIn } from '../../domain/custom-module.ts'
import { type Issue, refuseIssues } from '../../domain/errors.ts'
import type { Tx } from '../../storage/schema.ts'
import { canReferTo } from './references.ts'

/** Values by API names of fields: texts, numbers, times in ms, choices and what is referred to by id; null clears. */
export type FieldValues = Readonly<Record<string, unknown>>

/**
 * Checks what is given for the fields of a record (REST v3 §13.2).
 * @param current what the record holds, null for a new one
 * @returns what is to be put in place, null for what is to be cleared; throws `invalid`
 */
export function checkRecordValues(
  tx: Tx,
  actor: Actor,
  catalog: Catalog,
  moduleId: number,
  given: FieldValues,
  current: FieldValues | null,
): Promise<FieldValues> {
  return checkValues(tx, actor, catalog, allFieldsIn(catalog, moduleId), given, current, true)
}

/**
 * Checks what is given for the fields of a case (REST v3 §6). Mandatory fields count on the wires that know of fields; the
 * clients of the others could not give them. Clearing one is refused, an edit that leaves it alone is not, so that cases that
 * came in elsewhere can be worked on.
 * @param current what the case holds, null for a new one
 * @returns what is to be put in place, null for what is to be cleared; throws `invalid`
 */
export async function checkCaseValues(
  tx: Tx,
  actor: Actor,
  catalog: Catalog,
  given: FieldValues,
  current: FieldValues | null,
): Promise<FieldValues> {
  const fields = allFieldsIn(catalog, null)
  const knows = knowsFields(actor)
  const defined = new Set(fields.map((field) => field.apiName))
  const own = Object.entries(given).filter(([key]) => defined.has(key))
  const others = Object.entries(given).filter(([key]) => !defined.has(key))
  if (knows) refuseIssues(others.flatMap(([key, value]) => otherIssue(key, value) ?? []))
  const checked = await checkValues(tx, actor, catalog, fields, Object.fromEntries(own), current, knows)
  return { ...Object.fromEntries(others), ...checked }
}

/** @returns an issue for each mandatory field that a new case has no value for, where the actor's wire knows of fields */
export function missingCaseFields(actor: Actor, catalog: Catalog, given: FieldValues): Issue[] {
  return knowsFields(actor) ? missingIn(allFieldsIn(catalog, null), given) : []
}

/** @returns an issue for each mandatory field that a new record has no value for */
export function missingRecordFields(catalog: Catalog, moduleId: number, given: FieldValues): Issue[] {
  return missingIn(allFieldsIn(catalog, moduleId), given)
}

/** @returns the values with the given ones in place; those given as null are gone */
export function withValues(current: FieldValues, given: FieldValues): FieldValues {
  return Object.fromEntries(Object.entries({ ...current, ...given }).filter(([, value]) => value !== null))
}

function knowsFields(actor: Actor): boolean {
  return actor.wire === 'rest-v3' || actor.wire === 'desk'
}

function otherIssue(key: string, value: unknown): Issue | null {
  const type = builtInField(key)
  if (type === undefined) return { field: `fields.${key}`, rule: 'not_allowed' }
  if (value === null) return null
  const fits = type === 'char' ? typeof value === 'string' : typeof value === 'number'
  return fits ? null : { field: `fields.${key}`, rule: 'type' }
}

async function checkValues(
  tx: Tx,
  actor: Actor,
  catalog: Catalog,
  fields: readonly CustomField[],
  given: FieldValues,
  current: FieldValues | null,
  complete: boolean,
): Promise<FieldValues> {
  const byName = new Map(fields.map((field) => [field.apiName, field]))
  const issues: Issue[] = []
  const checked: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(given)) {
    const field = byName.get(key)
    const issue = field
      ? await putInPlace(tx, actor, catalog, field, withoutBlank(value), current?.[key], checked)
      : { field: `fields.${key}`, rule: 'not_allowed' as const }
    if (issue) issues.push(issue)
  }
  const named = new Set(issues.map((issue) => issue.field))
  const missing = complete ? missingIn(fields, current === null ? checked : { ...current, ...checked }) : []
  // What was left out of an edit is missing only where it was cleared.
  const blank = missing.filter((issue) => current === null || cleared(checked, issue))
  refuseIssues([...issues, ...blank.filter((issue) => !named.has(issue.field))])
  return checked
}

function cleared(checked: FieldValues, issue: Issue): boolean {
  return checked[issue.field.replace(/^fields\./, '')] === null
}

function missingIn(fields: readonly CustomField[], values: FieldValues): Issue[] {
  return fields
    .filter((field) => field.mandatory && !field.deleted && withoutBlank(values[field.apiName]) === null)
    .map((field) => ({ field: placeOf(field), rule: 'required' }))
}

/** Adds the value to the checked ones. @returns what is wrong with it instead, if something is */
async function putInPlace(
  tx: Tx,
  actor: Actor,
  catalog: Catalog,
  field: CustomField,
  value: unknown,
  kept: unknown,
  checked: Record<string, unknown>,
): Promise<Issue | null> {
  const place = placeOf(field)
  const before = plainValue(field, kept)
  // What is written back as it was read stays, whatever has become of the field, its choices or what it refers to.
  if (JSON.stringify(value) === JSON.stringify(before)) {
    if (kept !== undefined) checked[field.apiName] = kept
    return null
  }
  if (field.deleted) return { field: place, rule: 'not_allowed' }
  const issue = value === null ? null : valueIssue(field, value, before)
  if (issue) return issue
  if (field.refersTo !== null && typeof value === 'number') {
    if (!(await canReferTo(tx, actor, catalog, field.refersTo, value)))
      return { field: place, rule: 'unknown', what: 'reference', value }
  }
  checked[field.apiName] = keptValue(field, value)
  return null
}
