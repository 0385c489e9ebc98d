import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { FileQuestionMark } from 'lucide-react'
import { useEffect, useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { caseQuery } from '../../api/queries.ts'
import type { CaseDetail } from '../../api/types.ts'
import { useKeys } from '../../parts/keys.ts'
import { Empty, Failed, Skeleton } from '../../parts/state.tsx'
import { t } from '../../text/text.ts'
import { CaseHead } from './case-head.tsx'
import { Composer } from './composer.tsx'
import { Properties } from './properties.tsx'
import { PropertyDrawer } from './property-drawer.tsx'
import { Thread } from './thread.tsx'
import { useCaseActions } from './use-case-actions.ts'

/** One case: its conversation, what can be written to it, and what is known about it. */
export function CasePage() {
  const { number } = useParams({ from: '/desk/inbox/cases/$number' })
  const search = useSearch({ from: '/desk/inbox' })
  const navigate = useNavigate()
  const { data, error, refetch } = useQuery(caseQuery(number))
  const back = () => void navigate({ to: '/', search })
  useKeys({ u: back, Escape: back })
  if (data) return <Loaded key={number} of={data} onBack={back} />
  if (error instanceof ApiError && error.status === 404) {
    return (
      <Empty
        icon={FileQuestionMark}
        title={t('case.missing', { number: String(number) })}
        text={t('case.missingWhy')}
      />
    )
  }
  if (error) return <Failed title={t('case.failed')} error={error} onRetry={() => void refetch()} />
  return <Skeleton />
}

function Loaded({ of, onBack }: { of: CaseDetail; onBack: () => void }) {
  const [drawer, setDrawer] = useState(false)
  const [picking, setPicking] = useState<string | null>(null)
  const actions = useCaseActions(of, onBack)
  const pick = (field: string) => {
    // The column may be folded away; its pickers then open in the drawer.
    if (!document.querySelector('[data-properties]')?.checkVisibility()) setDrawer(true)
    setPicking(field)
  }
  useKeys({
    s: () => pick('status'),
    i: () => pick('priority'),
    a: () => pick('assignee'),
    l: () => pick('tags'),
    e: actions.resolve,
  })
  useEffect(() => {
    const before = document.title
    document.title = `#${of.number} ${of.subject}`
    return () => {
      document.title = before
    }
  }, [of.number, of.subject])
  const properties = (
    <Properties of={of} actions={actions} picking={picking} onPicking={(field) => setPicking(field)} />
  )
  return (
    <article
      aria-label={t('case.label', { number: String(of.number) })}
      className="@container flex h-full flex-col bg-surface-1"
    >
      <CaseHead of={of} actions={actions} onBack={onBack} onDrawer={() => setDrawer(true)} />
      <div className="flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">
          <Thread of={of} />
          <Composer of={of} />
        </div>
        <aside
          data-properties
          aria-label={t('case.properties')}
          className="scroll w-64 shrink-0 border-line border-l @max-[50rem]:hidden"
        >
          {!drawer && properties}
        </aside>
      </div>
      {drawer && <PropertyDrawer onClose={() => setDrawer(false)}>{properties}</PropertyDrawer>}
    </article>
  )
}
