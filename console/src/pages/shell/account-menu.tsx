import { useRouter } from '@tanstack/react-router'
import { Check, LogOut, Monitor, Moon, Sun } from 'lucide-react'
import { useState } from 'react'
import { Button } from 'react-aria-components'
import { send } from '../../api/client.ts'
import { queries, sessionQuery } from '../../api/queries.ts'
import { Avatar } from '../../parts/badges.tsx'
import { type Command, Menu } from '../../parts/menu.tsx'
import { useSession } from '../../parts/session.ts'
import { t } from '../../text/text.ts'
import { chooseTheme, chosenTheme, type Theme } from '../../theme/theme.ts'

const themes: readonly [Theme, typeof Sun][] = [
  ['system', Monitor],
  ['light', Sun],
  ['dark', Moon],
]

/** Ends the session and forgets everything that was read with it. */
async function signOut(): Promise<void> {
  await send('DELETE', '/session')
  queries.clear()
  queries.setQueryData(sessionQuery.queryKey, null)
}

/** Who is signed in; opens the theme and the way out. */
export function AccountMenu() {
  const { person } = useSession()
  const router = useRouter()
  const [theme, setTheme] = useState(chosenTheme)
  if (!person) return null
  const commands: Command[] = [
    ...themes.map(([one, Icon]) => ({
      id: one,
      name: `${t('nav.theme')}: ${t(`theme.${one}`)}`,
      icon: one === theme ? <Check size={14} aria-hidden /> : <Icon size={14} aria-hidden />,
      do: () => {
        chooseTheme(one)
        setTheme(one)
      },
    })),
    {
      id: 'sign-out',
      name: t('signIn.signOut'),
      icon: <LogOut size={14} aria-hidden />,
      do: () => void signOut().then(() => router.navigate({ to: '/sign-in' })),
    },
  ]
  return (
    <Menu label={t('nav.menu')} commands={commands}>
      <Button className="flex h-9 min-w-0 items-center gap-2 rounded-md px-1 text-sm hovered:bg-surface-2 max-md:h-11 max-md:px-2">
        <Avatar person={person} />
        <span className="sr-only">{t('nav.account')}</span>
        <span className="truncate max-lg:sr-only">{person.name}</span>
      </Button>
    </Menu>
  )
}
