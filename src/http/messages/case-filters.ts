import { type CaseColumn, type CaseCriterion, type CaseOperand, columnIs } from '../../domain/case-query.ts'
import type { Catalog } from '../../domain/catalog.ts'
import { broken, guid, int, isRecord, RuleBroken, readDate, refuseUnknown, text, within } from './check.ts'
import type { Rule } from './rule.ts'
import { pathOf } from './service-order.ts'

/** Most conditions of one search. */
const mostConditions = 50
/** Longest text that is searched for. */
const longestText = 512

/**
 * Reads the filters of a search (Messages §10.2): a value to be equal to, or `{"$gt": x}`, `{"$lt": x}`.
 * @returns the conditions; throws `RuleBroken`
 */
export function readFilters(filters: Readonly<Record<string, unknown>>, catalog: Catalog): CaseCriterion[] {
  return within('child "filters" fails because', () => {
    const criteria = Object.entries(readers).flatMap(([key, read]) =>
      filters[key] === undefined
        ? []
        : within(`child "${key}" fails because`, () => read(filters[key], key, catalog)),
    )
    refuseUnknown(Object.keys(filters).filter((key) => !Object.hasOwn(readers, key)))
    if (criteria.length > mostConditions)
      throw broken('filters', `must contain less than or equal to ${mostConditions} conditions`)
    return criteria
  })
}

type Reader = (value: unknown, key: string, catalog: Catalog) => CaseCriterion[]

const column =
  (name: CaseColumn, rule: Rule<number | string>): Reader =>
  (value, key) =>
    compare({ column: name }, value, key, rule)

const detail =
  (name: string): Reader =>
  (value, key) =>
    compare({ json: 'details', path: pathOf(name), as: 'text' }, value, key, int())

const moment: Rule<number> = (value, label) => {
  const written = typeof value === 'string' ? value : ''
  // A day stands for its beginning, as in the published examples.
  const at = readDate(/^\d{4}-\d\d-\d\d$/.test(written) ? `${written}T00:00:00Z` : written)
  if (Number.isNaN(at)) throw broken(label, 'must be a valid ISO 8601 date')
  return at
}

const readers: Readonly<Record<string, Reader>> = {
  id: column('number', int()),
  guid: column('guid', guid),
  partnerId: column('partner_id', int()),
  serviceProviderId: column('provider_id', int()),
  manufacturerId: detail('manufacturerId'),
  currentStatus: (value, key, catalog) => {
    const wanted = text()(value, key).toLowerCase()
    const statuses = catalog.statusesIn(['open', 'working', 'waiting', 'resolved', 'closed', 'cancelled'])
    const shown = statuses.filter((id) => catalog.find('status', id)?.name.toLowerCase() === wanted)
    return [columnIs('status', ...shown)]
  },
  serviceTypeId: detail('serviceTypeId'),
  serviceLocationId: detail('serviceLocationId'),
  productTypeId: detail('productTypeId'),
  createdAt: column('created_at', moment),
  tags: (value, key, catalog) => {
    if (!Array.isArray(value)) throw broken(key, 'must be an array')
    return value.map((name, index) => {
      const wanted = within(`"${key}" at position ${index} fails because`, () => text()(name, String(index)))
      // Names are told apart by letter case here (Messages §10.2), and an unknown one is on no case.
      const tag = catalog.list('tag').find((each) => each.name === wanted)
      return tag ? { tag: tag.id } : { any: [] }
    })
  },
  productData: (value, key) => {
    if (!isRecord(value)) throw broken(key, 'must be an object')
    const { problemText, ...rest } = value
    const said: CaseCriterion[] =
      problemText === undefined
        ? []
        : within('child "problemText" fails because', () =>
            compare({ column: 'description' }, problemText, 'problemText', text()),
          )
    return [...said, ...inside([key], rest)]
  },
  orderData: (value, key) => {
    if (!isRecord(value)) throw broken(key, 'must be an object')
    return inside([key], value)
  },
  commonSearch: (value, key) => {
    const words = text(longestText)(value, key)
    const anywhere: CaseOperand = { json: 'details', path: pathOf('words'), as: 'text' }
    return [{ words, also: [anywhere] }]
  },
}

/** What can be searched by. */
export const filterNames: readonly string[] = Object.keys(readers)

/** Conditions on nested data; the path is as the filter nests it. */
function inside(path: readonly string[], value: Readonly<Record<string, unknown>>): CaseCriterion[] {
  return Object.entries(value).flatMap(([step, each]) => {
    if (!/^[\w-]{1,100}$/.test(step)) throw new RuleBroken(`"${step}" is not allowed`)
    return within(`child "${step}" fails because`, () => {
      const below = [...path, step]
      if (isRecord(each) && !Object.keys(each).some((key) => key.startsWith('$'))) return inside(below, each)
      return compare({ json: 'details', path: pathOf(...below), as: 'text' }, each, step, scalar)
    })
  })
}

const scalar: Rule<number | string> = (value, label) => {
  if (typeof value === 'number') return value
  return typeof value === 'boolean' ? String(value) : text()(value, label)
}

function compare(of: CaseOperand, value: unknown, key: string, rule: Rule<number | string>): CaseCriterion[] {
  if (!isRecord(value)) {
    const wanted = rule(value, key)
    // What is inside data is equal when it reads the same; it is more or less as the bound is a number or a text.
    return [{ of, is: 'in', values: ['json' in of ? String(wanted) : wanted] }]
  }
  refuseUnknown(Object.keys(value).filter((name) => name !== '$gt' && name !== '$lt'))
  const bounds: CaseCriterion[] = []
  for (const [name, is] of [
    ['$gt', 'greater'],
    ['$lt', 'less'],
  ] as const) {
    if (value[name] === undefined) continue
    const bound = rule(value[name], key)
    const operand: CaseOperand =
      'json' in of ? { ...of, as: typeof bound === 'number' ? 'number' : 'text' } : of
    bounds.push({ of: operand, is, value: bound })
  }
  return bounds
}
