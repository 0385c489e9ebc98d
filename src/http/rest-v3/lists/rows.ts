import { invalidInput } from '../errors.ts'
import { textFits, unfit, unknownField } from './comparison.ts'
import type { Comparison, Test } from './criteria.ts'
import { type ListInfo, pickFields, refuseUnknownFields } from './list-info.ts'
import { asObject } from './list-values.ts'

type Row = Readonly<Record<string, unknown>>

/**
 * Runs a `list_info` over rows as they are shown (REST v3 §7), for lists that are short enough to be held: look-ups.
 * @param names every attribute that a row has
 * @returns the page, whether there is more, and how many there are in all when asked for; throws a refusal (4001) for fields,
 *   conditions and filters that there are not
 */
export function pageOfRows(
  info: ListInfo,
  all: readonly Row[],
  names: ReadonlySet<string>,
): { rows: Row[]; more: boolean; total: number | null } {
  refuseUnknownFields(info, names)
  refuseFilter(info)
  const fits = fitting(info.test, names)
  const by = info.sortField === null ? ['id'] : sortPath(info.sortField, names)
  const turn = info.sortOrder === 'asc' ? 1 : -1
  const found = all
    .filter(fits)
    .map((row) => ({ row, key: cell(row, by), id: Number(row.id) }))
    .sort((one, other) => turn * (compared(one.key, other.key) || one.id - other.id))
    .map(({ row }) => row)
  const from = info.startIndex - 1
  return {
    rows: found.slice(from, from + info.rowCount).map((row) =>
      pickFields(
        info,
        () => row,
        () => row,
      ),
    ),
    more: found.length > from + info.rowCount,
    total: info.wantsTotal ? found.length : null,
  }
}

/** Throws a refusal (4001) for `filter_by`, which only requests have: a filter that is ignored gives wrong data. */
export function refuseFilter(info: ListInfo): void {
  if (info.filterBy !== null) {
    throw invalidInput('list_info.filter_by', 'filter_by does not exist for this list')
  }
}

function fitting(test: Test, names: ReadonlySet<string>): (row: Row) => boolean {
  if ('all' in test) {
    const parts = test.all.map((each) => fitting(each, names))
    return (row) => parts.every((fits) => fits(row))
  }
  if ('any' in test) {
    const parts = test.any.map((each) => fitting(each, names))
    return (row) => parts.some((fits) => fits(row))
  }
  if ('not' in test) {
    const inner = fitting(test.not, names)
    return (row) => !inner(row)
  }
  return fittingOne(test, names)
}

const parts = new Set(['id', 'name', 'email_id', 'color', 'value'])

function fittingOne(test: Comparison, names: ReadonlySet<string>): (row: Row) => boolean {
  const [name = '', part, ...more] = test.path
  if (!names.has(name) || (part !== undefined && !parts.has(part)) || more.length > 0)
    throw unknownField(test)
  const path = test.path
  switch (test.is) {
    case 'empty':
      return (row) => cell(row, path) === null
    case 'greater':
    case 'greater_or_equal':
    case 'less':
    case 'less_or_equal':
      return ordered(test, path)
    default: {
      // Searching finds texts by part, everything else whole (§7.1).
      const isText = part === undefined && (name === 'name' || name === 'description' || name === 'comments')
      const fits = textFits(test.search && isText ? { ...test, is: 'contains' } : test)
      return (row) => {
        const value = cell(row, path)
        if (Array.isArray(value)) return value.some((each) => fits(String(each)))
        return value !== null && fits(String(value))
      }
    }
  }
}

function ordered(test: Comparison, path: readonly string[]): (row: Row) => boolean {
  const bound = Number(test.values[0])
  if (Number.isNaN(bound)) throw unfit(test)
  return (row) => {
    const value = Number(cell(row, path) ?? Number.NaN)
    switch (test.is) {
      case 'greater':
        return value > bound
      case 'greater_or_equal':
        return value >= bound
      case 'less':
        return value < bound
      default:
        return value <= bound
    }
  }
}

/** @returns what stands at the path; of a reference the name, of a time its ms, of a list what each of its members shows */
function cell(row: unknown, path: readonly string[]): unknown {
  if (Array.isArray(row)) return row.map((each) => cell(each, path))
  const [name, ...rest] = path
  const object = asObject(row)
  if (name === undefined) return object ? (object.value ?? object.name ?? null) : (row ?? null)
  const value = object?.[name] ?? null
  return value === null ? null : cell(value, rest)
}

function sortPath(field: string, names: ReadonlySet<string>): string[] {
  const path = field.split('.')
  const [name = '', part, ...more] = path
  if (names.has(name) && (part === undefined || parts.has(part)) && more.length === 0) return path
  throw invalidInput('list_info.sort_field', `"${field}" cannot be sorted by`)
}

/** Numbers and digits by size, texts without regard to case, nothing first. */
function compared(one: unknown, other: unknown): number {
  if (one === null || other === null) return Number(one !== null) - Number(other !== null)
  const left = String(one).toLowerCase()
  const right = String(other).toLowerCase()
  const digits = /^\d+$/
  if (digits.test(left) && digits.test(right)) return Number(left) - Number(right)
  return left < right ? -1 : left > right ? 1 : 0
}
