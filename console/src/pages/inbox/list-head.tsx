import { useNavigate } from '@tanstack/react-router'
import { ArrowDownUp, Search, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Input, SearchField } from 'react-aria-components'
import type { ListSearch } from '../../api/queries.ts'
import { sorts } from '../../list-search.ts'
import { IconButton } from '../../parts/button.tsx'
import { Menu } from '../../parts/menu.tsx'
import { t } from '../../text/text.ts'
import { FilterButton, FilterChips } from './filters.tsx'

/** How long a pause ends the typing of a search, in ms. */
const pause = 250

/** Name of the view, search, filters and order. All of it is kept in the URL. */
export function ListHead({ search }: { search: ListSearch }) {
  const navigate = useNavigate()
  const go = (next: ListSearch, replace = false) => void navigate({ to: '/', search: next, replace })
  return (
    <header className="border-line border-b">
      <div className="flex min-h-12 flex-wrap items-center gap-x-1 pr-2 pl-4 @max-lg:pb-2">
        <h1 className="flex h-12 min-w-0 flex-1 items-center font-semibold text-lg">
          {t(`view.${search.view ?? 'open'}`)}
        </h1>
        <SearchBox
          key={`${search.view}`}
          search={search}
          onSearch={(q) => go({ ...search, q: q || undefined }, true)}
        />
        <FilterButton search={search} onChange={go} />
        <Menu
          label={t('list.sort')}
          commands={sorts.map((sort) => ({
            id: sort,
            name: t(`sort.${sort}`),
            do: () => go({ ...search, sort: sort === 'updated' ? undefined : sort }),
          }))}
        >
          <IconButton label={`${t('list.sort')}: ${t(`sort.${search.sort ?? 'updated'}`)}`}>
            <ArrowDownUp size={15} aria-hidden />
          </IconButton>
        </Menu>
      </div>
      <FilterChips search={search} onChange={go} />
    </header>
  )
}

function SearchBox({ search, onSearch }: { search: ListSearch; onSearch: (q: string) => void }) {
  const [words, setWords] = useState(search.q ?? '')
  const sent = useRef(search.q ?? '')
  useEffect(() => {
    // The URL was changed elsewhere, e.g. by the palette or the Back button.
    if ((search.q ?? '') !== sent.current) {
      sent.current = search.q ?? ''
      setWords(search.q ?? '')
    }
  }, [search.q])
  useEffect(() => {
    if (words.trim() === sent.current) return
    const timer = setTimeout(() => {
      sent.current = words.trim()
      onSearch(words.trim())
    }, pause)
    return () => clearTimeout(timer)
  })
  return (
    <SearchField
      aria-label={t('nav.search')}
      value={words}
      onChange={setWords}
      className="flex h-8 w-72 min-w-0 items-center gap-2 @max-lg:order-last @max-lg:mr-2 @max-lg:w-full rounded-md border border-line bg-surface-0 px-2 focus-within:border-accent max-md:h-11"
    >
      <Search size={14} aria-hidden className="shrink-0 text-text-3" />
      <Input
        type="search"
        placeholder={t('list.search')}
        onKeyDown={(event) => event.key === 'Escape' && words === '' && event.currentTarget.blur()}
        className="w-full min-w-0 bg-transparent text-sm outline-none max-md:text-lg [&::-webkit-search-cancel-button]:hidden"
      />
      {words !== '' && (
        <button type="button" aria-label={t('list.clearSearch')} onClick={() => setWords('')}>
          <X size={14} aria-hidden className="text-text-3" />
        </button>
      )}
    </SearchField>
  )
}
