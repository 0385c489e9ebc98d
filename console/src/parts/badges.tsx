import {
  Ban,
  Circle,
  CircleCheck,
  CircleCheckBig,
  CircleDot,
  CirclePause,
  ClockAlert,
  type LucideIcon,
} from 'lucide-react'
import type { PersonRef, Phase, Priority, Status, WireName } from '../api/types.ts'
import { t } from '../text/text.ts'
import { classes } from './classes.ts'

const phaseLook: Record<Phase, readonly [icon: LucideIcon, colour: string]> = {
  open: [Circle, 'text-accent-text'],
  working: [CircleDot, 'text-warn-text'],
  waiting: [CirclePause, 'text-text-3'],
  resolved: [CircleCheck, 'text-ok-text'],
  closed: [CircleCheckBig, 'text-text-3'],
  cancelled: [Ban, 'text-text-3'],
}

/** The shape of a phase; its colour only repeats it. */
export function PhaseIcon({ phase }: { phase: Phase }) {
  const [Icon, colour] = phaseLook[phase]
  return <Icon size={14} strokeWidth={2.25} aria-hidden className={classes('shrink-0', colour)} />
}

/** A status by its shape and name. */
export function StatusName({ status, className }: { status: Status; className?: string }) {
  return (
    <span className={classes('inline-flex min-w-0 items-center gap-1.5', className)}>
      <PhaseIcon phase={status.phase} />
      <span className="truncate">{status.name}</span>
    </span>
  )
}

const bars = [1, 2, 3, 4]

/** A priority as rising bars; the highest is marked by colour as well. */
export function PriorityIcon({ priority }: { priority: Priority }) {
  const level = Math.min(4, Math.max(1, priority.rank))
  return (
    <svg
      viewBox="0 0 14 14"
      aria-hidden
      className={classes('size-3.5 shrink-0', level === 4 ? 'text-danger-text' : 'text-text-2')}
    >
      {bars.map((bar) => (
        <rect
          key={bar}
          x={(bar - 1) * 3.5 + 0.5}
          y={13 - bar * 3}
          width="2.5"
          height={bar * 3}
          rx="0.75"
          fill="currentColor"
          opacity={bar <= level ? 1 : 0.25}
        />
      ))}
    </svg>
  )
}

/** By which wire something came. */
export function WireBadge({ wire, className }: { wire: WireName; className?: string }) {
  return (
    <span
      className={classes(
        'inline-flex h-5 items-center whitespace-nowrap rounded-sm border border-line px-1.5 text-text-3 text-xs',
        className,
      )}
    >
      {t(`wire.${wire}`)}
    </span>
  )
}

/** Marks an overdue case by shape, word and colour. */
export function Overdue({ word = false }: { word?: boolean }) {
  return (
    <span className="inline-flex shrink-0 items-center gap-1 text-danger-text">
      <ClockAlert size={14} aria-hidden />
      <span className={word ? 'text-xs' : 'sr-only'}>{t('list.overdue')}</span>
    </span>
  )
}

/** The first letters of a name, in place of a picture. */
export function Avatar({
  person,
  small = false,
}: {
  person: Pick<PersonRef, 'name' | 'kind'>
  small?: boolean
}) {
  return (
    <span
      aria-hidden
      // Drawn by the style sheet: as text, the letters would count as a part of the name of what they stand in.
      data-initials={initials(person.name)}
      className={classes(
        'inline-flex shrink-0 items-center justify-center rounded-full font-semibold before:content-[attr(data-initials)]',
        small ? 'size-5 text-[10px]' : 'size-7 text-xs',
        person.kind === 'rep' ? 'bg-accent-soft text-accent-text' : 'bg-surface-3 text-text-2',
      )}
    />
  )
}

function initials(name: string): string {
  const words = name.split(/[\s@._-]+/).filter(Boolean)
  const first = words[0]?.[0] ?? '?'
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? '') : ''
  return (first + last).toUpperCase()
}
