import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { inputLook } from './fields.tsx'
import { Picker } from './picker.tsx'

type PickerProps = Parameters<typeof Picker>[0]

interface Props extends Omit<PickerProps, 'className' | 'children' | 'title'> {
  /** The label over it where it is more than the plain words, e.g. with marks. */
  readonly title?: ReactNode
  /** The present choice in words. */
  readonly value: string
  readonly placeholder: string
}

/** A picker in a form: label above, help and errors below. */
export function SelectField({ value, placeholder, title, ...rest }: Props) {
  return (
    <Picker
      {...rest}
      title={title ?? rest.label}
      className={`${inputLook} flex min-h-9 items-center gap-2 py-1 text-left max-md:min-h-11 max-md:text-lg`}
    >
      <span className={value === '' ? 'flex-1 truncate text-text-3' : 'min-w-0 flex-1 truncate'}>
        {value === '' ? placeholder : value}
      </span>
      <ChevronDown size={14} aria-hidden className="shrink-0 text-text-3" />
    </Picker>
  )
}
