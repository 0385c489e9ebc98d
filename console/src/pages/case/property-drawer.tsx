import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { IconButton } from '../../parts/button.tsx'
import { t } from '../../text/text.ts'

/** The property column where there is no room for it beside the thread. */
export function PropertyDrawer({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(open) => !open && onClose()}
      className="fixed inset-0 z-40 flex justify-end bg-scrim"
    >
      <Modal className="rises flex w-80 max-w-[90vw] border-line border-l bg-surface-1 shadow-float outline-none">
        <Dialog className="flex min-h-0 w-full flex-col outline-none">
          <header className="flex h-14 shrink-0 items-center justify-between border-line border-b pr-2 pl-4">
            <Heading slot="title" className="font-semibold text-lg">
              {t('case.properties')}
            </Heading>
            <IconButton label={t('action.close')} onPress={onClose}>
              <X size={16} aria-hidden />
            </IconButton>
          </header>
          <div className="scroll min-h-0 flex-1">{children}</div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
