import { Link } from '@tanstack/react-router'
import { ArrowUp, Inbox, SearchX } from 'lucide-react'
import { TooltipTrigger } from 'react-aria-components'
import type { ListSearch } from '../../api/queries.ts'
import { Button, Tip } from '../../parts/button.tsx'
import { Empty, Failed, Skeleton } from '../../parts/state.tsx'
import { isTextKey, t } from '../../text/text.ts'
import { CaseRow } from './case-row.tsx'
import type { SteadyList } from './steady-list.ts'
import type { ListState } from './use-list.ts'

/** The rows of a list, the quiet bar above them, and what is said when there are none. */
export function CaseList({
  list,
  search,
  open,
}: {
  list: ListState
  search: ListSearch
  open: number | null
}) {
  const { steady } = list
  if (list.error !== null) {
    return <Failed title={t('list.failed')} error={list.error} onRetry={list.again} />
  }
  if (!steady) return <Skeleton />
  return (
    <div className="scroll relative min-h-0 flex-1">
      <NewBar steady={steady} />
      {steady.rows.length === 0 && <Nothing search={search} />}
      <ul>
        {steady.rows.map((row) => (
          <li key={row.number}>
            <CaseRow row={row} search={search} isOpen={row.number === open} />
          </li>
        ))}
      </ul>
      {list.hasMore && (
        <div className="flex justify-center p-3">
          <Button isDisabled={list.isReadingMore} onPress={list.readMore}>
            {t('list.more')}
          </Button>
        </div>
      )}
    </div>
  )
}

/** Says how much has come in meanwhile. It covers the upper edge instead of moving the rows. */
function NewBar({ steady }: { steady: SteadyList }) {
  const { added, changed } = steady.waiting
  const words = [
    ...(added > 0 ? [t('list.new', { n: added })] : []),
    ...(changed > 0 ? [t('list.updated', { n: changed })] : []),
  ].join(', ')
  return (
    <div role="status" className="pointer-events-none sticky top-2 z-10 flex h-0 justify-center">
      {words !== '' && (
        <TooltipTrigger delay={400}>
          <Button
            tone="primary"
            className="rises pointer-events-auto h-7 rounded-full px-3 text-xs shadow-float max-md:h-11"
            onPress={steady.adopt}
          >
            <ArrowUp size={13} aria-hidden />
            {words}
          </Button>
          <Tip keys=".">{t('list.showNew')}</Tip>
        </TooltipTrigger>
      )}
    </div>
  )
}

function Nothing({ search }: { search: ListSearch }) {
  const { view = 'open', sort: _sort, ...filters } = search
  if (Object.keys(filters).length > 0) {
    return (
      <Empty icon={SearchX} title={t('list.empty.search')} text={t('list.empty.searchNext')}>
        {search.q !== undefined && view !== 'all' && (
          <Link
            to="/"
            search={{ view: 'all', q: search.q }}
            className="mt-2 text-accent-text text-sm underline"
          >
            {t('list.searchAll')}
          </Link>
        )}
      </Empty>
    )
  }
  const key = `list.empty.${view}`
  const next = `list.empty.${view}Next`
  return (
    <Empty
      icon={Inbox}
      title={t(isTextKey(key) ? key : 'list.empty.other')}
      text={t(isTextKey(next) ? next : 'list.empty.otherNext')}
    />
  )
}
