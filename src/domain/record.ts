import type { Millis } from './case.ts'
import type { Criterion, FieldCondition, FieldOperand } from './field-query.ts'

/** One record of a module of administrators' own making (REST v3 §13.1). */
export interface CustomRecord {
  readonly id: number
  readonly guid: string
  readonly moduleId: number
  readonly title: string
  /** HTML or text as it was sent. */
  readonly description: string | null
  /** Values by the API names of the module's fields; those kept sealed are `SecretValue`s. */
  readonly fields: Readonly<Record<string, unknown>>
  readonly createdById: number | null
  readonly updatedById: number | null
  readonly createdAt: Millis
  /** null until the first change */
  readonly updatedAt: Millis | null
}

/** What can be compared and sorted by: a column, a fact of who made or last changed it, or a field. */
export type RecordOperand =
  | { readonly column: RecordColumn }
  | { readonly person: 'created_by' | 'updated_by'; readonly fact: 'name' | 'email' }
  | FieldOperand
type RecordColumn =
  | 'id'
  | 'title'
  | 'description'
  | 'created_by_id'
  | 'updated_by_id'
  | 'created_at'
  | 'updated_at'

/** A condition on records. Built from fixed lists by the wires. */
export type RecordCriterion = Criterion<RecordOperand, FieldCondition>

/** A list of records of one module. */
export interface RecordQuery {
  readonly moduleId: number
  readonly where: readonly RecordCriterion[]
  /** Records without a value come first in ascending and last in descending order. */
  readonly sort: { readonly by: RecordOperand; readonly order: 'asc' | 'desc' }
  readonly limit: number
  readonly offset: number
}
