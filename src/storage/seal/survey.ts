import { sql } from 'kysely'
import type { Db, Tx } from '../schema.ts'
import { type SealedTableName, sealedTables } from './columns.ts'
import { columnsOf } from './row.ts'
import { sealedStart, sealedWith } from './sealed-text.ts'

/** How the values of one column stand. */
export interface ColumnSurvey {
  readonly table: string
  readonly column: string
  /** Rows that have anything there. */
  readonly rows: number
  readonly sealed: number
  /** Sealed with a key that is not the newest. */
  readonly former: number
}

/** @returns how many values of each column are sealed, in the order of the tables. Reads every row */
export async function surveyColumns(db: Db, key: string): Promise<ColumnSurvey[]> {
  const surveys: ColumnSurvey[] = []
  for (const table of Object.keys(sealedTables) as SealedTableName[]) {
    for (const { name, paths } of columnsOf(table)) {
      const column = sql.ref(name)
      const before = paths === undefined ? '' : '%"'
      const { rows } = await sql<Record<'rows' | 'sealed' | 'newest', number>>`select
        count(case when ${column} not in ('', '{}', '[]') then 1 end) as rows,
        count(case when ${column} like ${`${before}${sealedStart}%`} then 1 end) as sealed,
        count(case when ${column} like ${`${before}${sealedWith(key)}%`} then 1 end) as newest
        from ${sql.table(table)}`.execute(db as Tx)
      const [found] = rows
      const sealed = Number(found?.sealed ?? 0)
      surveys.push({
        table,
        column: name,
        rows: Number(found?.rows ?? 0),
        sealed,
        former: Math.max(0, sealed - Number(found?.newest ?? 0)),
      })
    }
  }
  return surveys
}

/** @returns how many rows hold something that is sealed with the key */
export async function keyUses(db: Db, key: string): Promise<number> {
  let uses = 0
  for (const table of Object.keys(sealedTables) as SealedTableName[]) {
    const conditions = columnsOf(table).map(({ name, paths }) => {
      const pattern = `${paths === undefined ? '' : '%"'}${sealedWith(key)}%`
      return sql`${sql.ref(name)} like ${pattern}`
    })
    const { rows } = await sql<{ uses: number }>`select count(*) as uses from ${sql.table(table)}
      where ${sql.join(conditions, sql` or `)}`.execute(db as Tx)
    uses += Number(rows[0]?.uses ?? 0)
  }
  return uses
}
