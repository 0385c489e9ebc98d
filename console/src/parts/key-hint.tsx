import { t } from '../text/text.ts'
import { isMac } from './keys.ts'

const words: Readonly<Record<string, string>> = { mod: isMac ? '⌘' : 'Ctrl', shift: isMac ? '⇧' : 'Shift' }

/** Shows a key or a combination as it is written on the keyboard. */
export function KeyHint({ keys }: { keys: string }) {
  const parts = keys.split(' ')
  return (
    <span className="inline-flex items-center gap-1">
      {parts.map((part, index) => (
        <span key={part} className="inline-flex items-center gap-1">
          {index > 0 && <span className="text-text-3 text-xs">{t('key.then')}</span>}
          {part.split('+').map((key) => (
            <kbd
              key={key}
              className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line bg-surface-2 px-1 font-sans text-text-2 text-xs"
            >
              {words[key] ?? (key.length === 1 ? key.toUpperCase() : key)}
            </kbd>
          ))}
        </span>
      ))}
    </span>
  )
}
