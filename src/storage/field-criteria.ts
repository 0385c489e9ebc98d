import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { ReferenceTarget } from '../domain/custom-field.ts'
import type { FieldCondition, FieldOperand } from '../domain/field-query.ts'
import type { Engine } from './engine/engine.ts'
import { jsonOperand } from './json-operand.ts'
import type { Seal } from './seal/seal.ts'
import { type FieldsOwner, markOf } from './sealed-fields.ts'
import { hasMark } from './sealed-index.ts'

/** @returns the value of a custom field of the table's rows, to be compared or sorted by */
export function fieldOperand(
  owner: FieldsOwner,
  of: FieldOperand,
  engine: Engine['name'],
): RawBuilder<unknown> {
  if ('as' in of) return jsonOperand(`${owner}.fields`, [of.field], of.as, engine)
  const id = jsonOperand(`${owner}.fields`, [of.field], 'number', engine)
  if ('refersTo' in of) return nameOf(of.refersTo, sql`cast(${id} as bigint)`)
  if (of.choices.length === 0) return sql`cast(null as text)`
  const names = of.choices.map((choice) => sql`when ${sql.lit(choice.id)} then cast(${choice.name} as text)`)
  return sql`(case cast(${id} as bigint) ${sql.join(names, sql` `)} end)`
}

/** @returns whether the operand compares as text, without regard to case */
export function isTextField(of: FieldOperand): boolean {
  return !('as' in of) || of.as === 'text'
}

function nameOf(target: ReferenceTarget, id: RawBuilder<unknown>): RawBuilder<unknown> {
  switch (target) {
    case 'cases':
      return sql`(select named.subject from cases as named where named.number = ${id})`
    case 'people':
      return sql`(select named.name from people as named where named.id = ${id})`
    case 'organisations':
      return sql`(select named.name from organisations as named where named.id = ${id})`
    default:
      return sql`(select named.title from records as named
        where named.id = ${id} and named.module_id = ${target})`
  }
}

/** @returns the condition on the table's rows */
export function fieldCondition(
  owner: FieldsOwner,
  condition: FieldCondition,
  engine: Engine['name'],
  seal: Seal,
): Expression<SqlBool> {
  if ('sealedIs' in condition) {
    const marks = condition.sealedIs.map((text) => markOf(seal, owner, condition.field, text))
    const [first] = marks
    if (!first) return sql<SqlBool>`1 = 0`
    const key = owner === 'cases' ? 'cases.number' : 'records.id'
    return hasMark(
      owner,
      key,
      first.field,
      marks.map(({ hash }) => hash),
    )
  }
  const ids = condition.hasChoice.filter((id) => Number.isSafeInteger(id))
  if (ids.length === 0 || !/^\w+$/.test(condition.field)) return sql<SqlBool>`1 = 0`
  const column = sql.ref(`${owner}.fields`)
  if (engine === 'sqlite') {
    return sql<SqlBool>`exists (select 1 from json_each(${column}, ${`$."${condition.field}"`}) as each
      where each.value in (${sql.join(ids)}))`
  }
  const matches = ids.map(
    (id) => sql`${column}::jsonb @> ${JSON.stringify({ [condition.field]: [id] })}::jsonb`,
  )
  return sql<SqlBool>`(${sql.join(matches, sql` or `)})`
}
