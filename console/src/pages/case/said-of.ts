import type { Field } from '../../api/types.ts'
import { valueWords } from '../../parts/custom/values.ts'
import { t } from '../../text/text.ts'

/** @returns the announcement of a new value; what is kept encrypted is not said aloud */
export function saidOf(field: Field, value: unknown): string {
  const words = field.encrypted && value !== null ? t('field.encrypted') : valueWords(field, value)
  const short = words.length > 60 ? `${words.slice(0, 60)}…` : words
  return t('case.changed', { field: field.name, value: short || t('case.tookNone') })
}
