import { useQuery } from '@tanstack/react-query'
import { Link, useRouterState } from '@tanstack/react-router'
import { CircleQuestionMark, Search, Settings, SquarePen } from 'lucide-react'
import type { ReactNode } from 'react'
import { viewsQuery } from '../../api/queries.ts'
import type { ViewName } from '../../api/types.ts'
import { viewNames } from '../../list-search.ts'
import { IconButton } from '../../parts/button.tsx'
import { classes } from '../../parts/classes.ts'
import { t } from '../../text/text.ts'
import { AccountMenu } from './account-menu.tsx'
import { Logo } from './logo.tsx'
import { counted, viewIcons } from './views.ts'

const place =
  'flex h-8 items-center gap-2.5 rounded-md px-2 text-sm text-text-2 hover:bg-surface-2 max-lg:w-10 max-lg:justify-center max-lg:px-0'
const here = 'bg-surface-3 font-medium text-text-1 hover:bg-surface-3'

/** The navigation at the left: views with live counts, settings, account. Icons alone where there is little room. */
export function Rail({ onHelp, onPalette }: { onHelp: () => void; onPalette: () => void }) {
  const current = useCurrentView()
  const { data } = useQuery(viewsQuery)
  return (
    <nav
      aria-label={t('nav.main')}
      className="flex w-52 shrink-0 flex-col border-line border-r bg-surface-0 p-2 max-md:hidden max-lg:w-15 max-lg:items-center"
    >
      <div className="flex items-center justify-between gap-1 pb-3 pl-1.5 max-lg:flex-col max-lg:pl-0">
        <Logo />
        <IconButton label={t('nav.palette')} keys="mod+k" onPress={onPalette}>
          <Search size={15} aria-hidden />
        </IconButton>
      </div>
      <Link
        to="/new"
        aria-label={t('nav.newCase')}
        title={t('nav.newCase')}
        className="mb-3 flex h-8 items-center gap-2.5 rounded-md border border-line bg-surface-1 px-2 font-medium text-sm hover:bg-surface-2 max-lg:w-10 max-lg:justify-center max-lg:px-0"
      >
        <SquarePen size={15} aria-hidden className="text-text-2" />
        <span className="max-lg:hidden">{t('nav.newCase')}</span>
      </Link>
      <ul aria-label={t('nav.views')} className="flex flex-col gap-px">
        {viewNames.map((view) => (
          <li key={view} className={classes(view === 'completed' && 'mt-3')}>
            <ViewLink view={view} isHere={current === view} count={data?.counts[view]} />
          </li>
        ))}
      </ul>
      <div className="flex-1" />
      <Link
        to="/settings/reps"
        title={t('nav.settings')}
        aria-label={t('nav.settings')}
        className={classes(place, current === 'settings' && here)}
      >
        <Settings size={15} aria-hidden />
        <span className="max-lg:hidden">{t('nav.settings')}</span>
      </Link>
      <div className="mt-2 flex items-center justify-between border-line border-t pt-2 max-lg:flex-col">
        <AccountMenu />
        <IconButton label={t('nav.keys')} keys="?" onPress={onHelp}>
          <CircleQuestionMark size={15} aria-hidden />
        </IconButton>
      </div>
    </nav>
  )
}

function ViewLink({
  view,
  isHere,
  count,
}: {
  view: ViewName
  isHere: boolean
  count: number | undefined
}): ReactNode {
  const Icon = viewIcons[view]
  const urgent = view === 'overdue' && count !== undefined && count > 0
  return (
    <Link
      to="/"
      search={view === 'open' ? {} : { view }}
      aria-current={isHere ? 'page' : undefined}
      title={t(`view.${view}`)}
      className={classes(place, 'relative', isHere && here)}
    >
      <Icon size={15} aria-hidden className={urgent ? 'text-danger-text' : undefined} />
      <span className="flex-1 truncate max-lg:sr-only">{t(`view.${view}`)}</span>
      {counted.has(view) && count !== undefined && count > 0 && (
        <span
          className={classes(
            'text-xs max-lg:-top-0.5 max-lg:absolute max-lg:right-0 max-lg:text-[10px]',
            urgent ? 'text-danger-text' : 'text-text-3',
          )}
        >
          {count}
        </span>
      )}
    </Link>
  )
}

/** @returns which entry of the navigation the page belongs to */
export function useCurrentView(): ViewName | 'settings' | 'new' {
  return useRouterState({
    select: ({ location }) => {
      if (location.pathname.startsWith('/settings')) return 'settings'
      if (location.pathname === '/new') return 'new'
      const { view } = location.search as { view?: ViewName }
      return view ?? 'open'
    },
  })
}
