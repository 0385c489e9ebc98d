import type { Comparison, Expression, Operator } from './parse.ts'
import { badExpression } from './tokens.ts'

/** The part that queries of cases and of people have in common. */
export type Joined<C> =
  | C
  | { readonly all: readonly C[] }
  | { readonly any: readonly C[] }
  | { readonly not: C }

/** Span of whole numbers, both ends included. */
export interface Span {
  readonly from?: number
  readonly to?: number
}

/**
 * What a field can be compared by. What is absent is refused with the place of the operator.
 * Every function returns the criterion of the plain operator; the negated ones are made of it.
 */
export interface FieldRule<C> {
  /** IS with a text; throws `badExpression` for one that the field never holds */
  readonly text?: (text: string, at: number) => C | Promise<C>
  /** IS with a number, and the four signs: whole numbers only */
  readonly span?: (span: Span) => C
  /** IS with a number where no order is meant */
  readonly number?: (value: number, at: number) => C
  /** IS EMPTY: null, 0, no characters, no elements */
  readonly empty: C
}

/** Never true: what cannot be empty, a number between two whole ones. */
const never = { any: [] } as const

/** @returns the rule's `empty` for a field that always has a value */
export function neverEmpty<C>(): Joined<C> {
  return never
}

/**
 * @param rules what each field can be compared by, by its name on the wire
 * @returns the expression as a criterion; throws `Refusal` (400) for unknown fields and for comparisons that a field does not
 *   know (Case Management §10)
 */
export async function criterionOf<C>(
  expression: Expression,
  rules: ReadonlyMap<string, FieldRule<Joined<C>>>,
): Promise<Joined<C>> {
  const each = async (parts: readonly Expression[]) => {
    const criteria: Joined<C>[] = []
    for (const part of parts) criteria.push(await criterionOf(part, rules))
    return criteria as C[]
  }
  if ('all' in expression) return { all: await each(expression.all) }
  if ('any' in expression) return { any: await each(expression.any) }
  const rule = rules.get(expression.field.toLowerCase())
  if (!rule) {
    const known = [...rules.keys()].join(', ')
    throw badExpression(
      expression.fieldAt,
      `unknown field "${expression.field.slice(0, 40)}" (known: ${known})`,
    )
  }
  const { operator } = expression
  if (operator === 'is empty') return rule.empty
  if (operator === 'is not empty') return { not: rule.empty as C }
  if (operator === 'is') return equal(expression, rule)
  if (operator === 'is not') return { not: (await equal(expression, rule)) as C }
  return ordered(expression, operator, rule)
}

async function equal<C>(
  { value, valueAt, field }: Comparison,
  rule: FieldRule<Joined<C>>,
): Promise<Joined<C>> {
  if (typeof value === 'string') {
    if (rule.text) return rule.text(value, valueAt)
    throw badExpression(valueAt, `a number is expected for "${field}"`)
  }
  if (rule.number) return rule.number(value ?? 0, valueAt)
  if (!rule.span) throw badExpression(valueAt, `a text in double quotes is expected for "${field}"`)
  if (value === null || !Number.isInteger(value)) return never
  return rule.span({ from: value, to: value })
}

function ordered<C>(
  { field, operatorAt, value, valueAt }: Comparison,
  operator: Exclude<Operator, `is${string}`>,
  rule: FieldRule<Joined<C>>,
): Joined<C> {
  if (!rule.span) throw badExpression(operatorAt, `"${field}" has no order, so ${operator} cannot be used`)
  if (typeof value !== 'number') throw badExpression(valueAt, `a number is expected after ${operator}`)
  switch (operator) {
    case '>':
      return rule.span({ from: Math.floor(value) + 1 })
    case '>=':
      return rule.span({ from: Math.ceil(value) })
    case '<':
      return rule.span({ to: Math.ceil(value) - 1 })
    case '<=':
      return rule.span({ to: Math.floor(value) })
  }
}
