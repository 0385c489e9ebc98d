import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'
import { textContains, textEnds, textStarts } from './text-match.ts'

type Condition = Expression<SqlBool>

/** What a list compares, whatever is listed. */
export type Comparison =
  | { readonly is: 'in'; readonly values: readonly (string | number | null)[] }
  | { readonly is: 'exactly'; readonly value: string }
  | {
      readonly is: 'greater' | 'greater_or_equal' | 'less' | 'less_or_equal'
      readonly value: string | number
    }
  | { readonly is: 'contains' | 'starts' | 'ends'; readonly text: string }
  | { readonly is: 'empty' }

/** @returns the comparison as a condition on a column or expression; texts compare without regard to case */
export function comparison(of: RawBuilder<unknown>, text: boolean, criterion: Comparison): Condition {
  switch (criterion.is) {
    case 'in':
      return isOneOf(of, criterion.values, text)
    case 'exactly':
      return sql<SqlBool>`${of} = ${criterion.value}`
    case 'greater':
      return sql<SqlBool>`${of} > ${criterion.value}`
    case 'greater_or_equal':
      return sql<SqlBool>`${of} >= ${criterion.value}`
    case 'less':
      return sql<SqlBool>`${of} < ${criterion.value}`
    case 'less_or_equal':
      return sql<SqlBool>`${of} <= ${criterion.value}`
    case 'contains':
      return textContains(of, criterion.text)
    case 'starts':
      return textStarts(of, criterion.text)
    case 'ends':
      return textEnds(of, criterion.text)
    case 'empty':
      return sql<SqlBool>`(${of} is null or cast(${of} as text) = '')`
  }
}

function isOneOf(
  of: RawBuilder<unknown>,
  values: readonly (string | number | null)[],
  text: boolean,
): Condition {
  const given = values.filter((value) => value !== null)
  const parts: Condition[] = []
  if (values.includes(null)) parts.push(sql<SqlBool>`${of} is null`)
  if (given.length > 0) {
    // Texts compare without regard to case (REST v3 §7.2).
    const list = sql.join(
      given.map((value) => (text && typeof value === 'string' ? value.toLowerCase() : value)),
    )
    parts.push(text ? sql<SqlBool>`lower(${of}) in (${list})` : sql<SqlBool>`${of} in (${list})`)
  }
  return parts.length === 0 ? sql<SqlBool>`1 = 0` : sql<SqlBool>`(${sql.join(parts, sql` or `)})`
}
