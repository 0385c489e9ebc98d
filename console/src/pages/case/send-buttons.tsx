import { ChevronUp, CircleCheck, CirclePause } from 'lucide-react'
import { TooltipTrigger } from 'react-aria-components'
import type { Audience } from '../../api/drafts.ts'
import { Button, IconButton, Tip } from '../../parts/button.tsx'
import { Menu } from '../../parts/menu.tsx'
import { t } from '../../text/text.ts'

/** What happens to the status when a message is sent; null leaves it. */
export type SendThen = 'resolved' | 'waiting' | null

interface Props {
  readonly audience: Audience
  readonly canSend: boolean
  readonly mayResolve: boolean
  readonly onSend: (then: SendThen) => void
}

/** Send, send and resolve, send and wait: each one press or one key. */
export function SendButtons({ audience, canSend, mayResolve, onSend }: Props) {
  const isNote = audience === 'internal'
  const resolve = isNote ? t('composer.noteResolve') : t('composer.sendResolve')
  const wait = isNote ? t('composer.noteWait') : t('composer.sendWait')
  return (
    <span className="ml-auto flex gap-1.5">
      <Menu
        label={t('composer.moreSend')}
        commands={[
          {
            id: 'wait',
            name: wait,
            icon: <CirclePause size={14} aria-hidden />,
            keys: 'mod+Alt+Enter',
            do: () => onSend('waiting'),
          },
          ...(mayResolve
            ? [
                {
                  id: 'resolve',
                  name: resolve,
                  icon: <CircleCheck size={14} aria-hidden />,
                  keys: 'mod+shift+Enter',
                  do: () => onSend('resolved'),
                },
              ]
            : []),
        ]}
      >
        <IconButton label={t('composer.moreSend')} isDisabled={!canSend}>
          <ChevronUp size={15} aria-hidden />
        </IconButton>
      </Menu>
      <TooltipTrigger delay={400}>
        <Button tone="primary" isDisabled={!canSend} onPress={() => onSend(null)}>
          {t(`composer.send.${audience}`)}
        </Button>
        <Tip keys="mod+Enter">{t(`composer.send.${audience}`)}</Tip>
      </TooltipTrigger>
    </span>
  )
}
