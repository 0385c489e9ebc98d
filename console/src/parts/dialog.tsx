import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { t } from '../text/text.ts'
import { IconButton } from './button.tsx'
import { classes } from './classes.ts'

interface Props {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  readonly wide?: boolean
  /** Leaving it by a click beside it would lose something. */
  readonly deliberate?: boolean
}

/** A dialog over the page; it holds the focus and gives it back. */
export function Dialog({ title, onClose, children, wide = false, deliberate = false }: Props) {
  return (
    <ModalOverlay
      isOpen
      isDismissable={!deliberate}
      onOpenChange={(open) => !open && onClose()}
      className="fixed inset-0 z-40 flex items-start justify-center bg-scrim p-4 pt-[12vh] max-md:items-end max-md:p-0"
    >
      <Modal
        className={classes(
          'floats rises flex max-h-[76vh] w-full flex-col outline-none max-md:max-h-[90vh] max-md:rounded-b-none',
          wide ? 'max-w-2xl' : 'max-w-md',
        )}
      >
        <AriaDialog className="flex min-h-0 flex-col outline-none">
          <header className="flex items-center justify-between gap-2 py-3 pr-3 pl-5">
            <Heading slot="title" className="font-semibold text-lg">
              {title}
            </Heading>
            <IconButton label={t('action.close')} onPress={onClose}>
              <X size={16} aria-hidden />
            </IconButton>
          </header>
          <div className="scroll min-h-0 px-5 pb-5">{children}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
