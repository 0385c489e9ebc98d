import type { Issue } from '../../domain/errors.ts'
import { fieldName } from './names.ts'
import type { Problem } from './schema.ts'

/** One bad value as a problem names it. */
export type ProblemIssue = NonNullable<Problem['errors']>[number]

/** @returns the issue of the desk in this API's words */
export function presentIssue(issue: Issue, words = sentence(issue)): ProblemIssue {
  return {
    field: fieldName(issue.field),
    rule: issue.rule,
    message: words,
    ...(issue.limit === undefined ? {} : { limit: issue.limit }),
  }
}

function sentence({ rule, limit, what }: Issue): string {
  switch (rule) {
    case 'required':
      return 'must be given'
    case 'blank':
      return 'must not be blank'
    case 'type':
      return 'is of the wrong type'
    case 'format':
      return limit === undefined ? 'is malformed' : `must have at least ${limit} characters`
    case 'too_long':
      return `must have at most ${limit} characters`
    case 'too_many':
      return `must be at most ${limit}`
    case 'too_large':
      return `must be at most ${limit}`
    case 'choice':
      return 'is none of the known values'
    case 'unknown':
      return `names no ${(what ?? 'thing').replaceAll('_', ' ')} that can be used`
    case 'mismatch':
      return what === 'challenge' ? 'did not answer the verification with its challenge' : 'does not fit'
    case 'past':
      return 'lies in the past'
    case 'not_allowed':
      return 'is not allowed here'
  }
}

/** An error of the schema check, as far as it is used here. */
export interface SchemaError {
  readonly keyword: string
  readonly instancePath: string
  readonly params: Readonly<Record<string, unknown>>
}

/**
 * @param errors what the schema check found; branches of a choice all report, so each field is named once, by its first
 *   error that says more than that nothing fits
 * @returns the issues, at most twenty
 */
export function schemaIssues(errors: readonly SchemaError[]): ProblemIssue[] {
  const found = new Map<string, ProblemIssue>()
  for (const error of errors) {
    for (const issue of issuesOf(error)) if (!found.has(issue.field)) found.set(issue.field, issue)
  }
  return [...found.values()].slice(0, 20)
}

function issuesOf({ keyword, instancePath, params }: SchemaError): ProblemIssue[] {
  const field = instancePath.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~')
  const limit = typeof params.limit === 'number' ? params.limit : undefined
  const one = (rule: string, message: string): ProblemIssue[] => [
    { field: field === '' ? 'body' : field, rule, message, ...(limit === undefined ? {} : { limit }) },
  ]
  const inside = (name: unknown) => (field === '' ? String(name) : `${field}.${String(name)}`)
  switch (keyword) {
    case 'required':
      return names(params.requiredProperties).map((name) => ({
        field: inside(name),
        rule: 'required',
        message: 'must be given',
      }))
    case 'additionalProperties':
      return names(params.additionalProperties).map((name) => ({
        field: inside(name),
        rule: 'not_allowed',
        message: 'is not known here',
      }))
    case 'boolean':
    case 'anyOf':
      return []
    case 'type':
      return params.type === 'null' ? [] : one('type', `must be ${typeName(params.type)}`)
    case 'enum':
    case 'const':
      return one('choice', 'is none of the known values')
    case 'minLength':
      return one('too_short', `must have at least ${limit} characters`)
    case 'maxLength':
      return one('too_long', `must have at most ${limit} characters`)
    case 'minItems':
      return one('too_few', `must have at least ${limit} entries`)
    case 'maxItems':
      return one('too_many', `must have at most ${limit} entries`)
    case 'minimum':
      return one('too_small', `must be at least ${limit}`)
    case 'maximum':
      return one('too_large', `must be at most ${limit}`)
    default:
      return one('format', 'is malformed')
  }
}

function names(list: unknown): string[] {
  return Array.isArray(list) ? list.map(String) : []
}

function typeName(type: unknown): string {
  return type === 'object' || type === 'array' || type === 'integer' ? `an ${type}` : `a ${String(type)}`
}
