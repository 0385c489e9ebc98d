import { type RawBuilder, sql } from 'kysely'
import type { Engine } from './engine/engine.ts'

/**
 * A value inside a column of JSON text, to be compared or sorted by.
 * @param path letters, digits, `_` and `-` only; anything else throws
 * @returns a text, or with `number` a number only where the value is one: texts and absent values compare as null
 */
export function jsonOperand(
  column: string,
  path: readonly string[],
  as: 'text' | 'number',
  engine: Engine['name'],
): RawBuilder<unknown> {
  if (path.some((step) => !/^[\w-]+$/.test(step))) throw new Error('a path step that is no plain word')
  return engine === 'sqlite' ? insideSqlite(column, path, as) : insidePostgres(column, path, as)
}

/** PostgreSQL casts no text to a number. */
function insidePostgres(name: string, steps: readonly string[], as: 'text' | 'number'): RawBuilder<unknown> {
  const column = sql.ref(name)
  const path = `{${steps.map((step) => `"${step}"`).join(',')}}`
  const value = sql`(${column}::jsonb #>> ${path}::text[])`
  return as === 'number'
    ? sql`(case when jsonb_typeof(${column}::jsonb #> ${path}::text[]) = 'number'
        then cast(${value} as double precision) end)`
    : sql`cast(${value} as text)`
}

/** The same; SQLite takes true and false out of JSON as 1 and 0. */
function insideSqlite(name: string, steps: readonly string[], as: 'text' | 'number'): RawBuilder<unknown> {
  const column = sql.ref(name)
  const path = `$.${steps.map((step) => `"${step}"`).join('.')}`
  const value = sql`(${column} ->> ${path})`
  const type = sql`json_type(${column}, ${path})`
  return as === 'number'
    ? sql`(case when ${type} in ('integer', 'real') then cast(${value} as double precision) end)`
    : sql`(case ${type} when 'true' then 'true' when 'false' then 'false' else cast(${value} as text) end)`
}
