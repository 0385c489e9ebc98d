import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { PeopleCriterion, PeopleOperand, PeopleQuery } from '../domain/people-query.ts'
import type { Person } from '../domain/person.ts'
import { comparison } from './comparison.ts'
import type { Engine } from './engine/engine.ts'
import { fromJson } from './json.ts'
import { addressMark, toPerson } from './people.ts'
import type { Db } from './schema.ts'
import type { Seal } from './seal/seal.ts'
import { onSealed, refuseSealedSort, type SealedOperand } from './sealed-criteria.ts'

/** @returns the people of the query in its order; ties by id in the same direction */
export async function queryPeople(db: Db, engine: Engine['name'], query: PeopleQuery): Promise<Person[]> {
  const { by, order } = query.sort
  refuseSealedSort(db.seal, sealedOperand(by))
  const nulls = sql.raw(order === 'asc' ? 'asc nulls first' : 'desc nulls last')
  const rows = await filtered(db, engine, query)
    .selectAll('people')
    .orderBy(sql`${operand(by, engine)} ${nulls}`)
    .orderBy('people.id', order)
    .limit(query.limit)
    .offset(query.offset)
    .execute()
  return rows.map((row) => toPerson(row, db.seal))
}

/** @returns how many people the query finds, pages aside */
export async function countPeople(
  db: Db,
  engine: Engine['name'],
  query: Pick<PeopleQuery, 'where'>,
): Promise<number> {
  const row = await filtered(db, engine, query)
    .select((of) => of.fn.countAll<number>().as('total'))
    .executeTakeFirst()
  return Number(row?.total ?? 0)
}

function filtered(db: Db, engine: Engine['name'], query: Pick<PeopleQuery, 'where'>) {
  let select = db.selectFrom('people').where('people.deleted_at', 'is', null)
  for (const criterion of query.where) select = select.where(condition(criterion, engine, db.seal))
  return select
}

function condition(criterion: PeopleCriterion, engine: Engine['name'], seal: Seal): Expression<SqlBool> {
  if ('all' in criterion) return joined(criterion.all, 'and', engine, seal)
  if ('any' in criterion) return joined(criterion.any, 'or', engine, seal)
  if ('not' in criterion)
    return sql<SqlBool>`not coalesce((${condition(criterion.not, engine, seal)}), 1 = 0)`
  if ('address' in criterion) {
    return sql<SqlBool>`people.id in (select person_id from addresses where key = ${addressMark(seal, criterion.address)})`
  }
  const { of } = criterion
  // The list of all addresses is sealed as one text; one of them is found by its own mark.
  if ('addresses' in of && criterion.is === 'contains' && seal.covers('contacts'))
    return condition({ address: criterion.text }, engine, seal)
  return onSealed(seal, sealedOperand(of), criterion, () =>
    comparison(operand(of, engine), isText(of), criterion),
  )
}

function sealedOperand(of: PeopleOperand): SealedOperand | null {
  if ('organisation' in of) return null
  const place = { table: 'people', key: 'people.id' } as const
  if ('column' in of) return { ...place, column: of.column }
  if ('addresses' in of) return { ...place, column: 'addresses' }
  return { ...place, column: 'details', path: [of.detail] }
}

function joined(
  criteria: readonly PeopleCriterion[],
  word: 'and' | 'or',
  engine: Engine['name'],
  seal: Seal,
): Expression<SqlBool> {
  if (criteria.length === 0) return word === 'and' ? sql<SqlBool>`1 = 1` : sql<SqlBool>`1 = 0`
  const parts = criteria.map((each) => sql`(${condition(each, engine, seal)})`)
  return sql<SqlBool>`(${sql.join(parts, word === 'and' ? sql` and ` : sql` or `)})`
}

function operand(of: PeopleOperand, engine: Engine['name']): RawBuilder<unknown> {
  if ('column' in of) return sql`${sql.ref(`people.${of.column}`)}`
  if ('addresses' in of) return sql`people.addresses`
  if ('organisation' in of) {
    return sql`(select organisations.name from organisations where organisations.id = people.organisation_id)`
  }
  if (!/^\w+$/.test(of.detail)) throw new Error('a detail that is no plain word')
  return engine === 'sqlite'
    ? sql`cast((people.details ->> ${`$."${of.detail}"`}) as text)`
    : sql`(people.details::jsonb ->> ${of.detail}::text)`
}

function isText(of: PeopleOperand): boolean {
  return !('column' in of && ['id', 'is_vip', 'organisation_id', 'login_enabled'].includes(of.column))
}

/** @returns whether a person or a key that is in use has the role */
export async function roleIsHeld(db: Db, roleId: number): Promise<boolean> {
  const lists = await Promise.all([
    db
      .selectFrom('people')
      .select('role_ids')
      .where('deleted_at', 'is', null)
      .where('kind', '=', 'rep')
      .execute(),
    db.selectFrom('credentials').select('role_ids').where('kind', '=', 'integration_key').execute(),
  ])
  return lists.flat().some((row) => fromJson<number[]>(row.role_ids).includes(roleId))
}

/** @returns ids of the reps who hold the role and may log in, lowest first */
export async function holdersOf(db: Db, roleId: number): Promise<number[]> {
  const reps = await db
    .selectFrom('people')
    .select(['id', 'role_ids'])
    .where('deleted_at', 'is', null)
    .where('kind', '=', 'rep')
    .where('login_enabled', '=', 1)
    .orderBy('id')
    .execute()
  return reps.filter((rep) => fromJson<number[]>(rep.role_ids).includes(roleId)).map(({ id }) => id)
}
