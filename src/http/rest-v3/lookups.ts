import { caseLookups } from '../../domain/case.ts'
import {
  type Catalog,
  type CatalogEntry,
  type CatalogKind,
  inProgress,
  phaseOf,
} from '../../domain/catalog.ts'
import type { Person } from '../../domain/person.ts'
import { fieldName } from './names.ts'
import { rightNames } from './names-rights.ts'
import { personObject } from './present-people.ts'
import { presentReference } from './values.ts'

/** One look-up as this wire offers it (REST v3 §11). */
export interface Lookup {
  readonly kind: CatalogKind
  readonly path: string
  readonly wrapper: string
  /** Name of the list in answers, also the wrapper's plural. */
  readonly plural: string
  /** Further name under which an entity may come in. */
  readonly otherWrapper?: string
  /** What its values belong to. */
  readonly parent?: { readonly kind: CatalogKind; readonly wrapper: string; readonly path: string }
  /** Attributes besides `id`, `name`, `description` and `deleted`. */
  readonly own: readonly string[]
}

const plain = (kind: CatalogKind, path: string, own: readonly string[] = []): Lookup => ({
  kind,
  path,
  wrapper: path === 'request_templates' ? 'request_template' : kind,
  plural: path,
  own,
})

const groups = ['technicians', 'site'] as const

/** Every look-up at every path of its own. */
export const lookups: readonly Lookup[] = [
  plain('category', 'categories'),
  {
    ...plain('subcategory', 'subcategories', ['category']),
    parent: { kind: 'category', wrapper: 'category', path: 'categories' },
  },
  {
    ...plain('item', 'items', ['subcategory']),
    parent: { kind: 'subcategory', wrapper: 'subcategory', path: 'subcategories' },
  },
  plain('status', 'statuses', ['color', 'internal_name', 'in_progress', 'stop_timer']),
  plain('level', 'levels'),
  plain('mode', 'modes'),
  plain('urgency', 'urgencies'),
  plain('priority', 'priorities', ['color']),
  plain('impact', 'impacts'),
  plain('template', 'request_templates', ['is_service_template', 'comments', 'fields', 'defaults']),
  {
    kind: 'group',
    path: 'support_groups',
    wrapper: 'support_group',
    plural: 'support_groups',
    otherWrapper: 'group',
    own: groups,
  },
  {
    kind: 'group',
    path: 'groups',
    wrapper: 'group',
    plural: 'groups',
    otherWrapper: 'support_group',
    own: groups,
  },
  plain('request_type', 'request_types'),
  plain('closure_code', 'closure_codes'),
  plain('worklog_type', 'worklog_types'),
  plain('site', 'sites'),
  plain('department', 'departments'),
  plain('role', 'roles', ['permissions']),
]

/** @returns every attribute of the look-up's values */
export function attributesOf(lookup: Lookup): ReadonlySet<string> {
  return new Set(['id', 'name', 'description', 'deleted', ...lookup.own])
}

/**
 * @param members people by id, for groups
 * @returns one value of the look-up as an entity of its own (§11.1)
 */
export function presentLookup(
  lookup: Lookup,
  entry: CatalogEntry,
  catalog: Catalog,
  members: ReadonlyMap<number, Person>,
): Record<string, unknown> {
  return {
    id: String(entry.id),
    name: entry.name,
    description: entry.description,
    ...Object.fromEntries(lookup.own.map((name) => [name, ownAttribute(name, entry, catalog, members)])),
    deleted: entry.deleted,
  }
}

function ownAttribute(
  name: string,
  { data, parentId, ...entry }: CatalogEntry,
  catalog: Catalog,
  members: ReadonlyMap<number, Person>,
): unknown {
  switch (name) {
    case 'category':
    case 'subcategory':
      return presentReference(catalog, name, parentId)
    case 'color':
      return data.color ?? null
    case 'internal_name':
      return data.internalName ?? entry.name
    case 'in_progress':
      return inProgress.includes(phaseOf({ data, parentId, ...entry }))
    case 'stop_timer':
      return data.phase === 'waiting'
    case 'is_service_template':
      return false
    case 'comments':
      return data.comments ?? null
    case 'fields':
      return (data.required ?? []).map(fieldName)
    case 'defaults':
      return presentDefaults(catalog, data.defaults ?? {})
    case 'technicians':
      return (data.memberIds ?? []).flatMap((id) => personObject(members.get(id)) ?? [])
    case 'site':
      return presentReference(catalog, 'site', data.siteId ?? null)
    case 'permissions':
      return rightNames(data.permissions ?? [], catalog)
    default:
      return null
  }
}

function presentDefaults(
  catalog: Catalog,
  defaults: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => {
      const kind = caseLookups.find((each) => each === name)
      if (kind && typeof value === 'number') return [name, presentReference(catalog, kind, value)]
      return [fieldName(name), value]
    }),
  )
}
