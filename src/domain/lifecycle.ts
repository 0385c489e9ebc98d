import type { Case, Millis } from './case.ts'
import { type CatalogEntry, isCompleted, phaseOf } from './catalog.ts'

/**
 * What a new status does to a case (REST v3 §8.6, §8.8). Moving back to an in-progress status reopens the case and
 * clears when it was resolved and completed; closing directly also counts as resolving.
 * @returns the case with the new status and the times that follow from it
 */
export function withStatus(
  current: Case,
  from: CatalogEntry | undefined,
  to: CatalogEntry,
  now: Millis,
): Case {
  if (to.id === current.status) return current
  const moved = { ...current, status: to.id }
  const phase = phaseOf(to)
  if (!isCompleted(to)) {
    const reopening = isCompleted(from)
    return {
      ...moved,
      reopened: current.reopened || reopening,
      resolvedAt: null,
      completedAt: null,
      onHoldAt: phase === 'waiting' ? now : null,
    }
  }
  const resolves = phase === 'resolved' || phase === 'closed'
  return {
    ...moved,
    onHoldAt: null,
    resolvedAt: resolves ? (current.resolvedAt ?? now) : current.resolvedAt,
    completedAt: phase === 'resolved' ? current.completedAt : (current.completedAt ?? now),
  }
}

/**
 * @returns whether this change of status is an entry into the resolved state, on which the callback URL is called:
 *   from an in-progress status to a resolved or closed one (REST v3 §15.2). Cancelling is not.
 */
export function entersResolved(from: CatalogEntry | undefined, to: CatalogEntry | undefined): boolean {
  return !isCompleted(from) && (phaseOf(to) === 'resolved' || phaseOf(to) === 'closed')
}

/** @returns whether the case is overdue: past its due time and not completed (REST v3 §8.1) */
export function isOverdue(of: Pick<Case, 'dueAt'>, status: CatalogEntry | undefined, now: Millis): boolean {
  return of.dueAt !== null && of.dueAt < now && !isCompleted(status)
}
