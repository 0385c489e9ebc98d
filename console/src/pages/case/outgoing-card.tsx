import { CircleAlert, SendHorizontal } from 'lucide-react'
import { changeDraft } from '../../api/drafts.ts'
import { dispatch, type Outgoing, takeBack } from '../../api/outbox.ts'
import { Button } from '../../parts/button.tsx'
import { classes } from '../../parts/classes.ts'
import { t } from '../../text/text.ts'

/** Takes a message back into the draft, if it has not left. */
export function editAgain(key: string): void {
  const message = takeBack(key)
  if (message)
    changeDraft(message.number, { audience: message.audience, text: message.text, files: message.files })
}

/** A message on its way, with the ways to hurry it or to take it back. */
export function OutgoingCard({ message }: { message: Outgoing }) {
  const failed = message.state === 'failed'
  return (
    <li className="py-2 pl-10 max-md:pl-0">
      <div
        className={classes(
          'rounded-lg border border-dashed px-4 py-3',
          failed ? 'border-danger' : 'border-line-strong',
        )}
      >
        <p className="whitespace-pre-wrap break-words text-text-2 leading-normal">{message.text}</p>
        <div className="mt-2 flex flex-wrap items-center gap-1 text-sm">
          <span
            role={failed ? 'alert' : 'status'}
            className={classes(
              'mr-auto flex items-center gap-1.5 text-xs',
              failed ? 'text-danger-text' : 'text-text-3',
            )}
          >
            {failed ? <CircleAlert size={14} aria-hidden /> : <SendHorizontal size={14} aria-hidden />}
            {words(message)}
          </span>
          {message.state !== 'sending' && (
            <>
              <Button tone="quiet" className="h-7 text-xs" onPress={() => editAgain(message.key)}>
                {failed ? t('message.editAgain') : t('action.undo')}
              </Button>
              <Button tone="plain" className="h-7 text-xs" onPress={() => void dispatch(message.key)}>
                {failed ? t('error.retry') : t('message.sendNow')}
              </Button>
            </>
          )}
        </div>
      </div>
    </li>
  )
}

function words(message: Outgoing): string {
  switch (message.state) {
    case 'waiting':
      return t('message.waiting')
    case 'sending':
      return t('message.sending')
    case 'failed':
      return t('message.failed', { why: message.refusal || t('error.offline') })
  }
}
