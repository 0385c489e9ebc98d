import { ExternalLink } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button, Form } from 'react-aria-components'
import { complaintAbout } from '../../api/explain.ts'
import type { CaseDetail, Field } from '../../api/types.ts'
import { TypedField } from '../../parts/custom/typed-field.tsx'
import { placeOf, typedText, typedValue, valueWords } from '../../parts/custom/values.ts'
import { useSession } from '../../parts/session.ts'
import { t } from '../../text/text.ts'
import { saidOf } from './said-of.ts'
import type { CaseActions } from './use-case-actions.ts'

interface Props {
  readonly field: Field
  readonly of: CaseDetail
  readonly actions: CaseActions
}

/**
 * A typed value that is changed where it is shown: Enter or leaving it saves, Escape leaves it as it was. What the desk
 * refuses comes back to be mended, with the reason beside it.
 */
export function TypedProperty({ field, of, actions }: Props) {
  const { may } = useSession()
  const value = of.fields[field.apiName]
  const words = valueWords(field, value)
  const [typing, setTyping] = useState<{ text: string; wrong?: string } | null>(null)
  const ending = useRef(false)
  const button = useRef<HTMLButtonElement>(null)
  const end = (focus: boolean) => {
    ending.current = true
    setTyping(null)
    // The button is there again after this turn.
    if (focus) requestAnimationFrame(() => button.current?.focus())
  }
  const save = (focus: boolean) => {
    if (!typing || ending.current) return
    end(focus)
    if (typing.text === typedText(field, value) && typing.wrong === undefined) return
    const next = typedValue(field, typing.text)
    const fields = { [field.apiName]: next }
    actions.change({ fields }, { fields: { ...of.fields, ...fields } }, saidOf(field, next), (error) => {
      const wrong = complaintAbout(error, placeOf(field))
      if (wrong === undefined) return
      ending.current = false
      setTyping({ text: typing.text, wrong })
    })
  }
  if (typing) {
    return (
      <Form
        validationErrors={typing.wrong === undefined ? {} : { [placeOf(field)]: typing.wrong }}
        onSubmit={(event) => {
          event.preventDefault()
          save(true)
        }}
      >
        <TypedField
          field={field}
          value={typing.text}
          onChange={(text) => setTyping({ text })}
          inPlace
          onKeyDown={(event) => {
            // Escape goes no further, or the drawer around it would close too.
            if (event.key === 'Escape') return end(true)
            event.continuePropagation()
            // By hand, because browsers do not send a form from every kind of control.
            const sends = field.type !== 'mline' || event.ctrlKey || event.metaKey
            if (event.key !== 'Enter' || !sends || !isControl(event.target)) return
            event.preventDefault()
            event.target.form?.requestSubmit()
          }}
          onBlur={({ target }) => {
            if (!isControl(target)) return
            if (target.validity.valid) save(false)
            // What is no value stays to be mended; leaving it is not the moment to complain.
            else if (typing.text === typedText(field, value) && !target.validity.badInput) end(false)
          }}
        />
      </Form>
    )
  }
  return (
    <div className="flex min-w-0 items-center">
      <Button
        ref={button}
        aria-label={t('field.edit', { field: field.name, value: words || t('field.unset') })}
        isDisabled={!may('case.edit')}
        onPress={() => {
          ending.current = false
          setTyping({ text: typedText(field, value) })
        }}
        className="min-h-8 min-w-0 flex-1 rounded-md px-2 py-1 text-left text-sm hovered:bg-surface-2 max-md:min-h-11"
      >
        {words === '' ? (
          <span className="text-text-3">{t('field.unset')}</span>
        ) : (
          <span className="line-clamp-6 whitespace-pre-wrap break-words">{words}</span>
        )}
      </Button>
      {field.type === 'url' && /^https?:/i.test(words) && (
        <a
          href={words}
          target="_blank"
          rel="noreferrer"
          aria-label={t('field.openLink', { address: words })}
          className="shrink-0 rounded-md p-2 text-text-3 hover:text-text-1"
        >
          <ExternalLink size={14} aria-hidden />
        </a>
      )}
    </div>
  )
}

function isControl(target: EventTarget): target is HTMLInputElement | HTMLTextAreaElement {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
}
