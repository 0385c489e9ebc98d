import { Lock } from 'lucide-react'
import { t } from '../../text/text.ts'

interface Props {
  readonly name: string
  readonly mandatory: boolean
  readonly encrypted: boolean
  /** Says it in words too, where no control says that it must be filled in. */
  readonly inWords?: boolean
}

/** The name of a field with its marks: must be filled in, is kept encrypted. */
export function FieldName({ name, mandatory, encrypted, inWords = false }: Props) {
  return (
    <>
      {name}
      {mandatory && (
        <span aria-hidden className="text-danger-text">
          {'\u00a0*'}
        </span>
      )}
      {mandatory && inWords && <span className="sr-only"> ({t('field.mandatory')})</span>}
      {encrypted && (
        <>
          <span aria-hidden className="whitespace-nowrap">
            {'\u00a0'}
            <Lock size={11} className="inline align-[-1px] text-text-3" />
          </span>
          <span className="sr-only"> ({t('field.encrypted')})</span>
        </>
      )}
    </>
  )
}
