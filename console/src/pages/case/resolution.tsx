import { CircleCheck } from 'lucide-react'
import type { CaseDetail } from '../../api/types.ts'
import { RichText } from '../../parts/rich-text.tsx'
import { Time } from '../../parts/time.tsx'
import { t } from '../../text/text.ts'

/** How the case was resolved, as some wires tell it apart from the messages. */
export function Resolution({ of }: { of: NonNullable<CaseDetail['resolution']> }) {
  return (
    <li className="py-2 pl-10 max-md:pl-0">
      <div className="rounded-lg border border-line bg-ok-soft px-4 py-3">
        <p className="mb-1 flex items-center gap-1.5 text-ok-text text-xs">
          <CircleCheck size={14} aria-hidden />
          <span className="font-semibold">{t('case.resolution')}</span>
          {of.by && <span>{t('case.resolvedBy', { name: of.by.name })}</span>}
          <Time at={of.at} className="ml-auto text-text-3" />
        </p>
        <RichText html={of.html} />
      </div>
    </li>
  )
}
