import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { t } from '../text/text.ts'
import { Button } from './button.tsx'

/** Shows a value that is to be copied, with the button that does it. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const [copied, setCopied] = useState(false)
  return (
    <div className="flex flex-col gap-1">
      <span className="font-medium text-sm">{label}</span>
      <div className="flex items-stretch gap-2">
        <code
          data-secret
          className="min-w-0 flex-1 select-all break-all rounded-md border border-line bg-surface-2 px-3 py-2 font-mono text-sm"
        >
          {value}
        </code>
        <Button
          className="h-auto"
          onPress={() => void navigator.clipboard.writeText(value).then(() => setCopied(true))}
        >
          {copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
          <span aria-live="polite">{copied ? t('action.copied') : t('action.copy')}</span>
        </Button>
      </div>
    </div>
  )
}
