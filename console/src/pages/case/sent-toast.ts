import type { Audience } from '../../api/drafts.ts'
import { outbox } from '../../api/outbox.ts'
import type { CaseDetail } from '../../api/types.ts'
import { dismiss, toast } from '../../parts/toasts.ts'
import { t } from '../../text/text.ts'
import { readers } from './audience.tsx'
import { editAgain } from './outgoing-card.tsx'

/** Announces a message on its way; the announcement goes with the reader to other cases and can take it back. */
export function announce(key: string, of: CaseDetail, audience: Audience): void {
  const text =
    audience === 'internal'
      ? t('composer.noting', { number: String(of.number) })
      : t('composer.sending', { name: readers(of, audience) })
  const id = toast({ text, undo: () => editAgain(key) })
  const stop = outbox.watch(() => {
    if (outbox.get().some((message) => message.key === key && message.state === 'waiting')) return
    stop()
    dismiss(id)
  })
}
