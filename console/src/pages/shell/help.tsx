import { Dialog } from '../../parts/dialog.tsx'
import { KeyHint } from '../../parts/key-hint.tsx'
import { type TextKey, t } from '../../text/text.ts'

const groups: readonly (readonly [
  title: TextKey,
  keys: readonly (readonly [keys: string, does: TextKey])[],
])[] = [
  [
    'keys.everywhere',
    [
      ['mod+k', 'keys.palette'],
      ['/', 'keys.search'],
      ['c', 'keys.newCase'],
      ['z', 'keys.undo'],
      ['?', 'keys.help'],
      ['g i', 'keys.goInbox'],
      ['g m', 'keys.goMine'],
      ['g u', 'keys.goUnassigned'],
      ['g a', 'keys.goAll'],
      ['g s', 'keys.goSettings'],
    ],
  ],
  [
    'keys.list',
    [
      ['j', 'keys.next'],
      ['k', 'keys.previous'],
      ['Enter', 'keys.open'],
      ['.', 'keys.showNew'],
    ],
  ],
  [
    'keys.case',
    [
      ['u', 'keys.back'],
      ['r', 'keys.reply'],
      ['n', 'keys.note'],
      ['p', 'keys.party'],
      ['a', 'keys.assign'],
      ['s', 'keys.status'],
      ['i', 'keys.priority'],
      ['l', 'keys.labels'],
      ['e', 'keys.resolve'],
    ],
  ],
  [
    'keys.writing',
    [
      ['mod+Enter', 'keys.send'],
      ['mod+Enter', 'keys.sendNow'],
      ['mod+shift+Enter', 'keys.sendResolve'],
      ['mod+Alt+Enter', 'keys.sendWait'],
      ['Esc', 'keys.leave'],
    ],
  ],
]

/** The list of keys. */
export function Help({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t('keys.title')} onClose={onClose} wide>
      <div className="columns-2 gap-10 max-md:columns-1">
        {groups.map(([title, keys]) => (
          <section key={title} className="mb-5 break-inside-avoid">
            <h3 className="mb-1.5 font-medium text-text-3 text-xs">{t(title)}</h3>
            <dl className="flex flex-col gap-1">
              {keys.map(([key, does]) => (
                <div key={does} className="flex min-h-6 items-center justify-between gap-4 text-sm">
                  <dt>{t(does)}</dt>
                  <dd>
                    <KeyHint keys={key} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
