import { CheckboxGroup, Label, Radio, RadioGroup } from 'react-aria-components'
import { Tick } from '../../parts/fields.tsx'
import { t } from '../../text/text.ts'

/** One of a few, all of them in view. */
export function OneOf<T extends string>(props: {
  label: string
  options: readonly (readonly [id: T, name: string])[]
  value: T
  onChange: (value: T) => void
}) {
  const { label, options, value, onChange } = props
  return (
    <RadioGroup
      value={value}
      onChange={(next) => onChange(options.find(([id]) => id === next)?.[0] ?? value)}
      className="flex flex-col gap-1"
    >
      <Label className="font-medium text-sm">{label}</Label>
      <div className="flex flex-wrap gap-1.5">
        {options.map(([id, name]) => (
          <Radio
            key={id}
            value={id}
            className="flex h-8 items-center rounded-md border border-line-strong px-3 text-sm hovered:bg-surface-2 focus-shown:ring-2 focus-shown:ring-accent max-md:h-11 chosen:border-accent chosen:bg-accent-soft chosen:text-accent-text"
          >
            {name}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  )
}

/** Any of several. */
export function AnyOf(props: {
  label: string
  options: readonly (readonly [id: string, name: string])[]
  value: readonly string[]
  onChange: (value: string[]) => void
}) {
  return (
    <CheckboxGroup value={[...props.value]} onChange={props.onChange} className="flex flex-col gap-1">
      <Label className="font-medium text-sm">{props.label}</Label>
      <div className="grid grid-cols-2 gap-x-4 max-md:grid-cols-1">
        {props.options.map(([id, name]) => (
          <Tick key={id} value={id}>
            {name}
          </Tick>
        ))}
      </div>
    </CheckboxGroup>
  )
}

/** How long a key is to last, in days; '' is for ever. */
export type Expiry = '' | '30' | '90' | '365'

/** Chooses how long a key lasts. */
export function ExpiryChoice({ value, onChange }: { value: Expiry; onChange: (value: Expiry) => void }) {
  return (
    <OneOf<Expiry>
      label={t('expiry.label')}
      value={value}
      onChange={onChange}
      options={[
        ['30', t('expiry.days', { n: 30 })],
        ['90', t('expiry.days', { n: 90 })],
        ['365', t('expiry.year')],
        ['', t('expiry.never')],
      ]}
    />
  )
}

/** @returns the moment that a choice means, for the desk */
export const expiresAt = (choice: Expiry): string | null =>
  choice === '' ? null : new Date(Date.now() + Number(choice) * 86_400_000).toISOString()
