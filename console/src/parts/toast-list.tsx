import { X } from 'lucide-react'
import { t } from '../text/text.ts'
import { Button, IconButton } from './button.tsx'
import { classes } from './classes.ts'
import { dismiss, toasts } from './toasts.ts'
import { useStore } from './use-store.ts'

/** Announcements at the lower edge. Screen readers read them; the focus stays where it is. */
export function ToastList() {
  const list = useStore(toasts)
  return (
    <section
      aria-label={t('toast.region')}
      aria-live="polite"
      className="pointer-events-none fixed bottom-4 left-4 z-50 flex flex-col items-start gap-2 max-md:inset-x-4 max-md:top-16 max-md:bottom-auto max-md:items-center"
    >
      {list.map(({ id, text, tone, undo }) => (
        <div
          key={id}
          className={classes(
            'floats rises pointer-events-auto flex min-h-10 max-w-lg items-center gap-2 py-1 pr-1 pl-4 text-sm',
            tone === 'danger' && 'text-danger-text',
          )}
        >
          <span className="min-w-0 break-words">{text}</span>
          {undo && (
            <Button
              tone="quiet"
              className="text-accent-text"
              onPress={() => {
                dismiss(id)
                undo()
              }}
            >
              {t('action.undo')}
            </Button>
          )}
          <IconButton label={t('action.close')} onPress={() => dismiss(id)}>
            <X size={14} aria-hidden />
          </IconButton>
        </div>
      ))}
    </section>
  )
}
