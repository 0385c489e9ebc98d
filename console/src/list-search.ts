import type { ListSearch } from './api/queries.ts'
import type { ViewName, WireName } from './api/types.ts'

/** The views in the order of the rail. */
export const viewNames = [
  'open',
  'mine',
  'unassigned',
  'waiting',
  'overdue',
  'completed',
  'all',
  'trash',
] as const satisfies readonly ViewName[]

/** The wires that people filter by. */
export const filterWires = [
  'case-management',
  'support-ticket',
  'rest-v3',
  'messages',
  'desk',
] as const satisfies readonly WireName[]

export const sorts = ['updated', 'created', 'number', 'due'] as const

/** Reads the list's state from the URL; what it doesn't know is left out. */
export function readListSearch(search: Record<string, unknown>): ListSearch {
  const q = typeof search.q === 'string' || typeof search.q === 'number' ? String(search.q).slice(0, 200) : ''
  const read: ListSearch = {
    view: viewNames.find((name) => name === search.view),
    q: q === '' ? undefined : q,
    status: id(search.status),
    priority: id(search.priority),
    assignee: id(search.assignee),
    tag: id(search.tag),
    wire: filterWires.find((name) => name === search.wire),
    sort: sorts.find((name) => name === search.sort),
  }
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))
}

const id = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined
