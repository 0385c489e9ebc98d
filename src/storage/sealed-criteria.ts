import { type Expression, type SqlBool, sql } from 'kysely'
import { DeskError } from '../domain/errors.ts'
import type { Comparison } from './comparison.ts'
import type { Path, SealedTableName } from './seal/columns.ts'
import { columnsOf, fieldOf } from './seal/row.ts'
import type { Seal } from './seal/seal.ts'
import { hasMark } from './sealed-index.ts'

/** What is compared or sorted by, where it may be sealed: a column or a value in it, of the row whose key is named. */
export interface SealedOperand {
  readonly table: SealedTableName
  /** The column of the query that holds the key of the row. */
  readonly key: string
  readonly column: string
  readonly path?: Path
}

/**
 * Sealed values can be found by equality only, through their marks (REST v3 §14). Rows that are not sealed yet are found as
 * before.
 * @param plain the condition on values that are not sealed
 * @returns the condition; throws `sealed_field` for any other comparison of a column that is sealed
 */
export function onSealed(
  seal: Seal,
  of: SealedOperand | null,
  test: Comparison,
  plain: () => Expression<SqlBool>,
): Expression<SqlBool> {
  const standing = of && standingOf(seal, of)
  if (!of || !standing) return plain()
  if (test.is === 'in' && standing.indexed) {
    const field = fieldOf(of.table, of.column, of.path ?? [])
    const hashes = test.values.flatMap((value) => (value === null ? [] : [seal.mark(field, String(value))]))
    if (hashes.length === 0) return plain()
    return sql<SqlBool>`(${plain()} or ${hasMark(of.table, of.key, field, hashes)})`
  }
  if (standing.whole && test.is !== 'empty') throw sealedField(of)
  return plain()
}

/** Throws `sealed_field` for what cannot be sorted by, because it is sealed. */
export function refuseSealedSort(seal: Seal, of: SealedOperand | null): void {
  if (of && standingOf(seal, of)?.whole) throw sealedField(of)
}

/** @returns whether free-text search must leave the column out */
export function isSealedColumn(seal: Seal, of: Omit<SealedOperand, 'key'>): boolean {
  return standingOf(seal, of)?.whole ?? false
}

/** `whole`: every value is sealed, not only some. */
function standingOf(
  seal: Seal,
  { table, column, path = [] }: Omit<SealedOperand, 'key'>,
): { whole: boolean; indexed: boolean } | null {
  if (!seal.coversAnything) return null
  const found = columnsOf(table).find(({ name }) => name === column)
  if (!found || found.own) return null
  if (found.paths === undefined) {
    return { whole: found.covered(seal, {}, []), indexed: found.indexed ?? false }
  }
  // What stands below a sealed value is sealed with it.
  const ways = found.paths({ [path[0] ?? '']: null })
  const way = ways.find((each) => each.every((step, at) => path[at] === step))
  if (!way) return null
  return {
    whole: found.covered(seal, {}, way),
    indexed: (found.indexed ?? false) && way.length === path.length,
  }
}

function sealedField({ column, path = [] }: Omit<SealedOperand, 'key'>): DeskError {
  return new DeskError({ code: 'sealed_field', field: [column, ...path].join('.') })
}
