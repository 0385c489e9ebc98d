import type { CatalogEntry } from '../../domain/catalog.ts'
import {
  type FieldChoice,
  type FieldRules,
  fieldLimits,
  type ReferenceTarget,
  sealableTypes,
} from '../../domain/custom-field.ts'
import { type Issue, refuseIssues } from '../../domain/errors.ts'

/** A choice as it is given: one that there is by its id or its name, or a new one. */
export interface GivenChoice {
  readonly id?: number
  readonly name: string
}

/** Longest name of a choice, in characters. */
const longestChoice = 250

/**
 * The rules of a field as they shall be kept. Throws `invalid` for sealing that its type does not know (REST v3 §14), choices
 * that are missing, given where there are none, or no good, and for a reference to nothing.
 * @param current choices that there are; those that are not given any more stay readable
 */
export function checkRules(
  rules: Omit<FieldRules, 'choices'>,
  choices: readonly GivenChoice[],
  current: readonly FieldChoice[],
  modules: readonly CatalogEntry[],
): FieldRules {
  const { type, encrypted, refersTo } = rules
  const picks = type === 'pick' || type === 'mpick'
  const issues: Issue[] = []
  if (encrypted && !sealableTypes.includes(type)) issues.push({ field: 'encrypted', rule: 'not_allowed' })
  if (picks && choices.length === 0) issues.push({ field: 'choices', rule: 'required' })
  if (!picks && choices.length > 0) issues.push({ field: 'choices', rule: 'not_allowed' })
  if (type === 'ref' && refersTo === null) issues.push({ field: 'refersTo', rule: 'required' })
  if (type !== 'ref' && refersTo !== null) issues.push({ field: 'refersTo', rule: 'not_allowed' })
  if (typeof refersTo === 'number' && !isModule(refersTo, modules))
    issues.push({ field: 'refersTo', rule: 'unknown', what: 'module', value: refersTo })
  issues.push(...choiceIssues(choices, current))
  refuseIssues(issues)
  return { ...rules, choices: withChoices(choices, current) }
}

function isModule(target: ReferenceTarget, modules: readonly CatalogEntry[]): boolean {
  return modules.some((entry) => entry.id === target && !entry.deleted)
}

function choiceIssues(given: readonly GivenChoice[], current: readonly FieldChoice[]): Issue[] {
  const field = 'choices'
  if (given.length > fieldLimits.choices) return [{ field, rule: 'too_many', limit: fieldLimits.choices }]
  const names = given.map(({ name }) => keyOf(name))
  return given.flatMap(({ id, name }, at): Issue[] => {
    if (name.trim() === '') return [{ field, rule: 'blank' }]
    if ([...name].length > longestChoice) return [{ field, rule: 'too_long', limit: longestChoice }]
    if (id !== undefined && !current.some((each) => each.id === id))
      return [{ field, rule: 'unknown', what: 'choice', value: id }]
    return names.indexOf(keyOf(name)) === at ? [] : [{ field, rule: 'mismatch', what: 'choice', value: name }]
  })
}

/** The given ones in their order, then those that may not be picked any more. */
function withChoices(given: readonly GivenChoice[], current: readonly FieldChoice[]): FieldChoice[] {
  let last = Math.max(0, ...current.map(({ id }) => id))
  const kept = given.map(({ id, name }) => {
    const known = current.find((each) =>
      id === undefined ? keyOf(each.name) === keyOf(name) : each.id === id,
    )
    if (!known) last += 1
    return { id: known?.id ?? last, name: name.trim(), deleted: false }
  })
  const ids = new Set(kept.map(({ id }) => id))
  return [...kept, ...current.filter(({ id }) => !ids.has(id)).map((each) => ({ ...each, deleted: true }))]
}

function keyOf(name: string): string {
  return name.trim().toLowerCase()
}
