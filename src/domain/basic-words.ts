import type { Case } from './case.ts'
import { builtIn, type Catalog, type CatalogEntry, isCompleted, phaseOf } from './catalog.ts'
import { DeskError } from './errors.ts'

/**
 * Two of the wires know only three statuses and three priorities (Case Management §7.2, Support Ticket §5). These
 * are the desk's values seen through them (mapping.md). A word that the current value already shows as changes
 * nothing, so that reading and writing back never flattens what the wire cannot express.
 */
export type BasicStatus = 'open' | 'pending' | 'closed'
export type BasicPriority = 'low' | 'medium' | 'high'

/** @returns the status as the small vocabulary shows it: the opening phase is open, other work pending, the rest closed */
export function basicStatus(status: CatalogEntry | undefined): BasicStatus {
  if (isCompleted(status)) return 'closed'
  return phaseOf(status) === 'open' ? 'open' : 'pending'
}

/** @returns the id of the status that the word asks for, which is the current one if it already shows as that word */
export function statusForWord(catalog: Catalog, currentId: number, word: BasicStatus): number {
  if (basicStatus(catalog.find('status', currentId)) === word) return currentId
  return { open: builtIn.status.open, pending: builtIn.status.inProgress, closed: builtIn.status.closed }[
    word
  ]
}

/**
 * Opens or closes a case on request (Support Ticket §6.9): one in progress closes, a completed one goes on in progress.
 * @returns the id of the new status; throws `already_in_status` for a case that is where it is wanted
 */
export function statusOnRequest(
  catalog: Catalog,
  current: Pick<Case, 'number' | 'status'>,
  wish: 'open' | 'close',
): number {
  const completed = isCompleted(catalog.find('status', current.status))
  if (completed === (wish === 'close')) {
    throw new DeskError({
      code: 'already_in_status',
      caseNumber: current.number,
      statusId: current.status,
    })
  }
  return wish === 'close' ? builtIn.status.closed : builtIn.status.inProgress
}

/** @returns the ids of all statuses that show as the word, for filters */
export function statusesShownAs(catalog: Catalog, word: BasicStatus): number[] {
  const all = catalog.statusesIn(['open', 'working', 'waiting', 'resolved', 'closed', 'cancelled'])
  return all.filter((id) => basicStatus(catalog.find('status', id)) === word)
}

/**
 * @returns the priority as the small vocabulary shows it: none is medium; the four built-in ones as named; others by
 *   rank among all, lowest third low, highest third high
 */
export function basicPriority(catalog: Catalog, id: number | null): BasicPriority {
  switch (id) {
    case null:
    case builtIn.priority.normal:
    case builtIn.priority.medium:
      return 'medium'
    case builtIn.priority.low:
      return 'low'
    case builtIn.priority.high:
      return 'high'
    default: {
      const all = catalog.list('priority')
      const rank = all.findIndex((entry) => entry.id === id)
      if (rank < 0) return 'medium'
      if (rank < all.length / 3) return 'low'
      return rank >= (all.length * 2) / 3 ? 'high' : 'medium'
    }
  }
}

/** @returns the id of the priority that the word asks for, which is the current one if it already shows as that word */
export function priorityForWord(
  catalog: Catalog,
  currentId: number | null,
  word: BasicPriority,
): number | null {
  if (basicPriority(catalog, currentId) === word) return currentId
  return { low: builtIn.priority.low, medium: builtIn.priority.medium, high: builtIn.priority.high }[word]
}

/** @returns the ids of all priorities that show as the word, for filters; null stands for none */
export function prioritiesShownAs(catalog: Catalog, word: BasicPriority): (number | null)[] {
  const ids: (number | null)[] = catalog.list('priority').map((entry) => entry.id)
  return [...ids, null].filter((id) => basicPriority(catalog, id) === word)
}
