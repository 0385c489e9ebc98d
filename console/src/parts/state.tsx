import { CircleAlert, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { explain } from '../api/explain.ts'
import { t } from '../text/text.ts'
import { Button } from './button.tsx'

/** Says what this place is while nothing is in it, and the one next step. */
export function Empty(props: { icon: LucideIcon; title: string; text?: string; children?: ReactNode }) {
  const { icon: Icon, title, text, children } = props
  return (
    <div className="late mx-auto flex max-w-sm flex-col items-center gap-2 px-6 py-16 text-center">
      <Icon size={24} strokeWidth={1.5} aria-hidden className="mb-1 text-text-3" />
      <p className="font-medium">{title}</p>
      {text !== undefined && <p className="text-text-3 text-sm">{text}</p>}
      {children}
    </div>
  )
}

/** Says what went wrong and offers to try again. */
export function Failed({ title, error, onRetry }: { title: string; error: unknown; onRetry?: () => void }) {
  return (
    <div role="alert" className="mx-auto flex max-w-sm flex-col items-center gap-2 px-6 py-16 text-center">
      <CircleAlert size={24} strokeWidth={1.5} aria-hidden className="mb-1 text-danger-text" />
      <p className="font-medium">{title}</p>
      <p className="text-sm text-text-3">{explain(error)}</p>
      {onRetry && (
        <Button className="mt-2" onPress={onRetry}>
          {t('error.retry')}
        </Button>
      )}
    </div>
  )
}

const widths = ['w-2/3', 'w-1/2', 'w-3/5', 'w-2/5', 'w-3/4', 'w-1/3']

/** The shape of a list while it is read; appears only when that takes long enough to be noticed. */
export function Skeleton() {
  return (
    <div role="status" aria-label={t('app.loading')} className="late">
      {widths.map((width) => (
        <div key={width} className="flex h-14 flex-col justify-center gap-2 border-line border-b px-4">
          <div className={`h-2.5 rounded-sm bg-surface-3 ${width}`} />
          <div className="h-2.5 w-1/4 rounded-sm bg-surface-2" />
        </div>
      ))}
    </div>
  )
}
