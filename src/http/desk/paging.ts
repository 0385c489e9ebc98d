import type { Case } from '../../domain/case.ts'
import type { CaseColumn, CaseQuery } from '../../domain/case-query.ts'
import { Refused } from './errors.ts'

/** What lists of cases are sorted by, in this API's words. */
export const sortColumns = {
  updated: 'updated_at',
  created: 'created_at',
  number: 'number',
  due: 'due_at',
} as const satisfies Record<string, CaseColumn>
export type SortWord = keyof typeof sortColumns

const placeIn: { readonly [K in SortWord]: (of: Case) => number | null } = {
  updated: (of) => of.updatedAt,
  created: (of) => of.createdAt,
  number: (of) => of.number,
  due: (of) => of.dueAt,
}

/** @returns the place after the last case of a page, to be given back as it is */
export function cursorAfter(of: Case, sort: SortWord, order: 'asc' | 'desc'): string {
  return Buffer.from(JSON.stringify([sort, order, placeIn[sort](of), of.number])).toString('base64url')
}

/** @returns the place that the cursor means; throws when it is none, or one of a list in another order */
export function readCursor(
  cursor: string,
  sort: SortWord,
  order: 'asc' | 'desc',
): NonNullable<CaseQuery['after']> {
  const parts = parse(cursor)
  if (Array.isArray(parts) && parts.length === 4) {
    const [givenSort, givenOrder, value, number] = parts as unknown[]
    const fits = givenSort === sort && givenOrder === order
    if (fits && isPlace(number) && (value === null || isPlace(value))) return { value, number }
  }
  throw new Refused({
    code: 'invalid',
    issues: [{ field: 'cursor', rule: 'format', message: 'is no cursor of this list in this order' }],
  })
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return null
  }
}

function isPlace(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value)
}
