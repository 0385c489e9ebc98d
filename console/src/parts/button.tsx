import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps, Tooltip, TooltipTrigger } from 'react-aria-components'
import { classes } from './classes.ts'
import { KeyHint } from './key-hint.tsx'

export type Tone = 'primary' | 'plain' | 'quiet' | 'danger'

const tones: Record<Tone, string> = {
  primary: 'bg-accent text-on-accent hovered:bg-accent-strong pressed:bg-accent-strong',
  plain: 'border border-line bg-surface-1 text-text-1 hovered:bg-surface-2 pressed:bg-surface-3',
  quiet: 'text-text-2 hovered:bg-surface-2 hovered:text-text-1 pressed:bg-surface-3',
  danger: 'bg-danger text-on-accent hovered:opacity-90',
}

const shape =
  'inline-flex shrink-0 select-none items-center justify-center gap-1.5 rounded-md font-medium transition-colors duration-120 off:opacity-50'

interface Props extends Omit<ButtonProps, 'className' | 'children'> {
  readonly tone?: Tone
  readonly className?: string
  readonly children?: ReactNode
}

/** A button with words. */
export function Button({ tone = 'plain', className, ...rest }: Props) {
  return (
    <AriaButton
      {...rest}
      className={classes(
        shape,
        'h-8 px-3 text-sm max-md:h-11 max-md:px-4 max-md:text-base',
        tones[tone],
        className,
      )}
    />
  )
}

/** A button that is an icon; its name and key are told by a tooltip and to screen readers. */
export function IconButton({
  label,
  keys,
  tone = 'quiet',
  className,
  ...rest
}: Props & { label: string; keys?: string }) {
  return (
    <TooltipTrigger delay={400} closeDelay={0}>
      <AriaButton
        {...rest}
        aria-label={label}
        className={classes(shape, 'size-8 max-md:size-11', tones[tone], className)}
      />
      <Tip keys={keys}>{label}</Tip>
    </TooltipTrigger>
  )
}

/** What a tooltip says, with the key that does the same. */
export function Tip({ children, keys }: { children: ReactNode; keys?: string | undefined }) {
  return (
    <Tooltip offset={6} className="floats flex items-center gap-2 px-2 py-1 text-text-1 text-xs">
      {children}
      {keys !== undefined && <KeyHint keys={keys} />}
    </Tooltip>
  )
}
