import type { UseQueryResult } from '@tanstack/react-query'
import { Lock } from 'lucide-react'
import type { ReactNode } from 'react'
import { ApiError } from '../../api/client.ts'
import { Empty, Failed, Skeleton } from '../../parts/state.tsx'
import { t } from '../../text/text.ts'

interface Props<T> {
  readonly title: string
  readonly intro: string
  /** The button that adds something. */
  readonly add: ReactNode
  readonly query: UseQueryResult<T>
  readonly children: (data: T) => ReactNode
}

/** One page of the settings: what it is for, the button that adds, and the list. */
export function Section<T>({ title, intro, add, query, children }: Props<T>) {
  return (
    <div className="mx-auto max-w-4xl px-6 py-8 max-md:px-4 max-md:py-5">
      <header className="mb-6 flex items-start justify-between gap-4 max-md:flex-col">
        <div>
          <h1 className="font-semibold text-xl">{title}</h1>
          <p className="mt-1 max-w-xl text-text-3">{intro}</p>
        </div>
        {query.isSuccess && add}
      </header>
      <Content query={query}>{children}</Content>
    </div>
  )
}

function Content<T>({ query, children }: Pick<Props<T>, 'query' | 'children'>) {
  if (query.data !== undefined) return children(query.data)
  if (query.error instanceof ApiError && query.error.status === 403) {
    return <Empty icon={Lock} title={t('settings.forbidden')} text={t('settings.forbiddenWhy')} />
  }
  if (query.error) {
    return <Failed title={t('settings.failed')} error={query.error} onRetry={() => void query.refetch()} />
  }
  return <Skeleton />
}

/** The frame around the rows of a settings list. */
export function Rows({ children }: { children: ReactNode }) {
  return <ul className="divide-y divide-line rounded-lg border border-line">{children}</ul>
}

/** One row: what it is at the left, its state and actions at the right. */
export function Row({ children, end }: { children: ReactNode; end?: ReactNode }) {
  return (
    <li className="flex min-h-14 items-center gap-4 px-4 py-2.5 max-md:flex-wrap">
      <div className="min-w-0 flex-1">{children}</div>
      {end}
    </li>
  )
}
