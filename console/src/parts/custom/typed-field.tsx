import {
  TextField as AriaTextField,
  FieldError,
  Input,
  type InputProps,
  Label,
  Text,
  TextArea,
  type TextFieldProps,
} from 'react-aria-components'
import type { Field } from '../../api/types.ts'
import { t } from '../../text/text.ts'
import { classes } from '../classes.ts'
import { inputLook } from '../fields.tsx'
import { FieldName } from './field-name.tsx'
import { placeOf } from './values.ts'

/** What the browser is told of each kind: it brings the right keyboard, checks, and words for what is wrong. */
const kinds: Partial<Record<Field['type'], Pick<InputProps, 'type' | 'step' | 'maxLength'>>> = {
  sline: { type: 'text', maxLength: 250 },
  email: { type: 'email', maxLength: 254 },
  phone: { type: 'tel', maxLength: 50 },
  url: { type: 'url', maxLength: 2000 },
  num: { type: 'number', step: 1 },
  dec: { type: 'number', step: 'any' },
  date: { type: 'datetime-local' },
}

interface Props extends Pick<TextFieldProps, 'onKeyDown' | 'onBlur'> {
  readonly field: Field
  readonly value: string
  readonly onChange: (value: string) => void
  /** Where the name stands beside it already: only the control, ready to be typed into. */
  readonly inPlace?: boolean
}

/** The control of a field that is typed in, with its name, help and what is wrong with it. */
export function TypedField({ field, value, onChange, inPlace = false, ...events }: Props) {
  const { type, step, maxLength } = kinds[field.type] ?? { maxLength: 65_536 }
  return (
    <AriaTextField
      {...events}
      name={placeOf(field)}
      value={value}
      onChange={onChange}
      isRequired={field.mandatory}
      validate={(text) => wrongNumber(field.type, text)}
      autoFocus={inPlace}
      autoComplete="off"
      {...(type === undefined ? {} : { type })}
      {...(maxLength === undefined ? {} : { maxLength })}
      {...(inPlace ? { 'aria-label': field.name } : {})}
      className="flex min-w-0 flex-col gap-1"
    >
      {!inPlace && (
        <Label className="font-medium text-sm">
          <FieldName {...field} />
        </Label>
      )}
      {field.type === 'mline' ? (
        <TextArea
          className={classes(
            inputLook,
            'field-sizing-content max-h-80 min-h-20 py-2 leading-normal max-md:text-lg',
          )}
        />
      ) : (
        <Input
          {...(step === undefined ? {} : { step })}
          className={classes(inputLook, inPlace ? 'h-8 px-2 text-sm' : 'h-9', 'max-md:h-11 max-md:text-lg')}
        />
      )}
      {field.description !== null && (
        <Text slot="description" className="text-text-3 text-xs">
          {field.description}
        </Text>
      )}
      <FieldError className="text-danger-text text-xs" />
    </AriaTextField>
  )
}

/** The browser counts steps from what stood there before, so it takes 5.5 where that was 5.5. */
function wrongNumber(type: Field['type'], text: string): string | null {
  const value = Number(text)
  if (type === 'num' && !Number.isSafeInteger(value)) return t('field.wholeNumber')
  if (type === 'dec' && Number(value.toFixed(4)) !== value) return t('field.fourDecimals')
  return null
}
