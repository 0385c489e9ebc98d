import { type CaseLookup, caseLookups, type Millis } from './case.ts'
import type { FieldCondition, FieldOperand } from './field-query.ts'
import type { Reach } from './rights.ts'

/** Columns a list of cases can be compared and sorted by. */
export const caseColumns = [
  ...caseLookups,
  'number',
  'guid',
  'subject',
  'description',
  'external_id',
  'requester_id',
  'created_by_id',
  'assignee_id',
  'partner_id',
  'provider_id',
  'accepted_at',
  'due_at',
  'first_response_due_at',
  'assigned_at',
  'responded_at',
  'on_hold_at',
  'resolved_at',
  'completed_at',
  'trashed_at',
  'created_at',
  'updated_at',
  'version',
  'callback_url',
  'reopened',
  'wire',
] as const
export type CaseColumn = (typeof caseColumns)[number]

/** What can be compared: a column, a fact of a person, the name of a look-up, a value inside a structured one, a field. */
export type CaseOperand =
  | { readonly column: CaseColumn }
  | { readonly person: 'requester' | 'assignee' | 'created_by'; readonly fact: CasePersonFact }
  | { readonly lookup: CaseLookup }
  /** ms from opening to completion or to the first response; empty until then */
  | { readonly elapsed: 'completion' | 'response' }
  /** how many words of the requester's side the desk has not answered since */
  | { readonly count: 'unreplied' }
  /** `path` holds letters, digits, `_` and `-` only; anything else is refused. */
  | {
      readonly json: 'fields' | 'details' | 'resolution' | 'closure'
      readonly path: readonly string[]
      readonly as: 'text' | 'number'
    }
  | FieldOperand

/** Facts of a person that cases can be compared by; the last two are those of the person's organisation. */
export type CasePersonFact =
  | 'name'
  | 'email'
  | 'phone'
  | 'mobile'
  | 'login_name'
  | 'organisation_id'
  | 'organisation_name'

/** A condition on cases. Built from fixed lists by the wires; values are always bound. */
export type CaseCriterion =
  | { readonly all: readonly CaseCriterion[] }
  | { readonly any: readonly CaseCriterion[] }
  | { readonly not: CaseCriterion }
  | { readonly of: CaseOperand; readonly is: 'in'; readonly values: readonly (string | number | null)[] }
  /** the very same text, letter case included */
  | { readonly of: CaseOperand; readonly is: 'exactly'; readonly value: string }
  | {
      readonly of: CaseOperand
      readonly is: 'greater' | 'greater_or_equal' | 'less' | 'less_or_equal'
      readonly value: string | number
    }
  | { readonly of: CaseOperand; readonly is: 'contains' | 'starts' | 'ends'; readonly text: string }
  | { readonly of: CaseOperand; readonly is: 'empty' }
  /** has at least one note, one message that is none, or one file in that place */
  | { readonly has: 'notes' | 'conversation' | 'attachments' | 'resolution_attachments' }
  /** carries the tag */
  | { readonly tag: number }
  /** the words stand in the subject, the opening text, the name or address of the requester, or where else is named */
  | { readonly words: string; readonly also?: readonly CaseOperand[] }
  | FieldCondition

/** A list of cases. */
export interface CaseQuery {
  readonly reach: Reach
  /** Whether trashed cases count: left out, alone, or as well. */
  readonly trash: 'without' | 'only' | 'with'
  readonly where: readonly CaseCriterion[]
  /**
   * By anything but a column only pages by `offset` can be had. Cases without a value come first in ascending and last in
   * descending order, or always last if asked for.
   */
  readonly sort: {
    readonly by: CaseColumn | CaseOperand
    readonly order: 'asc' | 'desc'
    readonly emptyLast?: boolean
  }
  readonly limit: number
  /** Either skip a number of cases or go on after a place in the sort order. */
  readonly offset?: number
  readonly after?: { readonly value: string | number | null; readonly number: number }
}

/** @returns the criterion that the column is one of the values */
export function columnIs(column: CaseColumn, ...values: readonly (string | number | null)[]): CaseCriterion {
  return { of: { column }, is: 'in', values }
}

/** @returns criteria for a span of time on a column; either end may be open */
export function columnWithin(
  column: CaseColumn,
  from: Millis | undefined,
  to: Millis | undefined,
): CaseCriterion[] {
  const criteria: CaseCriterion[] = []
  if (from !== undefined) criteria.push({ of: { column }, is: 'greater_or_equal', value: from })
  if (to !== undefined) criteria.push({ of: { column }, is: 'less_or_equal', value: to })
  return criteria
}
