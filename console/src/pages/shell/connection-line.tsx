import { CloudOff } from 'lucide-react'
import { connection } from '../../api/live.ts'
import { useStore } from '../../parts/use-store.ts'
import { t } from '../../text/text.ts'

/** One calm line while the desk can't be reached; it goes by itself. */
export function ConnectionLine() {
  const state = useStore(connection)
  return (
    <div role="status">
      {state === 'lost' && (
        <p className="flex items-center justify-center gap-2 border-line border-b bg-warn-soft px-4 py-1.5 text-center text-sm text-warn-text">
          <CloudOff size={14} aria-hidden className="shrink-0" />
          {t('connection.lost')}
        </p>
      )}
    </div>
  )
}
