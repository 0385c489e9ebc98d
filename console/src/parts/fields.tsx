import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  TextField as AriaTextField,
  Checkbox,
  FieldError,
  Input,
  Label,
  Text,
  type TextFieldProps,
} from 'react-aria-components'
import { classes } from './classes.ts'

/** The look of everything that is typed into. */
export const inputLook =
  'w-full rounded-md border border-line-strong bg-surface-1 px-3 text-text-1 outline-none focus:border-accent focus:ring-1 focus:ring-accent wrong:border-danger'

interface Props extends Omit<TextFieldProps, 'className' | 'children'> {
  readonly label: ReactNode
  readonly help?: string
  readonly className?: string
}

/** One line of text with its label above, help and errors below. */
export function TextField({ label, help, className, ...rest }: Props) {
  return (
    <AriaTextField {...rest} className={classes('flex flex-col gap-1', className)}>
      <Label className="font-medium text-sm">{label}</Label>
      <Input className={classes(inputLook, 'h-9 max-md:h-11 max-md:text-lg')} />
      {help !== undefined && (
        <Text slot="description" className="text-text-3 text-xs">
          {help}
        </Text>
      )}
      <FieldError className="text-danger-text text-xs" />
    </AriaTextField>
  )
}

/** A box to tick, with its words. */
export function Tick(props: {
  children: ReactNode
  isSelected?: boolean
  value?: string
  onChange?: (chosen: boolean) => void
}) {
  const { children, ...rest } = props
  return (
    <Checkbox {...rest} className="group flex min-h-7 items-center gap-2 text-sm max-md:min-h-11">
      <span
        aria-hidden
        className="flex size-4 shrink-0 items-center justify-center rounded-sm border border-line-strong bg-surface-1 text-on-accent group-focus-shown:ring-2 group-focus-shown:ring-accent group-chosen:border-accent group-chosen:bg-accent"
      >
        <Check size={12} strokeWidth={3} className="opacity-0 group-chosen:opacity-100" />
      </span>
      {children}
    </Checkbox>
  )
}
