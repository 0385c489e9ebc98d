import { Link } from '@tanstack/react-router'
import { CircleUser, Inbox, Menu, Settings, SquarePen } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from 'react-aria-components'
import { classes } from '../../parts/classes.ts'
import { t } from '../../text/text.ts'
import { useCurrentView } from './rail.tsx'

const place = 'flex h-14 flex-1 flex-col items-center justify-center gap-0.5 text-xs'
const look = (isHere: boolean) => classes(place, isHere ? 'font-medium text-accent-text' : 'text-text-3')

/** The navigation of a phone, within reach of the thumb. */
export function BottomBar({ onPalette }: { onPalette: () => void }) {
  const current = useCurrentView()
  return (
    <nav
      aria-label={t('nav.main')}
      className="flex shrink-0 border-line border-t bg-surface-1 pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      <Item icon={<Inbox size={20} aria-hidden />} text={t('view.open')}>
        {(inside) => (
          <Link to="/" search={{}} className={look(current === 'open')}>
            {inside}
          </Link>
        )}
      </Item>
      <Item icon={<CircleUser size={20} aria-hidden />} text={t('view.mine')}>
        {(inside) => (
          <Link to="/" search={{ view: 'mine' }} className={look(current === 'mine')}>
            {inside}
          </Link>
        )}
      </Item>
      <Item icon={<SquarePen size={20} aria-hidden />} text={t('nav.newCase')}>
        {(inside) => (
          <Link to="/new" className={look(current === 'new')}>
            {inside}
          </Link>
        )}
      </Item>
      <Item icon={<Settings size={20} aria-hidden />} text={t('nav.settings')}>
        {(inside) => (
          <Link to="/settings/reps" className={look(current === 'settings')}>
            {inside}
          </Link>
        )}
      </Item>
      <Button onPress={onPalette} className={look(false)}>
        <Menu size={20} aria-hidden />
        {t('case.more')}
      </Button>
    </nav>
  )
}

function Item(props: { icon: ReactNode; text: string; children: (inside: ReactNode) => ReactNode }) {
  return props.children(
    <>
      {props.icon}
      <span>{props.text}</span>
    </>,
  )
}
