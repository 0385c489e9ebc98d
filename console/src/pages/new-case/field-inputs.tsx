import type { Field } from '../../api/types.ts'
import { useChoices } from '../../parts/custom/choices.ts'
import { FieldName } from '../../parts/custom/field-name.tsx'
import { TypedField } from '../../parts/custom/typed-field.tsx'
import { isTyped, placeOf, typedValue, valueWords } from '../../parts/custom/values.ts'
import { SelectField } from '../../parts/select-field.tsx'
import { t } from '../../text/text.ts'

/** What was given by API names: the text of fields that are typed in, the values of the others. */
export type GivenFields = Readonly<Record<string, unknown>>

interface Props {
  readonly fields: readonly Field[]
  readonly given: GivenFields
  readonly onChange: (name: string, value: unknown) => void
}

/** The fields of administrators' making, to be filled in. */
export function FieldInputs({ fields, given, onChange }: Props) {
  if (fields.length === 0) return null
  return (
    <div className="grid grid-cols-2 items-start gap-4 max-md:grid-cols-1">
      {fields.map((field) => {
        const value = given[field.apiName]
        const set = (next: unknown) => onChange(field.apiName, next)
        return (
          <div key={field.id} className={field.type === 'mline' ? 'col-span-full' : 'min-w-0'}>
            {isTyped(field) ? (
              <TypedField field={field} value={typeof value === 'string' ? value : ''} onChange={set} />
            ) : (
              <ChosenField field={field} value={value} onChange={set} />
            )}
          </div>
        )
      })}
    </div>
  )
}

function ChosenField(props: { field: Field; value: unknown; onChange: (value: unknown) => void }) {
  const { field, value, onChange } = props
  const { meaning, ...choices } = useChoices(field, value)
  return (
    <SelectField
      {...choices}
      label={field.name}
      title={<FieldName {...field} />}
      help={field.description}
      name={placeOf(field)}
      isRequired={field.mandatory}
      value={valueWords(field, value)}
      placeholder={t('field.choose', { field: field.name })}
      onChoose={(chosen) => onChange(meaning(chosen))}
    />
  )
}

/** @returns what was given as the desk takes it, without what was left empty */
export function givenValues(fields: readonly Field[], given: GivenFields): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const input = given[field.apiName]
      const value = isTyped(field) ? typedValue(field, typeof input === 'string' ? input : '') : input
      return value === null || value === undefined ? [] : [[field.apiName, value]]
    }),
  )
}

/** @returns what may be kept in this browser: nothing that the desk itself keeps encrypted */
export function withoutSecrets(fields: readonly Field[], given: GivenFields): GivenFields {
  const open = new Set(fields.filter(({ encrypted }) => !encrypted).map(({ apiName }) => apiName))
  return Object.fromEntries(Object.entries(given).filter(([name]) => open.has(name)))
}
