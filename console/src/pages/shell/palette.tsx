import { useNavigate } from '@tanstack/react-router'
import { CircleQuestionMark, FileSearch, Hash, Moon, Search, Settings, SquarePen, Sun } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import {
  Autocomplete,
  Dialog,
  Input,
  ListBox,
  ListBoxItem,
  Modal,
  ModalOverlay,
  TextField,
  useFilter,
} from 'react-aria-components'
import { viewNames } from '../../list-search.ts'
import { KeyHint } from '../../parts/key-hint.tsx'
import type { Command } from '../../parts/menu.tsx'
import { itemLook } from '../../parts/picker.tsx'
import { useStore } from '../../parts/use-store.ts'
import { t } from '../../text/text.ts'
import { chooseTheme } from '../../theme/theme.ts'
import { caseCommands } from './case-commands.ts'
import { viewIcons } from './views.ts'

/** Everything in one field: places, commands, a case by number, a search. */
export function Palette({ onClose, onHelp }: { onClose: () => void; onHelp: () => void }) {
  const [words, setWords] = useState('')
  const { contains } = useFilter({ sensitivity: 'base' })
  const places = usePlaces(onHelp)
  const ofCase = useStore(caseCommands)
  const typed = useTyped(words.trim())
  const commands = [...ofCase, ...places].filter(({ name }) => contains(name, words.trim()))
  // A number means a case first of all; a search is what remains when nothing else is meant.
  const all = [
    ...typed.filter(({ id }) => id === 'case'),
    ...commands,
    ...typed.filter(({ id }) => id === 'search'),
  ]
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(open) => !open && onClose()}
      className="fixed inset-0 z-40 flex items-start justify-center bg-scrim p-4 pt-[14vh] max-md:pt-4"
    >
      <Modal className="floats rises w-full max-w-xl overflow-hidden outline-none">
        <Dialog aria-label={t('palette.title')} className="outline-none">
          <Autocomplete inputValue={words} onInputChange={setWords}>
            <TextField
              aria-label={t('palette.title')}
              autoFocus
              className="flex items-center border-line border-b px-4"
            >
              <Search size={16} aria-hidden className="text-text-3" />
              <Input
                role="combobox"
                aria-expanded="true"
                placeholder={t('palette.placeholder')}
                className="h-12 w-full bg-transparent px-3 text-lg outline-none"
              />
            </TextField>
            <ListBox
              aria-label={t('palette.title')}
              items={all}
              className="scroll max-h-80 p-2 outline-none"
              selectionMode="single"
              selectedKeys={[]}
              onSelectionChange={(keys) => {
                const [id] = keys === 'all' ? [] : keys
                onClose()
                all.find((command) => command.id === id)?.do()
              }}
              renderEmptyState={() => <p className="px-2 py-3 text-sm text-text-3">{t('palette.empty')}</p>}
            >
              {(command) => (
                <ListBoxItem id={command.id} textValue={command.name} className={`${itemLook} min-h-9`}>
                  <span className="text-text-3">{command.icon}</span>
                  <span className="flex-1 truncate">{command.name}</span>
                  {command.keys !== undefined && <KeyHint keys={command.keys} />}
                </ListBoxItem>
              )}
            </ListBox>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

/** What the words themselves can mean: the number of a case, a search. */
function useTyped(words: string): Command[] {
  const navigate = useNavigate()
  if (words === '') return []
  const number = Number(words.replace(/^#/, ''))
  const found: Command[] = []
  if (Number.isSafeInteger(number) && number > 0) {
    found.push({
      id: 'case',
      name: t('palette.openCase', { number: String(number) }),
      icon: <Hash size={15} aria-hidden />,
      do: () => void navigate({ to: '/cases/$number', params: { number }, search: {} }),
    })
  }
  found.push({
    id: 'search',
    name: t('palette.searchFor', { words }),
    icon: <FileSearch size={15} aria-hidden />,
    do: () => void navigate({ to: '/', search: { view: 'all', q: words } }),
  })
  return found
}

const viewKeys: Partial<Record<(typeof viewNames)[number], string>> = {
  open: 'g i',
  mine: 'g m',
  unassigned: 'g u',
  all: 'g a',
}

function usePlaces(onHelp: () => void): Command[] {
  const navigate = useNavigate()
  const settings = (['reps', 'organisations', 'fields', 'applications', 'tokens'] as const).map((page) => ({
    id: `settings-${page}`,
    name: `${t('settings.title')}: ${t(`settings.${page}`)}`,
    icon: <Settings size={15} aria-hidden />,
    do: () => void navigate({ to: `/settings/${page}` }),
  }))
  return [
    command(
      'new',
      t('nav.newCase'),
      <SquarePen size={15} aria-hidden />,
      () => void navigate({ to: '/new' }),
      'c',
    ),
    ...viewNames.map((view) => {
      const Icon = viewIcons[view]
      const go = () => void navigate({ to: '/', search: view === 'open' ? {} : { view } })
      return command(view, t(`view.${view}`), <Icon size={15} aria-hidden />, go, viewKeys[view])
    }),
    ...settings,
    command('light', `${t('nav.theme')}: ${t('theme.light')}`, <Sun size={15} aria-hidden />, () =>
      chooseTheme('light'),
    ),
    command('dark', `${t('nav.theme')}: ${t('theme.dark')}`, <Moon size={15} aria-hidden />, () =>
      chooseTheme('dark'),
    ),
    command('help', t('nav.keys'), <CircleQuestionMark size={15} aria-hidden />, onHelp, '?'),
  ]
}

function command(id: string, name: string, icon: ReactNode, act: () => void, keys?: string): Command {
  return { id, name, icon, do: act, ...(keys === undefined ? {} : { keys }) }
}
