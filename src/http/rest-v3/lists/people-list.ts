import type { PeopleCriterion, PeopleOperand, PeopleQuery } from '../../../domain/people-query.ts'
import { invalidInput, notPermitted } from '../errors.ts'
import { personDetails } from '../present-people.ts'
import { unfit, unknownField } from './comparison.ts'
import type { Comparison, Scalar, Test } from './criteria.ts'
import type { ListInfo } from './list-info.ts'
import { asBoolean, asInteger } from './list-values.ts'
import { refuseFilter } from './rows.ts'

/** Where an attribute of a person (REST v3 §10.2) is kept. */
type Attribute =
  | { readonly as: 'number' | 'text'; readonly of: PeopleOperand }
  | { readonly as: 'flag'; readonly when: PeopleCriterion }
  | { readonly as: 'nothing' }

const text = (of: PeopleOperand): Attribute => ({ as: 'text', of })
const flag = (when: PeopleCriterion): Attribute => ({ as: 'flag', when })
const isOne = (column: 'is_vip' | 'login_enabled'): PeopleCriterion => ({
  of: { column },
  is: 'in',
  values: [1],
})

/** Attributes that people can be found and sorted by; those of the first line every rep sees of every colleague. */
const open: Readonly<Record<string, Attribute>> = {
  id: { as: 'number', of: { column: 'id' } },
  name: text({ column: 'name' }),
  email_id: text({ column: 'email' }),
  is_technician: flag({ of: { column: 'kind' }, is: 'in', values: ['rep'] }),
}
const guarded: Readonly<Record<string, Attribute>> = {
  phone: text({ column: 'phone' }),
  mobile: text({ column: 'mobile' }),
  login_name: text({ column: 'login_name' }),
  secondary_emailids: text({ addresses: 'all' }),
  is_vipuser: flag(isOne('is_vip')),
  login_enabled: flag(isOne('login_enabled')),
  account: text({ organisation: 'name' }),
  cost_per_hour: text({ detail: 'cost_per_hour' }),
  department: { as: 'nothing' },
  ...Object.fromEntries(personDetails.map((detail) => [detail, text({ detail })])),
}

/** @returns every attribute that a row of people may hold, for `fields_required` */
export function peopleFields(): ReadonlySet<string> {
  const shown = ['profile_pic', 'reporting_to', 'status', 'associated_groups', 'associated_roles', 'api_key']
  return new Set([...Object.keys(open), ...Object.keys(guarded), ...shown])
}

/**
 * @param seesAll whether the caller may see every attribute of everyone listed; else the hidden ones cannot be asked for, since
 *   what is found would tell them
 * @returns the people that a `list_info` asks for; throws a refusal (4001 or 4002)
 */
export function peopleQuery(info: ListInfo, seesAll: boolean): PeopleQuery & { withTotal: boolean } {
  refuseFilter(info)
  return {
    where: [criterion(info.test, seesAll)],
    sort: { by: sortedBy(info.sortField, seesAll), order: info.sortOrder },
    limit: info.rowCount,
    offset: info.startIndex - 1,
    withTotal: info.wantsTotal,
  }
}

function attributeOf(name: string, seesAll: boolean): Attribute | undefined {
  if (Object.hasOwn(open, name)) return open[name]
  if (!Object.hasOwn(guarded, name)) return undefined
  if (!seesAll) throw notPermitted()
  return guarded[name]
}

function criterion(test: Test, seesAll: boolean): PeopleCriterion {
  if ('all' in test) return { all: test.all.map((each) => criterion(each, seesAll)) }
  if ('any' in test) return { any: test.any.map((each) => criterion(each, seesAll)) }
  if ('not' in test) return { not: criterion(test.not, seesAll) }
  const [name = '', part, ...more] = test.path
  const attribute = attributeOf(name, seesAll)
  const isAccount = name === 'account'
  if (!attribute || more.length > 0 || (part !== undefined && !isAccount)) throw unknownField(test)
  if (isAccount && part === 'id') return ofNumber(test, { column: 'organisation_id' })
  if (part !== undefined && part !== 'name') throw unknownField(test)
  switch (attribute.as) {
    case 'number':
      return ofNumber(test, attribute.of)
    case 'text':
      return ofText(test, attribute.of, isAccount)
    case 'flag':
      return ofFlag(test, attribute.when)
    case 'nothing':
      return test.is === 'empty' ? { all: [] } : { any: [] }
  }
}

function ofText(test: Comparison, of: PeopleOperand, whole: boolean): PeopleCriterion {
  const texts = test.values.map(String)
  // The list of all addresses is one text, so a whole address is a part of it.
  const byPart =
    test.is === 'contains' || (test.is === 'in' && ((test.search && !whole) || 'addresses' in of))
  if (byPart) return { any: texts.map((each) => ({ of, is: 'contains', text: each })) }
  switch (test.is) {
    case 'empty':
      return { of, is: 'empty' }
    case 'in':
      return { of, is: 'in', values: texts }
    case 'starts':
    case 'ends':
      return { of, is: test.is, text: texts[0] ?? '' }
    default:
      throw unfit(test)
  }
}

function ofNumber(test: Comparison, of: PeopleOperand): PeopleCriterion {
  if (test.is === 'contains' || test.is === 'starts' || test.is === 'ends') return ofText(test, of, true)
  if (test.is === 'empty') return { of, is: 'empty' }
  const values = test.values.map((value) => whole(test, value))
  return test.is === 'in' ? { of, is: 'in', values } : { of, is: test.is, value: values[0] ?? 0 }
}

function whole(test: Comparison, value: Scalar): number {
  const number = asInteger(value)
  if (number === undefined) {
    throw invalidInput('list_info.search_criteria', `"${String(value)}" is not a value of "${test.field}"`)
  }
  return number
}

function ofFlag(test: Comparison, when: PeopleCriterion): PeopleCriterion {
  if (test.is === 'empty') return { any: [] }
  if (test.is !== 'in') throw unfit(test)
  return {
    any: test.values.map((value) => {
      const yes = asBoolean(value)
      if (yes === undefined) throw unfit(test)
      return yes ? when : { not: when }
    }),
  }
}

function sortedBy(field: string | null, seesAll: boolean): PeopleOperand {
  if (field === null) return { column: 'id' }
  const [name = '', part, ...more] = field.split('.')
  const attribute = attributeOf(name, seesAll)
  if (attribute && 'of' in attribute && more.length === 0) {
    if (part === undefined) return attribute.of
    if (name === 'account' && part === 'name') return attribute.of
    if (name === 'account' && part === 'id') return { column: 'organisation_id' }
  }
  if (name === 'is_technician') return { column: 'kind' }
  if (name === 'is_vipuser') return { column: 'is_vip' }
  throw invalidInput('list_info.sort_field', `"${field}" cannot be sorted by`)
}
