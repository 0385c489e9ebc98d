import { caseLookups } from '../../domain/case.ts'
import type { Catalog, CatalogData, CatalogEntry, StatusPhase } from '../../domain/catalog.ts'
import { extraKey, invalidInput, notProvided, Refusal } from './errors.ts'
import { asObject } from './lists/list-values.ts'
import { attributesOf, type Lookup } from './lookups.ts'
import { fieldName } from './names.ts'
import { rightsOf } from './names-rights.ts'
import { writable } from './read-request.ts'
import { isEmpty, readBoolean, readCatalogId, readId, readText } from './values.ts'

type Given = Readonly<Record<string, unknown>>

/** What a caller gives of a look-up's value; absent keys were not given. */
export interface LookupInput {
  readonly name?: string
  readonly description?: string | null
  readonly parentId?: number | null
  readonly data: CatalogData
}

/**
 * @param shown the value as the caller sees it now, null for a new one
 * @param current the same as it is stored
 * @returns what is given; throws a refusal for unknown attributes and values (4001), a missing name or parent (4012), or a
 *   computed attribute with another value (4014)
 */
export function readLookup(
  lookup: Lookup,
  given: Given,
  catalog: Catalog,
  shown: Given | null,
  current: CatalogEntry | null,
): LookupInput {
  refuseStrange(lookup, given, shown)
  const { name, description } = given
  const { parent } = lookup
  if (current === null) {
    const wanted = parent ? ['name', parent.wrapper] : ['name']
    const missing = wanted.filter((key) => isEmpty(given[key]))
    if (missing.length > 0) throw notProvided(missing)
  }
  return {
    ...(name === undefined ? {} : { name: readText(name, 'name')?.trim() ?? '' }),
    ...(description === undefined ? {} : { description: readText(description, 'description') || null }),
    ...(parent && given[parent.wrapper] !== undefined
      ? { parentId: readCatalogId(catalog, parent.kind, given[parent.wrapper], parent.wrapper) }
      : {}),
    data: readData(lookup, given, catalog, current),
  }
}

const readOnly = ['id', 'deleted', 'is_service_template']

function refuseStrange(lookup: Lookup, given: Given, shown: Given | null): void {
  const known = attributesOf(lookup)
  for (const [key, value] of Object.entries(given)) {
    if (!known.has(key)) throw extraKey(key)
    const same = String(value) === String(shown?.[key] ?? (key === 'id' ? value : false))
    if (readOnly.includes(key) && !isEmpty(value) && !same) {
      throw new Refusal(400, [{ code: 4014, message: 'Field is read only', field: key }])
    }
  }
}

function readData(lookup: Lookup, given: Given, catalog: Catalog, current: CatalogEntry | null): CatalogData {
  const has = (name: string) => lookup.own.includes(name) && given[name] !== undefined
  return {
    ...(has('color') ? readColor(given.color) : {}),
    ...(has('internal_name')
      ? { internalName: readText(given.internal_name, 'internal_name', 250) ?? '' }
      : {}),
    ...(lookup.kind === 'status' ? readPhase(given, current) : {}),
    ...(has('comments') ? { comments: readText(given.comments, 'comments') } : {}),
    ...(has('fields') ? { required: readRequired(given.fields) } : {}),
    ...(has('defaults') ? { defaults: readDefaults(given.defaults, catalog) } : {}),
    ...(has('technicians') ? { memberIds: readMembers(given.technicians) } : {}),
    ...(has('site') ? { siteId: readCatalogId(catalog, 'site', given.site, 'site') } : {}),
    ...(has('permissions')
      ? {
          permissions: rightsOf(
            readList(given.permissions, 'permissions'),
            current?.data.permissions ?? [],
            catalog,
          ),
        }
      : {}),
  }
}

function readColor(value: unknown): CatalogData {
  const color = readText(value, 'color')?.trim() ?? ''
  if (!/^#[\da-f]{6}$/i.test(color)) throw invalidInput('color', 'color is not of the form #rrggbb')
  return { color: color.toLowerCase() }
}

/** `in_progress` and `stop_timer` say together where a status stands (§8.8). */
function readPhase(given: Given, current: CatalogEntry | null): { phase?: StatusPhase } {
  const phase = current?.data.phase
  const works = readBoolean(given.in_progress, 'in_progress') ?? (phase ? isWork(phase) : true)
  const waits = readBoolean(given.stop_timer, 'stop_timer') ?? phase === 'waiting'
  if (phase !== undefined && works === isWork(phase) && waits === (phase === 'waiting')) return {}
  if (!works) return { phase: 'closed' }
  return { phase: waits ? 'waiting' : 'working' }
}

function isWork(phase: StatusPhase): boolean {
  return phase === 'open' || phase === 'working' || phase === 'waiting'
}

/** Neutral names of attributes whose word here is another one. */
const neutral = ['assigneeId', 'dueAt', 'firstResponseDueAt', 'requesterId', 'callbackUrl', 'fileIds']

/** What can be written at creation but says nothing of the request itself, or is an object of parts of its own. */
const neverMandatory = new Set([
  ...['template', 'closure_info', 'udf_fields', 'update_reason', 'status_change_comments', 'is_fcr'],
])

function readRequired(value: unknown): string[] {
  const names = readList(value, 'fields').map((each) => readText(each, 'fields') ?? '')
  const unknown = names.filter((name) => !writable.has(name) || neverMandatory.has(name))
  if (unknown.length > 0) throw invalidInput('fields', `fields "${unknown[0]}" does not exist`)
  return [...new Set(names.map((name) => neutral.find((each) => fieldName(each) === name) ?? name))]
}

function readDefaults(value: unknown, catalog: Catalog): Record<string, unknown> {
  const defaults = asObject(value)
  if (!defaults) {
    if (isEmpty(value)) return {}
    throw invalidInput('defaults', 'an object is expected')
  }
  return Object.fromEntries(
    Object.entries(defaults).map(([name, given]) => {
      if (name === 'subject' || name === 'description') return [name, readText(given, `defaults.${name}`)]
      const kind = caseLookups.find((each) => each === name && each !== 'source')
      if (!kind) throw extraKey(`defaults.${name}`)
      return [name, readCatalogId(catalog, kind, given, `defaults.${name}`)]
    }),
  )
}

function readMembers(value: unknown): number[] {
  const ids = readList(value, 'technicians').map((each) => readId(asObject(each)?.id ?? each, 'technicians'))
  return [...new Set(ids)]
}

function readList(value: unknown, field: string): unknown[] {
  if (isEmpty(value)) return []
  if (!Array.isArray(value)) throw invalidInput(field, 'a list is expected')
  return value
}
