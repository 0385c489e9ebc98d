import { Link } from '@tanstack/react-router'
import { t } from '../../text/text.ts'

/** For addresses that lead nowhere. */
export function NoPage() {
  return (
    <div className="flex h-full flex-col items-center justify-center gap-3">
      <h1 className="font-semibold text-xl">{t('error.noPage')}</h1>
      <Link to="/" search={{}} className="text-accent-text underline">
        {t('error.toInbox')}
      </Link>
    </div>
  )
}
