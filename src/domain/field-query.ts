import type { FieldChoice, ReferenceTarget } from './custom-field.ts'

/** A value of a field of administrators' own making as lists compare and sort by it. `field` is its API name. */
export type FieldOperand =
  | { readonly field: string; readonly as: 'text' | 'number' }
  /** the name of the choice */
  | { readonly field: string; readonly choices: readonly FieldChoice[] }
  /** the name of what it refers to */
  | { readonly field: string; readonly refersTo: ReferenceTarget }

/** Conditions that only such fields know. */
export type FieldCondition =
  /** has at least one of the choices, by id, among several */
  | { readonly field: string; readonly hasChoice: readonly number[] }
  /** is kept sealed and equals one of the texts */
  | { readonly field: string; readonly sealedIs: readonly string[] }

/** Conditions joined in any way: what can be compared, and conditions of its own kind. Values are always bound. */
export type Criterion<Of, Own = never> =
  | { readonly all: readonly Criterion<Of, Own>[] }
  | { readonly any: readonly Criterion<Of, Own>[] }
  | { readonly not: Criterion<Of, Own> }
  | { readonly of: Of; readonly is: 'in'; readonly values: readonly (string | number | null)[] }
  | {
      readonly of: Of
      readonly is: 'greater' | 'greater_or_equal' | 'less' | 'less_or_equal'
      readonly value: string | number
    }
  | { readonly of: Of; readonly is: 'contains' | 'starts' | 'ends'; readonly text: string }
  | { readonly of: Of; readonly is: 'empty' }
  | Own

export type FieldCriterion = Criterion<FieldOperand, FieldCondition>
