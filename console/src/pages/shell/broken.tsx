import { Failed } from '../../parts/state.tsx'
import { t } from '../../text/text.ts'

/** The last resort when a page can't be shown. */
export function Broken({ error, reset }: { error: unknown; reset: () => void }) {
  return <Failed title={t('error.title')} error={error} onRetry={reset} />
}
