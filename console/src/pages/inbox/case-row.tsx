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

/**
 * One case in a list: on one line where there is room for it, on three beside an open case and on phones. The parts
 * stand in the order of the three lines; the wide list puts each in its column.
 */
export function CaseRow({ row, search, isOpen }: Props) {
  const weight = row.awaitsAnswer ? 'font-semibold' : ''
  return (
    <Link
      to="/cases/$number"
      params={{ number: row.number }}
      search={search}
      data-row={row.number}
      aria-current={isOpen ? 'true' : undefined}
      className={classes(
        'relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 border-line border-b py-2.5 pr-4 pl-6',
        '@3xl:h-10 @3xl:grid-cols-[10rem_minmax(0,1fr)_8.5rem_7rem_1rem_1.25rem_5rem] @3xl:py-0',
        isOpen ? 'bg-accent-soft' : 'hover:bg-surface-2',
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
      <span className="flex items-center justify-end gap-2 whitespace-nowrap text-text-3 text-xs @3xl:order-last">
        {row.overdue && <Overdue />}
        <Time at={row.updatedAt} row />
      </span>
      <span className="col-span-2 flex min-w-0 items-center gap-2 @3xl:col-span-1">
        <span className="@3xl:hidden">
          <PhaseIcon phase={row.status.phase} />
          <span className="sr-only">{row.status.name}</span>
        </span>
        <span className={classes('min-w-0 truncate @3xl:max-w-[65%] @3xl:shrink-0', weight)}>
          {row.subject}
        </span>
        <span className="min-w-0 truncate text-sm text-text-3 @max-3xl:hidden">{row.preview}</span>
        <span className="ml-auto @3xl:hidden">
          {row.priority && <PriorityMark priority={row.priority} />}
        </span>
      </span>
      <span className="col-span-2 flex min-w-0 items-center gap-2 @3xl:hidden">
        <span className="min-w-0 flex-1 truncate text-sm text-text-3">{row.preview}</span>
        <WireBadge wire={row.wire} />
        <Assignee row={row} />
      </span>
      <span className="@max-3xl:hidden">
        <WireBadge wire={row.wire} />
      </span>
      <StatusName status={row.status} className="text-sm text-text-2 @max-3xl:hidden" />
      <span className="@max-3xl:hidden">{row.priority && <PriorityMark priority={row.priority} />}</span>
      <span className="@max-3xl:hidden">
        <Assignee row={row} />
      </span>
    </Link>
  )
}

/** A dot for a case whose requester waits for us; the bold words say the same. */
function Awaits({ row }: { row: CaseSummary }) {
  if (!row.awaitsAnswer) return null
  return (
    <span className="-translate-y-1/2 absolute top-5 left-2.5 @3xl:top-1/2" title={t('list.awaits')}>
      <span aria-hidden className="block size-2 rounded-full bg-accent" />
      <span className="sr-only">{t('list.awaits')}</span>
    </span>
  )
}

function PriorityMark({ priority }: { priority: NonNullable<CaseSummary['priority']> }) {
  return (
    <span title={priority.name}>
      <PriorityIcon priority={priority} />
      <span className="sr-only">{priority.name}</span>
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
