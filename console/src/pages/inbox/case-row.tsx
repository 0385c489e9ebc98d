import { Link } from '@tanstack/react-router'
import type { ListSearch } from '../../api/queries.ts'
import type { CaseSummary } from '../../api/types.ts'
import { Avatar, Overdue, PhaseIcon, PriorityIcon, StatusName, WireBadge } from '../../parts/badges.tsx'
import { classes } from '../../parts/classes.ts'
import { Time } from '../../parts/time.tsx'
import { t } from '../../text/text.ts'

interface Props {
  readonly row: CaseSummary
  readonly search: ListSearch
  readonly isOpen: boolean
}

/** One case in a list: on one line where there is room for it, on two beside an open case and on phones. */
export function CaseRow({ row, search, isOpen }: Props) {
  return (
    <Link
      to="/cases/$number"
      params={{ number: row.number }}
      search={search}
      data-row={row.number}
      aria-current={isOpen ? 'true' : undefined}
      className={classes(
        'relative grid items-center gap-x-3 border-line border-b py-2 pr-4 pl-6 hover:bg-surface-2',
        'grid-cols-[minmax(0,1fr)_auto] gap-y-0.5 @3xl:h-10 @3xl:grid-cols-[10rem_minmax(0,1fr)_auto_8rem_1.5rem_1.5rem_3.5rem] @3xl:py-0',
        isOpen && 'bg-accent-soft hover:bg-accent-soft',
      )}
    >
      <Awaits row={row} />
      <span
        className={classes(
          'truncate text-sm @3xl:text-base',
          row.awaitsAnswer ? 'font-semibold' : 'text-text-2',
        )}
      >
        {row.requester.name}
      </span>
      <span className="order-2 flex items-center gap-2 text-text-3 text-xs @3xl:order-7 @3xl:justify-end">
        {row.overdue && <Overdue />}
        <Time at={row.updatedAt} row />
      </span>
      <span className="order-3 col-span-2 flex min-w-0 items-baseline gap-2 @3xl:order-2 @3xl:col-span-1">
        <span
          className={classes(
            'max-w-full shrink-0 truncate @3xl:max-w-[65%]',
            row.awaitsAnswer && 'font-semibold',
          )}
        >
          {row.subject}
        </span>
        <span className="truncate text-sm text-text-3 @max-3xl:hidden">{row.preview}</span>
      </span>
      <span className="order-4 col-span-2 truncate text-sm text-text-3 @3xl:hidden">{row.preview}</span>
      <span className="order-5 flex min-w-0 items-center gap-2 text-text-2 text-xs @3xl:hidden">
        <PhaseIcon phase={row.status.phase} />
        <span className="truncate">{row.status.name}</span>
        <WireBadge wire={row.wire} className="ml-1" />
      </span>
      <span className="order-3 @max-3xl:hidden">
        <WireBadge wire={row.wire} />
      </span>
      <StatusName status={row.status} className="order-4 text-sm text-text-2 @max-3xl:hidden" />
      <span className="order-5 flex items-center justify-end gap-2 @3xl:justify-center">
        {row.priority && (
          <span title={row.priority.name}>
            <PriorityIcon priority={row.priority} />
            <span className="sr-only">{row.priority.name}</span>
          </span>
        )}
        <span className="@3xl:hidden">
          <Assignee row={row} />
        </span>
      </span>
      <span className="order-6 @max-3xl:hidden">
        <Assignee row={row} />
      </span>
    </Link>
  )
}

/** A dot for a case whose requester waits for us; the bold words say the same. */
function Awaits({ row }: { row: CaseSummary }) {
  if (!row.awaitsAnswer) return null
  return (
    <span className="-translate-y-1/2 absolute top-4.5 left-2.5 @3xl:top-1/2" title={t('list.awaits')}>
      <span aria-hidden className="block size-2 rounded-full bg-accent" />
      <span className="sr-only">{t('list.awaits')}</span>
    </span>
  )
}

function Assignee({ row }: { row: CaseSummary }) {
  if (!row.assignee) {
    return (
      <span title={t('list.unassigned')}>
        <span aria-hidden className="block size-5 rounded-full border border-line-strong border-dashed" />
        <span className="sr-only">{t('list.unassigned')}</span>
      </span>
    )
  }
  const words = t('list.assignedTo', { name: row.assignee.name })
  return (
    <span title={words}>
      <Avatar person={row.assignee} small />
      <span className="sr-only">{words}</span>
    </span>
  )
}
