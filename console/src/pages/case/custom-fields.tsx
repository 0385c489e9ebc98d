import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { deletedFieldsQuery, fieldsQuery } from '../../api/queries.ts'
import type { CaseDetail, Field } from '../../api/types.ts'
import { useChoices } from '../../parts/custom/choices.ts'
import { FieldName } from '../../parts/custom/field-name.tsx'
import { isTyped, valueWords } from '../../parts/custom/values.ts'
import { t } from '../../text/text.ts'
import { PropertyPicker } from './property-picker.tsx'
import { saidOf } from './said-of.ts'
import { TypedProperty } from './typed-property.tsx'
import type { CaseActions } from './use-case-actions.ts'

interface Props {
  readonly of: CaseDetail
  readonly actions: CaseActions
}

/** Values of fields that were deleted stand under names like `udf_sline_301`; those of built-in fields do not. */
const defined = /^udf_[a-z]+_\d+$/

/** The fields of administrators' making, changed in place; values of deleted ones are only read. */
export function CustomFields({ of, actions }: Props) {
  const { data: fields } = useQuery(fieldsQuery)
  const unknown = fields
    ? Object.keys(of.fields).filter(
        (name) => defined.test(name) && !fields.some(({ apiName }) => apiName === name),
      )
    : []
  const { data: deleted = [] } = useQuery({ ...deletedFieldsQuery, enabled: unknown.length > 0 })
  if (!fields || fields.length + unknown.length === 0) return null
  return (
    <section className="mt-3 border-line border-t pt-3">
      <h2 className="px-2 pb-1 font-medium text-text-3 text-xs">{t('field.more')}</h2>
      {fields.map((field) => (
        <Row key={field.id} name={<FieldName {...field} inWords />}>
          {isTyped(field) ? (
            <TypedProperty field={field} of={of} actions={actions} />
          ) : (
            <ChosenProperty field={field} of={of} actions={actions} />
          )}
        </Row>
      ))}
      {unknown.map((name) => {
        const field = deleted.find(({ apiName }) => apiName === name)
        const type: Field['type'] = field?.type ?? (name.startsWith('udf_date_') ? 'date' : 'sline')
        return (
          <Row
            key={name}
            name={
              <>
                <FieldName
                  name={field?.name ?? name}
                  mandatory={false}
                  encrypted={field?.encrypted ?? false}
                />
                <span className="sr-only"> ({t('field.deleted')})</span>
              </>
            }
          >
            <span
              title={t('field.deleted')}
              className="min-w-0 whitespace-pre-wrap break-words px-2 py-1 text-sm text-text-2"
            >
              {valueWords({ type }, of.fields[name])}
            </span>
          </Row>
        )
      })}
    </section>
  )
}

function Row({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[5.5rem_minmax(0,1fr)] items-baseline">
      <span className="hyphens-auto break-words px-2 py-1 text-text-3 text-xs">{name}</span>
      {children}
    </div>
  )
}

function ChosenProperty({ field, of, actions }: Props & { field: Field }) {
  const value = of.fields[field.apiName]
  const { meaning, ...choices } = useChoices(field, value)
  const words = valueWords(field, value)
  return (
    <PropertyPicker
      {...choices}
      label={field.name}
      onChoose={(chosen) => {
        // Mandatory ones are changed, not emptied: the list may close with nothing chosen.
        const next = meaning(chosen)
        if (next === null && field.mandatory) return
        const fields = { [field.apiName]: next }
        actions.change({ fields }, { fields: { ...of.fields, ...fields } }, saidOf(field, next))
      }}
    >
      {words === '' ? (
        <span className="text-text-3">{t('field.unset')}</span>
      ) : (
        <span className="min-w-0 break-words">{words}</span>
      )}
    </PropertyPicker>
  )
}
