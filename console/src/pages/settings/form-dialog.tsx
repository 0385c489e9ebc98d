import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Form } from 'react-aria-components'
import { explain } from '../../api/explain.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { t } from '../../text/text.ts'

interface Props<T> {
  readonly title: string
  readonly action: string
  readonly onSubmit: () => Promise<T>
  readonly onDone: (made: T) => void
  readonly onClose: () => void
  readonly isComplete?: boolean
  readonly children: ReactNode
}

/** A dialog with a form. What was typed stays when the desk refuses it. */
export function FormDialog<T>(props: Props<T>) {
  const { title, action, onSubmit, onDone, onClose, isComplete = true, children } = props
  const doing = useMutation({ mutationFn: onSubmit, onSuccess: onDone })
  return (
    <Dialog title={title} onClose={onClose} deliberate>
      <Form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          doing.mutate()
        }}
      >
        {children}
        {doing.isError && (
          <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-danger-text text-sm">
            {t('settings.notDone', { why: explain(doing.error) })}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" tone="primary" isDisabled={doing.isPending || !isComplete}>
            {action}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
