import type { FieldRules } from './custom-field.ts'
import type { Permission } from './rights.ts'
import type { WorkHours } from './work-hours.ts'

/** Look-ups an administrator maintains. Ids are counted per kind and never used twice. */
export const catalogKinds = [
  'status',
  'priority',
  'urgency',
  'impact',
  'level',
  'mode',
  'request_type',
  'category',
  'subcategory',
  'item',
  'service_category',
  'closure_code',
  'worklog_type',
  'tag',
  'template',
  'group',
  'site',
  'department',
  'source',
  'role',
  /** Administrators' own modules, and the fields of these (by their parent) and of cases: see `custom-module.ts`. */
  'module',
  'field',
] as const
export type CatalogKind = (typeof catalogKinds)[number]

/** Kinds whose values are chosen for something. */
export const lookupKinds = catalogKinds.filter((kind) => kind !== 'module' && kind !== 'field')

/** One value of a look-up. What belongs to one kind only lives in `data`. */
export interface CatalogEntry {
  readonly kind: CatalogKind
  readonly id: number
  readonly name: string
  readonly description: string | null
  /** The category of a subcategory, the subcategory of an item, the module of a field. */
  readonly parentId: number | null
  /** Order within the kind; for priorities also the rank, lowest first. */
  readonly position: number
  readonly data: CatalogData
  readonly deleted: boolean
}

export interface CatalogData {
  readonly color?: string
  /** status: where the case stands */
  readonly phase?: StatusPhase
  readonly internalName?: string
  /** tag: second name on the Support Ticket wire */
  readonly keyword?: string
  /** role: its rights */
  readonly permissions?: readonly Permission[]
  /** group: the reps in it */
  readonly memberIds?: readonly number[]
  /** group: where it works */
  readonly siteId?: number | null
  /** group: when it works, and its days off as ISO dates */
  readonly workHours?: WorkHours
  readonly holidays?: readonly string[]
  /** template: case fields that must be given, and values for those that are not */
  readonly comments?: string | null
  readonly required?: readonly string[]
  readonly defaults?: Readonly<Record<string, unknown>>
  /** module, field: what APIs call it, once and for all; fields of cases are called by their id */
  readonly apiName?: string
  /** module: its name in the plural, for people and for APIs */
  readonly pluralName?: string
  readonly apiPluralName?: string
  /** field: what it takes */
  readonly field?: FieldRules
}

/**
 * Where a case in this status stands: `open` and `working` are in progress, `waiting` too with the clock stopped;
 * the other three are completed (REST v3 §8.8).
 */
export type StatusPhase = 'open' | 'working' | 'waiting' | 'resolved' | 'closed' | 'cancelled'

/** All look-ups at one moment. */
export class Catalog {
  readonly version: number
  readonly #byKind = new Map<CatalogKind, Map<number, CatalogEntry>>()

  /** @param entries all entries of all kinds, deleted ones included, in order of position */
  constructor(version: number, entries: readonly CatalogEntry[]) {
    this.version = version
    for (const kind of catalogKinds) this.#byKind.set(kind, new Map())
    for (const entry of entries) this.#byKind.get(entry.kind)?.set(entry.id, entry)
  }

  /** @returns the entry, also a deleted one, or undefined */
  find(kind: CatalogKind, id: number | null): CatalogEntry | undefined {
    return id === null ? undefined : this.#byKind.get(kind)?.get(id)
  }

  /** @returns the entry if it may still be chosen */
  usable(kind: CatalogKind, id: number | null): CatalogEntry | undefined {
    const entry = this.find(kind, id)
    return entry?.deleted ? undefined : entry
  }

  /** @returns the entries that may be chosen, in order of position, then id */
  list(kind: CatalogKind): readonly CatalogEntry[] {
    return [...(this.#byKind.get(kind)?.values() ?? [])].filter((entry) => !entry.deleted)
  }

  /** @returns every entry, also deleted ones, which old cases still name */
  all(kind: CatalogKind): readonly CatalogEntry[] {
    return [...(this.#byKind.get(kind)?.values() ?? [])]
  }

  /** @returns the usable entry of that name, without regard to case and outer space; within one parent if given */
  byName(kind: CatalogKind, name: string, parentId?: number): CatalogEntry | undefined {
    const wanted = name.trim().toLowerCase()
    return this.list(kind).find(
      (entry) =>
        entry.name.toLowerCase() === wanted && (parentId === undefined || entry.parentId === parentId),
    )
  }

  /** @returns ids of all statuses (deleted ones too) in one of the phases */
  statusesIn(phases: readonly StatusPhase[]): number[] {
    const all = this.#byKind.get('status')?.values() ?? []
    return [...all].filter((entry) => phases.includes(phaseOf(entry))).map((entry) => entry.id)
  }

  /** @returns the rights that the roles give together */
  rightsOf(roleIds: readonly number[]): Set<Permission> {
    const rights = new Set<Permission>()
    for (const id of roleIds)
      for (const right of this.usable('role', id)?.data.permissions ?? []) rights.add(right)
    return rights
  }
}

/** Phases in which a case still wants work. */
export const inProgress: readonly StatusPhase[] = ['open', 'working', 'waiting']

/** @returns the phase of a status entry; one without is in progress */
export function phaseOf(status: CatalogEntry | undefined): StatusPhase {
  return status?.data.phase ?? 'working'
}

/** @returns whether a case in that status counts as completed */
export function isCompleted(status: CatalogEntry | undefined): boolean {
  return !inProgress.includes(phaseOf(status))
}

/** The built-in ids that rules and wires rely on. */
export const builtIn = {
  status: { open: 1, onHold: 2, inProgress: 3, resolved: 4, closed: 5, cancelled: 6 },
  priority: { low: 1, normal: 2, medium: 3, high: 4 },
  role: { rep: 1, readOnly: 2, administrator: 3 },
  template: 1,
  group: 1,
  source: { api: 1, email: 2, chat: 3, web: 4, phone: 5 },
} as const
