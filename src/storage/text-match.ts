import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'

type Text = string | RawBuilder<unknown>

/** @returns the condition that the column or value holds the text, without regard to case; `%` and `_` are plain */
export function textContains(of: Text, text: string): Expression<SqlBool> {
  return like(of, `%${escaped(text)}%`)
}

/** @returns the condition that the column or value begins with the text */
export function textStarts(of: Text, text: string): Expression<SqlBool> {
  return like(of, `${escaped(text)}%`)
}

/** @returns the condition that the column or value ends with the text */
export function textEnds(of: Text, text: string): Expression<SqlBool> {
  return like(of, `%${escaped(text)}`)
}

function like(of: Text, pattern: string): Expression<SqlBool> {
  const value = typeof of === 'string' ? sql.ref(of) : of
  return sql<SqlBool>`lower(cast(${value} as text)) like ${pattern} escape '!'`
}

function escaped(text: string): string {
  return text.toLowerCase().replace(/[!%_]/g, '!$&')
}
