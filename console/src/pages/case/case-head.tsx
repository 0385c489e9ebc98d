import { ArrowLeft, CircleCheck, Ellipsis, Link2, PanelRight, RotateCcw, Trash2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { TooltipTrigger } from 'react-aria-components'
import type { CaseDetail } from '../../api/types.ts'
import { StatusName } from '../../parts/badges.tsx'
import { Button, IconButton, Tip } from '../../parts/button.tsx'
import { Menu } from '../../parts/menu.tsx'
import { useSession } from '../../parts/session.ts'
import { t } from '../../text/text.ts'
import type { CaseActions } from './use-case-actions.ts'

interface Props {
  readonly of: CaseDetail
  readonly actions: CaseActions
  readonly onBack: () => void
  readonly onDrawer: () => void
}

/** Number and subject of the case, and the few things one does with it as a whole. */
export function CaseHead({ of, actions, onBack, onDrawer }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  const { may } = useSession()
  // Opening a case moves the focus to it, so that reading and keys go on from here.
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  const done = ['resolved', 'closed', 'cancelled'].includes(of.status.phase)
  return (
    <header className="border-line border-b">
      <div className="flex min-h-12 items-center gap-1 py-1.5 pr-3 pl-2 max-md:min-h-14">
        <IconButton label={t('keys.back')} keys="u" onPress={onBack}>
          <ArrowLeft size={16} aria-hidden />
        </IconButton>
        <h1
          ref={heading}
          tabIndex={-1}
          className="line-clamp-2 min-w-0 flex-1 break-words font-semibold text-lg outline-none"
        >
          {of.subject} <span className="font-normal text-text-3">#{of.number}</span>
        </h1>
        <StatusName
          status={of.status}
          className="mr-1 text-sm text-text-2 @max-xl:hidden @min-[50rem]:hidden"
        />
        {may('case.close') && !of.trashed && (
          <TooltipTrigger delay={400}>
            {done ? (
              <Button onPress={actions.reopen} className="@max-xl:hidden">
                <RotateCcw size={14} aria-hidden />
                {t('case.reopen')}
              </Button>
            ) : (
              <Button onPress={actions.resolve} className="@max-xl:hidden">
                <CircleCheck size={14} aria-hidden />
                {t('case.resolve')}
              </Button>
            )}
            <Tip keys={done ? undefined : 'e'}>{done ? t('case.reopen') : t('case.resolve')}</Tip>
          </TooltipTrigger>
        )}
        <IconButton label={t('case.showProperties')} className="@min-[50rem]:hidden" onPress={onDrawer}>
          <PanelRight size={16} aria-hidden />
        </IconButton>
        <Menu
          label={t('case.more')}
          commands={[
            done
              ? {
                  id: 'reopen',
                  name: t('case.reopen'),
                  icon: <RotateCcw size={14} aria-hidden />,
                  do: actions.reopen,
                }
              : {
                  id: 'resolve',
                  name: t('case.resolve'),
                  keys: 'e',
                  icon: <CircleCheck size={14} aria-hidden />,
                  do: actions.resolve,
                },
            {
              id: 'link',
              name: t('case.copyLink'),
              icon: <Link2 size={14} aria-hidden />,
              do: actions.copyLink,
            },
            ...(may('case.delete') && !of.trashed
              ? [
                  {
                    id: 'trash',
                    name: t('case.trash'),
                    icon: <Trash2 size={14} aria-hidden />,
                    danger: true,
                    do: actions.trash,
                  },
                ]
              : []),
          ]}
        >
          <IconButton label={t('case.more')}>
            <Ellipsis size={16} aria-hidden />
          </IconButton>
        </Menu>
      </div>
      {of.trashed && (
        <p className="flex items-center justify-center gap-2 bg-danger-soft px-4 py-1.5 text-danger-text text-sm">
          {t('case.inTrash')}
          <Button onPress={actions.restore}>{t('case.restore')}</Button>
        </p>
      )}
    </header>
  )
}
