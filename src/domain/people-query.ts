/** Columns a list of people can be compared and sorted by. */
type PeopleColumn =
  | 'id'
  | 'kind'
  | 'name'
  | 'email'
  | 'phone'
  | 'mobile'
  | 'is_vip'
  | 'organisation_id'
  | 'login_name'
  | 'login_enabled'

/** What can be compared: a column, the name of the organisation, any of the addresses, or a further fact. */
export type PeopleOperand =
  | { readonly column: PeopleColumn }
  | { readonly organisation: 'name' }
  | { readonly addresses: 'all' }
  /** a word of letters, digits and `_` */
  | { readonly detail: string }

/** A condition on people. Built from fixed lists by the wires; values are always bound. */
export type PeopleCriterion =
  | { readonly all: readonly PeopleCriterion[] }
  | { readonly any: readonly PeopleCriterion[] }
  | { readonly not: PeopleCriterion }
  | { readonly of: PeopleOperand; readonly is: 'in'; readonly values: readonly (string | number | null)[] }
  | {
      readonly of: PeopleOperand
      readonly is: 'greater' | 'greater_or_equal' | 'less' | 'less_or_equal'
      readonly value: string | number
    }
  | { readonly of: PeopleOperand; readonly is: 'contains' | 'starts' | 'ends'; readonly text: string }
  | { readonly of: PeopleOperand; readonly is: 'empty' }
  /** one of the addresses is this one, without regard to case */
  | { readonly address: string }

/** A list of people; deleted ones are never listed. */
export interface PeopleQuery {
  readonly where: readonly PeopleCriterion[]
  readonly sort: { readonly by: PeopleOperand; readonly order: 'asc' | 'desc' }
  readonly limit: number
  readonly offset: number
}
