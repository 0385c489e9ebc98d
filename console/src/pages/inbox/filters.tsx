import { useQuery } from '@tanstack/react-query'
import { ListFilter, X } from 'lucide-react'
import { catalogQuery, type ListSearch } from '../../api/queries.ts'
import type { CatalogAnswer } from '../../api/types.ts'
import { filterWires } from '../../list-search.ts'
import { type Option, Picker } from '../../parts/picker.tsx'
import { t } from '../../text/text.ts'

type Filter = 'status' | 'priority' | 'assignee' | 'tag' | 'wire'
interface Props {
  readonly search: ListSearch
  readonly onChange: (next: ListSearch) => void
}

const fields: readonly (readonly [Filter, Parameters<typeof t>[0]])[] = [
  ['status', 'field.status'],
  ['priority', 'field.priority'],
  ['assignee', 'field.assignee'],
  ['tag', 'field.tags'],
  ['wire', 'field.wire'],
]

/** Chooses a filter: every value of every field in one list that can be searched. */
export function FilterButton({ search, onChange }: Props) {
  const { data: catalog } = useQuery(catalogQuery)
  const options = fields.flatMap(([filter, name]) =>
    valuesOf(filter, catalog).map((value) => ({
      id: `${filter}:${value.id}`,
      name: `${t(name)}: ${value.name}`,
    })),
  )
  const choose = ([chosen]: readonly Option['id'][]) => {
    const [filter = '', value = ''] = String(chosen ?? '').split(':')
    if (filter !== '') onChange({ ...search, [filter]: filter === 'wire' ? value : Number(value) })
  }
  return (
    <Picker
      label={t('list.filter')}
      options={options}
      chosen={[]}
      onChoose={choose}
      className="inline-flex size-8 shrink-0 items-center justify-center rounded-md text-text-2 hovered:bg-surface-2 max-md:size-11"
    >
      <ListFilter size={15} aria-label={t('list.filter')} />
    </Picker>
  )
}

/** The filters that apply, each to be taken away by one press. */
export function FilterChips({ search, onChange }: Props) {
  const { data: catalog } = useQuery(catalogQuery)
  const active = fields.flatMap(([filter, name]) => {
    const value = search[filter]
    if (value === undefined) return []
    const words = valuesOf(filter, catalog).find((one) => one.id === value)?.name ?? String(value)
    return [{ filter, words: `${t(name)}: ${words}` }]
  })
  if (active.length === 0) return null
  return (
    <ul className="flex flex-wrap gap-1.5 px-4 pb-2.5">
      {active.map(({ filter, words }) => (
        <li key={filter}>
          <button
            type="button"
            aria-label={t('list.removeFilter', { name: words })}
            onClick={() => onChange({ ...search, [filter]: undefined })}
            className="flex h-7 items-center gap-1 rounded-full border border-line bg-surface-2 pr-2 pl-3 text-xs hover:bg-surface-3 max-md:h-11"
          >
            {words}
            <X size={12} aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  )
}

function valuesOf(filter: Filter, catalog: CatalogAnswer | undefined): readonly Option[] {
  if (filter === 'wire') return filterWires.map((wire) => ({ id: wire, name: t(`wire.${wire}`) }))
  if (filter === 'assignee') return catalog?.reps ?? []
  return catalog?.kinds[filter] ?? []
}
