import { Time } from '../../parts/time.tsx'
import { t } from '../../text/text.ts'

interface Key {
  readonly hint: string
  readonly createdAt: string
  readonly expiresAt: string | null
  readonly lastUsedAt: string | null
}

/** What may be known of a key after it was shown: how it ends, how old it is, whether it is used. */
export function KeyFacts({ of }: { of: Key }) {
  return (
    <span className="flex flex-wrap gap-x-3 text-text-3 text-xs">
      <span className="font-mono">…{of.hint}</span>
      <span>
        {of.lastUsedAt === null ? (
          t('secret.unused')
        ) : (
          <>
            {t('secret.used')} <Time at={of.lastUsedAt} />
          </>
        )}
      </span>
      <span>
        {of.expiresAt === null ? (
          t('secret.neverExpires')
        ) : (
          <>
            {t('secret.expires')} <Time at={of.expiresAt} />
          </>
        )}
      </span>
    </span>
  )
}
