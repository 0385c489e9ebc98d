import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Field } from '../../api/types.ts'
import { t } from '../../text/text.ts'
import type { Option } from '../picker.tsx'
import { referencesQuery } from './references.ts'
import { type Named, namedIn } from './values.ts'

const none = 'none'

/** What a picker needs to know of a field, and the value that a choice means. */
export interface FieldChoices {
  readonly options: Option[]
  readonly chosen: Option['id'][]
  readonly many: boolean
  /** Where what can be chosen is looked up while one types. */
  readonly onFind?: (words: string) => void
  readonly onOpenChange: (open: boolean) => void
  /** @returns the value as cases show it, null for none */
  meaning(chosen: readonly Option['id'][]): unknown
}

/** @returns what can be chosen for the field; what is chosen stays among it, even if nobody can choose it any more */
export function useChoices(field: Field, value: unknown): FieldChoices {
  const [words, setWords] = useState('')
  const [opened, setOpened] = useState(false)
  const { data: found = [] } = useQuery({
    ...referencesQuery(field.refersTo, words.trim()),
    enabled: opened && field.refersTo !== null,
    placeholderData: keepPreviousData,
  })
  const many = field.type === 'mpick'
  const onOpenChange = (open: boolean) => {
    if (open) setOpened(true)
    else setWords('')
  }
  if (field.type === 'bool') {
    const chosen = value === true ? ['yes'] : value === false ? ['no'] : []
    const options = [
      { id: 'yes', name: t('field.yes') },
      { id: 'no', name: t('field.no') },
    ]
    return {
      options: withNone(field, options, chosen),
      chosen,
      many,
      onOpenChange,
      meaning: ([id]) => (id === 'yes' ? true : id === 'no' ? false : null),
    }
  }
  const present = namedIn(value)
  const known: readonly Named[] = field.type === 'ref' ? found : field.choices
  const all = [...present.filter(({ id }) => !known.some((one) => one.id === id)), ...known]
  const chosen = present.map(({ id }) => id)
  const options = all.map(({ id, name }) => ({ id, name: name ?? `#${id}` }))
  return {
    options: words.trim() === '' ? withNone(field, options, chosen) : options,
    chosen,
    many,
    onOpenChange,
    ...(field.type === 'ref' ? { onFind: setWords } : {}),
    meaning: (ids) => {
      const next = ids
        .flatMap((id) => all.find((one) => one.id === id) ?? [])
        .map(({ id, name }) => ({ id, name }))
      return many && next.length > 0 ? next : (next[0] ?? null)
    },
  }
}

/** What need not be filled in can be emptied; of several each is taken back by itself. */
function withNone(field: Field, options: Option[], chosen: readonly Option['id'][]): Option[] {
  if (field.mandatory || field.type === 'mpick' || chosen.length === 0) return options
  return [...options, { id: none, name: t('action.clear') }]
}
