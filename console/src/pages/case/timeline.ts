import type { CaseDetail, CaseMessage, HistoryEntry } from '../../api/types.ts'

/** One thing in a thread, oldest first. */
export type Moment =
  | { readonly kind: 'opening'; readonly at: string }
  | { readonly kind: 'message'; readonly at: string; readonly message: CaseMessage }
  | { readonly kind: 'events'; readonly at: string; readonly entries: readonly HistoryEntry[] }

/** What the thread shows by itself, or what only a log is for. */
const silent = new Set(['case.opened', 'message.added', 'message.confirmed'])

/** @returns the thread of a case: its opening text, its messages, and what happened between them */
export function timelineOf(of: CaseDetail, history: readonly HistoryEntry[]): Moment[] {
  const moments: Moment[] = [
    ...of.messages.map((message) => ({ kind: 'message' as const, at: message.createdAt, message })),
    ...history
      .filter((entry) => !silent.has(entry.kind))
      .map((entry) => ({ kind: 'events' as const, at: entry.at, entries: [entry] })),
  ]
  // Array sorting keeps the order of equals: a message comes before what its sending changed.
  moments.sort((a, b) => a.at.localeCompare(b.at))
  const thread: Moment[] = [{ kind: 'opening', at: of.createdAt }]
  for (const moment of moments) {
    const last = thread.at(-1)
    if (moment.kind === 'events' && last?.kind === 'events') {
      thread[thread.length - 1] = { ...last, entries: last.entries.concat(moment.entries) }
    } else thread.push(moment)
  }
  return thread
}
