import { Outlet, useMatchRoute, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { refresh } from '../../api/change-case.ts'
import { startLive } from '../../api/live.ts'
import { startOutbox } from '../../api/outbox.ts'
import { useKeys } from '../../parts/keys.ts'
import { ToastList } from '../../parts/toast-list.tsx'
import { undoNewest } from '../../parts/toasts.ts'
import { t } from '../../text/text.ts'
import { BottomBar } from './bottom-bar.tsx'
import { ConnectionLine } from './connection-line.tsx'
import { Help } from './help.tsx'
import { Palette } from './palette.tsx'
import { Rail } from './rail.tsx'

/** The frame around every page of the desk: rail, page, announcements, and the keys that work everywhere. */
export function Shell() {
  const [open, setOpen] = useState<'help' | 'palette' | null>(null)
  const navigate = useNavigate()
  // On a phone an open case takes the whole screen, as a letter does.
  const readsCase = Boolean(useMatchRoute()({ to: '/cases/$number' }))
  useEffect(() => startLive(), [])
  useEffect(() => startOutbox(refresh), [])
  useKeys({
    'mod+k': () => setOpen('palette'),
    '?': () => setOpen('help'),
    c: () => void navigate({ to: '/new' }),
    z: undoNewest,
    'g i': () => void navigate({ to: '/', search: {} }),
    'g m': () => void navigate({ to: '/', search: { view: 'mine' } }),
    'g u': () => void navigate({ to: '/', search: { view: 'unassigned' } }),
    'g a': () => void navigate({ to: '/', search: { view: 'all' } }),
    'g s': () => void navigate({ to: '/settings/reps' }),
  })
  return (
    <div className="flex h-full flex-col">
      <a
        href="#main"
        className="floats -translate-y-20 absolute top-2 left-2 z-50 px-3 py-2 focus:translate-y-0"
      >
        {t('app.skip')}
      </a>
      <ConnectionLine />
      <div className="flex min-h-0 flex-1">
        <Rail onHelp={() => setOpen('help')} onPalette={() => setOpen('palette')} />
        <main id="main" tabIndex={-1} className="min-w-0 flex-1 outline-none">
          <Outlet />
        </main>
      </div>
      {!readsCase && <BottomBar onPalette={() => setOpen('palette')} />}
      <ToastList />
      {open === 'help' && <Help onClose={() => setOpen(null)} />}
      {open === 'palette' && <Palette onClose={() => setOpen(null)} onHelp={() => setOpen('help')} />}
    </div>
  )
}
