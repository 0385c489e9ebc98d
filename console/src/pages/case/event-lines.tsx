import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { deletedFieldsQuery, fieldsQuery } from '../../api/queries.ts'
import type { HistoryEntry } from '../../api/types.ts'
import { Button } from '../../parts/button.tsx'
import { Time } from '../../parts/time.tsx'
import { t } from '../../text/text.ts'
import { wordsOf } from './event-words.ts'

/** So many lines between two messages are shown without asking. */
const shownAtOnce = 4

/** What happened between two messages, one muted line each. */
export function EventLines({ entries }: { entries: readonly HistoryEntry[] }) {
  const [all, setAll] = useState(false)
  const { data: fields = [] } = useQuery(fieldsQuery)
  const { data: deleted = [] } = useQuery({
    ...deletedFieldsQuery,
    enabled: entries.some(({ changes }) => changes.some(({ field }) => field === 'fields')),
  })
  const lines = entries.flatMap((entry) =>
    wordsOf(entry, [...fields, ...deleted]).map((words) => ({
      key: `${entry.id}${words}`,
      words,
      at: entry.at,
    })),
  )
  if (lines.length === 0) return null
  const shown = all || lines.length <= shownAtOnce + 1 ? lines : lines.slice(-shownAtOnce)
  return (
    <li className="py-1.5 pl-10 text-text-3 text-xs max-md:pl-0">
      <ul className="flex flex-col gap-1.5">
        {shown.length < lines.length && (
          <li>
            <Button tone="quiet" className="h-6 px-1 text-xs" onPress={() => setAll(true)}>
              {t('message.earlier', { n: lines.length - shown.length })}
            </Button>
          </li>
        )}
        {shown.map(({ key, words, at }) => (
          <li key={key} className="flex items-baseline gap-2">
            <span aria-hidden className="size-1 shrink-0 self-center rounded-full bg-line-strong" />
            <span className="min-w-0 break-words">{words}</span>
            <Time at={at} row className="shrink-0" />
          </li>
        ))}
      </ul>
    </li>
  )
}
