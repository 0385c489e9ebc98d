import type { Catalog } from '../../domain/catalog.ts'
import type { Person } from '../../domain/person.ts'
import type { PersonChange } from '../../usecases/people/change-person.ts'
import { extraKey, invalidInput, readOnly } from './errors.ts'
import { asObject } from './lists/list-values.ts'
import { personDetails } from './present-people.ts'
import { isEmpty, readBoolean, readCatalogId, readNumber, readText, readTexts } from './values.ts'

type Given = Readonly<Record<string, unknown>>

/** Attributes of everybody, of reps only, and those that are said back but never set. */
const common = [
  'name',
  'email_id',
  'secondary_emailids',
  'phone',
  'mobile',
  'is_vipuser',
  'login_name',
  'cost_per_hour',
  'reporting_to',
  'status',
  ...personDetails,
]
const ofReps = ['login_enabled', 'associated_groups', 'associated_roles', 'password']
const ofContacts = ['account']
/** @returns what can be written of a person */
export function writableOfPerson(kind: Person['kind']): string[] {
  return [...common, ...(kind === 'rep' ? ofReps : ofContacts)]
}

const computed = ['id', 'is_technician', 'profile_pic', 'department', 'api_key']

/**
 * @param given without what the person shows already
 * @param current the person as stored, null for a new one
 * @returns what is given of a person (REST v3 §10.2, §10.3), without `reporting_to` and `account`, which need a look at the desk; throws a refusal for
 *   unknown attributes and values (4001) or a computed attribute with another value (4014)
 */
export function readPersonChange(
  kind: Person['kind'],
  given: Given,
  catalog: Catalog,
  current: Person | null,
): PersonChange {
  refuseStrange(kind, given, current)
  const has = (key: string) => given[key] !== undefined
  const status = has('status') ? readStatus(given.status) : undefined
  return {
    ...(has('name') ? { name: readText(given.name, 'name') ?? '' } : {}),
    ...readAddresses(given, current),
    ...(has('phone') ? { phone: readText(given.phone, 'phone', 100) || null } : {}),
    ...(has('mobile') ? { mobile: readText(given.mobile, 'mobile', 100) || null } : {}),
    ...(has('is_vipuser') ? { isVip: readBoolean(given.is_vipuser, 'is_vipuser') ?? false } : {}),
    ...(has('login_name')
      ? { loginName: readText(given.login_name, 'login_name', 250)?.trim() || null }
      : {}),
    ...(has('login_enabled')
      ? { loginEnabled: readBoolean(given.login_enabled, 'login_enabled') ?? false }
      : {}),
    // Whoever is inactive does not log in either.
    ...(status === 'inactive' ? { loginEnabled: false } : {}),
    ...(has('password') ? { password: readText(given.password, 'password', 1_000) || null } : {}),
    ...(has('associated_roles') ? { roleIds: readIds(given.associated_roles, catalog, 'role') } : {}),
    ...(has('associated_groups') ? { groupIds: readIds(given.associated_groups, catalog, 'group') } : {}),
    details: {
      ...readDetails(given),
      ...(status === undefined ? {} : { inactive: status === 'inactive' || null }),
    },
  }
}

function refuseStrange(kind: Person['kind'], given: Given, current: Person | null): void {
  const known = new Set([...writableOfPerson(kind), ...computed])
  for (const key of Object.keys(given)) if (!known.has(key)) throw extraKey(key)
  const id = current === null ? null : String(current.id)
  for (const key of computed) {
    const value = given[key]
    if (isEmpty(value) || (key === 'id' && String(value) === id)) continue
    if (key === 'is_technician' && readBoolean(value, key) === (kind === 'rep')) continue
    throw readOnly(key)
  }
}

function readAddresses(given: Given, current: Person | null): { addresses?: string[] } {
  const { email_id, secondary_emailids } = given
  if (email_id === undefined && secondary_emailids === undefined) return {}
  const first = email_id === undefined ? current?.addresses[0] : readText(email_id, 'email_id')?.trim()
  const more =
    secondary_emailids === undefined
      ? (current?.addresses.slice(1) ?? [])
      : readTexts(secondary_emailids, 'secondary_emailids')
  const all = [...(first ? [first] : []), ...more]
  return { addresses: all.filter((one, at) => all.findIndex((each) => same(each, one)) === at) }
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

function readStatus(value: unknown): 'active' | 'inactive' {
  const word = readText(asObject(value)?.name ?? value, 'status')
    ?.trim()
    .toLowerCase()
  if (word === 'active' || word === 'inactive') return word
  throw invalidInput('status', 'active or inactive is expected')
}

function readIds(value: unknown, catalog: Catalog, kind: 'role' | 'group'): number[] {
  const field = `associated_${kind}s`
  if (isEmpty(value)) return []
  if (!Array.isArray(value)) throw invalidInput(field, 'a list is expected')
  return [...new Set(value.flatMap((each) => readCatalogId(catalog, kind, each, field) ?? []))]
}

function readDetails(given: Given): Record<string, unknown> {
  const details: Record<string, unknown> = {}
  for (const key of personDetails) {
    if (given[key] !== undefined) details[key] = readText(given[key], key, 10_000) || null
  }
  if (given.cost_per_hour !== undefined) {
    const cost = readNumber(given.cost_per_hour, 'cost_per_hour')
    if (cost !== null && cost < 0) throw invalidInput('cost_per_hour', 'cost_per_hour is below zero')
    details.cost_per_hour = cost === null ? null : String(cost)
  }
  return details
}
