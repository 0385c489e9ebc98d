import { useState } from 'react'
import { caseQuery, queries } from '../../api/queries.ts'
import type { CaseSummary } from '../../api/types.ts'

/** A list as it is shown: rows keep their places until the reader asks for the new ones. */
export interface SteadyList {
  readonly rows: readonly CaseSummary[]
  /** Cases that wait to be shown, and shown ones that have moved up. */
  readonly waiting: { readonly added: number; readonly changed: number }
  /** Shows the list as it is now. */
  adopt(): void
}

interface Held {
  readonly key: string
  readonly pages: number
  readonly rows: readonly CaseSummary[]
}

/**
 * Keeps rows from jumping under the pointer: what rows say follows live, which rows there are and where does not.
 * @param key which list it is; another list begins anew
 * @param fresh the list as the desk has it now; undefined while it is read
 * @param pages how many pages `fresh` has
 * @param open the case being read, whose changes the reader sees anyway
 */
export function useSteadyList(
  key: string,
  fresh: readonly CaseSummary[] | undefined,
  pages: number,
  open: number | null,
): SteadyList | null {
  const [held, setHeld] = useState<Held | null>(null)
  const next = fresh ? nextHeld(held, { key, pages, rows: fresh }) : held
  if (next !== held) setHeld(next)
  if (!next || next.key !== key) return null
  const now = new Map((fresh ?? []).map((row) => [row.number, row]))
  const before = new Map(next.rows.map((row) => [row.number, row]))
  const newest =
    next.rows
      .map((row) => row.updatedAt)
      .toSorted()
      .at(-1) ?? ''
  const added = [...now.values()].filter((row) => !before.has(row.number) && row.updatedAt >= newest)
  const changed = [...now.values()].filter((row) => {
    const old = before.get(row.number)
    return old !== undefined && row.updatedAt > old.updatedAt && row.number !== open
  })
  return {
    rows: next.rows.map(
      (row) => now.get(row.number) ?? queries.getQueryData(caseQuery(row.number).queryKey) ?? row,
    ),
    waiting: { added: added.length, changed: changed.length },
    adopt: () => fresh && setHeld({ key, pages, rows: fresh }),
  }
}

function nextHeld(held: Held | null, now: Held): Held {
  if (held?.key !== now.key || held.rows.length === 0) return sameRows(held, now) ? (held ?? now) : now
  if (now.pages <= held.pages) return held
  // The reader asked for more: it goes to the end, whatever has moved meanwhile.
  const known = new Set(held.rows.map((row) => row.number))
  const more = now.rows.slice(held.rows.length).filter((row) => !known.has(row.number))
  return { ...now, rows: [...held.rows, ...more] }
}

/** An empty list that is still empty is the same list, or it would be held anew for ever. */
function sameRows(held: Held | null, now: Held): boolean {
  return held?.key === now.key && held.pages === now.pages && held.rows.length === 0 && now.rows.length === 0
}
