import { classes } from '../../parts/classes.ts'
import { t } from '../../text/text.ts'

/** The mark: threads of every wire woven into one cloth. */
function Mark({ size }: { size: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden className="shrink-0">
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path
        d="M8 11h16M8 16h16M8 21h16M12 8v16M20 8v16"
        className="stroke-on-accent"
        strokeWidth="2"
        strokeLinecap="round"
        fill="none"
      />
    </svg>
  )
}

/** Mark and name. */
export function Logo({ always = false }: { always?: boolean }) {
  return (
    <span className="flex items-center gap-2 font-semibold">
      <Mark size={22} />
      <span className={classes(!always && 'max-lg:sr-only')}>{t('app.name')}</span>
    </span>
  )
}
