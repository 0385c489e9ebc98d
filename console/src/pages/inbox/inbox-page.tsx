import { Outlet, useMatchRoute, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { classes } from '../../parts/classes.ts'
import { useKeys } from '../../parts/keys.ts'
import { t } from '../../text/text.ts'
import { CaseList } from './case-list.tsx'
import { ListHead } from './list-head.tsx'
import { useList } from './use-list.ts'

/** The list of a view, and beside it the case that is open. */
export function InboxPage() {
  const search = useSearch({ from: '/desk/inbox' })
  const match = useMatchRoute()({ to: '/cases/$number' })
  const open = match ? Number(match.number) : null
  const list = useList(search, open)
  const place = useRef<HTMLElement>(null)
  const navigate = useNavigate()
  useReturningFocus(place, open, list.steady !== null)
  const move = (step: 1 | -1) => {
    const rows = list.steady?.rows ?? []
    if (open !== null) {
      const next = rows[rows.findIndex((row) => row.number === open) + step]
      if (next) void navigate({ to: '/cases/$number', params: { number: next.number }, search })
      return
    }
    const links = [...(place.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
    const at = links.findIndex((link) => link.matches(':focus'))
    links[at < 0 ? 0 : at + step]?.focus()
  }
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    '.': () => list.steady?.adopt(),
    '/': () => place.current?.querySelector<HTMLElement>('input[type=search]')?.focus(),
  })
  const view = search.view ?? 'open'
  return (
    <div className="flex h-full min-w-0">
      <section
        ref={place}
        aria-label={t('list.label', { view: t(`view.${view}`) })}
        className={classes(
          '@container flex min-w-0 flex-col bg-surface-1',
          open === null ? 'flex-1' : 'w-90 shrink-0 border-line border-r max-xl:hidden',
        )}
      >
        <ListHead search={search} />
        <CaseList list={list} search={search} open={open} />
      </section>
      {open !== null && (
        <div className="min-w-0 flex-1">
          <Outlet />
        </div>
      )}
    </div>
  )
}

/** Keeps the row of the open case in view, and gives the focus back to it when the case is closed. */
function useReturningFocus(
  place: React.RefObject<HTMLElement | null>,
  open: number | null,
  isRead: boolean,
): void {
  const last = useRef<number | null>(null)
  useEffect(() => {
    if (!isRead) return
    const row = place.current?.querySelector<HTMLElement>(`[data-row="${open ?? last.current}"]`)
    if (open !== null) row?.scrollIntoView({ block: 'nearest' })
    else if (last.current !== null) row?.focus()
    last.current = open
  }, [open, place, isRead])
}
