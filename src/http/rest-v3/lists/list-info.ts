import { extraKey, invalidInput, Refusal } from '../errors.ts'
import { limited, readCriteria, readSearchFields, type Test } from './criteria.ts'
import { asBoolean, asInteger, asObject } from './list-values.ts'

/** Most rows of one page (REST v3 §18). */
const longestPage = 100

/** Highest number that is taken for a place in a list; SQLite counts no further than it is exact. */
const farthest = 2 ** 31

/**
 * The `list_info` of a list call, read and checked (REST v3 §7.1). How a list route uses it:
 *
 *     const info = readListInfo(input.data, 'desc')
 *     refuseUnknownFields(info, requestFields)
 *     const query = requestQuery(info, request.rep, await catalogOf(desk), desk.now())
 *     const page = await listCases(desk, request.rep, query)
 *     const rows = page.cases.map((of) => pickFields(info, () => shortRow(of), () => wholeRow(of)))
 *     return list('requests', rows, presentListInfo(info, rows.length, page.more, page.total))
 *
 * Look-ups and other short lists run over finished rows instead: `rows.ts`.
 */
export interface ListInfo {
  readonly rowCount: number
  /** 1-based. */
  readonly startIndex: number
  readonly page: number
  readonly wantsTotal: boolean
  /** Field to sort by as written, null for the list's own order. */
  readonly sortField: string | null
  readonly sortOrder: 'asc' | 'desc'
  /** `search_fields` and `search_criteria` together; an empty `all` when there are none. */
  readonly test: Test
  readonly filterBy: { readonly name: string } | { readonly id: string } | null
  /** Names of the attributes that the rows shall hold, null for the usual ones. */
  readonly fieldsRequired: readonly string[] | null
  /** What is said back as it was sent (§7.4). */
  readonly echo: Readonly<Record<string, unknown>>
}

const known = new Set([
  'row_count',
  'start_index',
  'page',
  'sort_field',
  'sort_order',
  'get_total_count',
  'search_fields',
  'search_criteria',
  'filter_by',
  'fields_required',
  // Said back by clients that page on with the list_info of the last answer.
  'has_more_rows',
  'total_count',
])
const echoed = ['sort_field', 'sort_order', 'search_criteria', 'search_fields', 'filter_by'] as const

/**
 * @param data the whole `input_data`, null when there is none
 * @param defaultOrder direction when none is asked for: `desc` for requests and conversations, else `asc` (§7.1)
 * @returns what is asked for; throws a refusal (4001) that names the key that makes no sense
 */
export function readListInfo(
  data: Readonly<Record<string, unknown>> | null,
  defaultOrder: 'asc' | 'desc',
): ListInfo {
  const given = data?.list_info
  const info = given === undefined || given === null ? {} : asObject(given)
  if (!info) throw invalidInput('list_info', 'an object is expected')
  for (const key of Object.keys(info)) {
    if (!known.has(key)) throw extraKey(`list_info.${key}`)
  }
  const rowCount = Math.min(whole(info, 'row_count', 0) ?? 10, longestPage)
  const page = whole(info, 'page', 1)
  const startIndex = whole(info, 'start_index', 1) ?? ((page ?? 1) - 1) * rowCount + 1
  return {
    rowCount,
    startIndex,
    page: rowCount === 0 ? (page ?? 1) : Math.floor((startIndex - 1) / rowCount) + 1,
    wantsTotal: flag(info, 'get_total_count'),
    sortField: text(info, 'sort_field'),
    sortOrder: order(info) ?? defaultOrder,
    test: limited({ all: tests(info) }),
    filterBy: filter(info),
    fieldsRequired: fields(info.fields_required ?? data?.fields_required),
    echo: {
      ...(info.get_total_count == null ? {} : { get_total_count: String(flag(info, 'get_total_count')) }),
      ...Object.fromEntries(echoed.filter((key) => info[key] != null).map((key) => [key, info[key]])),
    },
  }
}

/**
 * @param returned rows in this answer
 * @param total rows in all, null when not counted
 * @returns `list_info` of the answer (§7.4)
 */
export function presentListInfo(
  info: ListInfo,
  returned: number,
  more: boolean,
  total: number | null,
): Record<string, unknown> {
  return {
    has_more_rows: more,
    start_index: info.startIndex,
    page: info.page,
    row_count: returned,
    ...(total === null ? {} : { total_count: total }),
    ...info.echo,
  }
}

/**
 * The attributes of one row: those asked for with `fields_required` and `id`, else those of the list.
 * @param short the row as lists show it
 * @param whole the row with every attribute; asked for only with `fields_required`
 */
export function pickFields(
  info: ListInfo,
  short: () => Readonly<Record<string, unknown>>,
  whole: () => Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (info.fieldsRequired === null) return short()
  const row = whole()
  return Object.fromEntries(['id', ...info.fieldsRequired].map((name) => [name, row[name] ?? null]))
}

/** Throws a refusal (4001 with `fields`) when `fields_required` names attributes that there are not (§7.1). */
export function refuseUnknownFields(info: ListInfo, names: ReadonlySet<string>): void {
  const unknown = (info.fieldsRequired ?? []).filter((name) => !names.has(name))
  if (unknown.length > 0) throw Refusal.ofFields(unknown)
}

function tests(info: Readonly<Record<string, unknown>>): Test[] {
  const found: Test[] = []
  if (info.search_fields != null) found.push(readSearchFields(info.search_fields))
  if (info.search_criteria != null) found.push(readCriteria(info.search_criteria))
  return found
}

function whole(info: Readonly<Record<string, unknown>>, key: string, least: number): number | undefined {
  const value = info[key]
  if (value === undefined || value === null || value === '') return undefined
  const number = asInteger(value)
  if (number === undefined || number < least || number > farthest) {
    throw invalidInput(`list_info.${key}`, `a whole number from ${least} on is expected`)
  }
  return number
}

function flag(info: Readonly<Record<string, unknown>>, key: string): boolean {
  const value = info[key]
  if (value === undefined || value === null || value === '') return false
  const yes = asBoolean(value)
  if (yes === undefined) throw invalidInput(`list_info.${key}`, 'true or false is expected')
  return yes
}

function text(info: Readonly<Record<string, unknown>>, key: string): string | null {
  const value = info[key]
  if (value === undefined || value === null || value === '') return null
  if (typeof value !== 'string') throw invalidInput(`list_info.${key}`, 'a text is expected')
  return value.trim()
}

function order(info: Readonly<Record<string, unknown>>): 'asc' | 'desc' | undefined {
  const word = text(info, 'sort_order')?.toLowerCase()
  if (word === undefined || word === 'asc' || word === 'desc') return word
  throw invalidInput('list_info.sort_order', 'asc or desc is expected')
}

function filter(info: Readonly<Record<string, unknown>>): ListInfo['filterBy'] {
  const value = info.filter_by
  if (value === undefined || value === null) return null
  if (typeof value === 'string' && !asObject(value)) return { name: value }
  const { id, name } = asObject(value) ?? {}
  if (typeof id === 'string' || typeof id === 'number') return { id: String(id) }
  if (typeof name === 'string') return { name }
  throw invalidInput('list_info.filter_by', 'a name or an id is expected')
}

function fields(value: unknown): readonly string[] | null {
  if (value === undefined || value === null) return null
  const names = Array.isArray(value) ? value : [value]
  if (!names.every((name) => typeof name === 'string')) {
    throw invalidInput('list_info.fields_required', 'a list of names is expected')
  }
  return [...new Set(names.map((name) => name.trim()))]
}
