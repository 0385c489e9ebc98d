import { TriangleAlert } from 'lucide-react'
import type { IssuedSecret } from '../../api/types.ts'
import { Button } from '../../parts/button.tsx'
import { CopyField } from '../../parts/copy.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { day, t } from '../../text/text.ts'

interface Props {
  readonly title: string
  readonly secret: IssuedSecret
  readonly keyName: 'secret.key' | 'secret.token'
  readonly onClose: () => void
}

/** Shows a new key or token, once. Nothing keeps it: closing the dialog forgets it. */
export function SecretOnce({ title, secret, keyName, onClose }: Props) {
  return (
    <Dialog title={title} onClose={onClose} deliberate>
      <OnceWarning />
      <div className="mt-4 flex flex-col gap-4">
        <CopyField label={t(keyName)} value={secret.key} />
        {secret.secret !== null && <CopyField label={t('secret.secret')} value={secret.secret} />}
        <p className="text-text-3 text-xs">
          {secret.expiresAt === null
            ? t('secret.neverExpires')
            : `${t('secret.expires')} ${day(secret.expiresAt)}`}
        </p>
      </div>
      <div className="mt-5 flex justify-end">
        <Button tone="primary" onPress={onClose}>
          {t('secret.done')}
        </Button>
      </div>
    </Dialog>
  )
}

/** Says that what follows can't be seen again. */
export function OnceWarning() {
  return (
    <p className="flex gap-2 rounded-md bg-warn-soft px-3 py-2 text-sm text-warn-text">
      <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0" />
      {t('secret.once')}
    </p>
  )
}
