import { Link, Outlet } from '@tanstack/react-router'
import { Building2, KeyRound, type LucideIcon, Plug, TextCursorInput, Users } from 'lucide-react'
import { t } from '../../text/text.ts'

const pages = [
  ['reps', Users],
  ['organisations', Building2],
  ['fields', TextCursorInput],
  ['applications', Plug],
  ['tokens', KeyRound],
] as const satisfies readonly (readonly [string, LucideIcon])[]

/** The settings with their own navigation. */
export function SettingsPage() {
  return (
    <div className="flex h-full flex-col bg-surface-1">
      <nav
        aria-label={t('settings.title')}
        className="flex shrink-0 gap-1 overflow-x-auto border-line border-b px-4 max-md:px-2"
      >
        {pages.map(([page, Icon]) => (
          <Link
            key={page}
            to={`/settings/${page}`}
            className="flex h-12 shrink-0 items-center gap-2 border-transparent border-b-2 px-2 text-sm text-text-2 hover:text-text-1"
            activeProps={{ className: 'border-b-accent font-medium text-text-1' }}
          >
            <Icon size={15} aria-hidden />
            {t(`settings.${page}`)}
          </Link>
        ))}
      </nav>
      <div className="scroll min-h-0 flex-1">
        <Outlet />
      </div>
    </div>
  )
}
