import { useMutation } from '@tanstack/react-query'
import { explain } from '../api/explain.ts'
import { t } from '../text/text.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

interface Props {
  readonly title: string
  readonly text: string
  readonly action: string
  readonly onConfirm: () => Promise<unknown>
  readonly onClose: () => void
}

/** Asks before something that can't be undone, and names what goes. */
export function Confirm({ title, text, action, onConfirm, onClose }: Props) {
  const doing = useMutation({ mutationFn: onConfirm, onSuccess: onClose })
  return (
    <Dialog title={title} onClose={onClose}>
      <p className="text-text-2">{text}</p>
      {doing.isError && (
        <p role="alert" className="mt-3 text-danger-text text-sm">
          {t('settings.notDone', { why: explain(doing.error) })}
        </p>
      )}
      <div className="mt-5 flex justify-end gap-2">
        <Button onPress={onClose}>{t('action.cancel')}</Button>
        <Button tone="danger" isDisabled={doing.isPending} onPress={() => doing.mutate()}>
          {action}
        </Button>
      </div>
    </Dialog>
  )
}
