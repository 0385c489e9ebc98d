import { age, exactTime, fromNow } from '../text/text.ts'
import { useNow } from './now.ts'

/** A time as people say it, with the exact one on hover and for screen readers. `row` is the short form for lists. */
export function Time({ at, row = false, className }: { at: string; row?: boolean; className?: string }) {
  const now = useNow()
  return (
    <time dateTime={at} title={exactTime(at)} className={className}>
      {row ? age(at, now) : fromNow(at, now)}
    </time>
  )
}
