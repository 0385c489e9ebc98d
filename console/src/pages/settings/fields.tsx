import { useQuery } from '@tanstack/react-query'
import { Ellipsis, Plus, TextCursorInput } from 'lucide-react'
import { useState } from 'react'
import { send } from '../../api/client.ts'
import { fieldsQuery, queries } from '../../api/queries.ts'
import type { Field } from '../../api/types.ts'
import { Button, IconButton } from '../../parts/button.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { FieldName } from '../../parts/custom/field-name.tsx'
import { Menu } from '../../parts/menu.tsx'
import { useSession } from '../../parts/session.ts'
import { Empty } from '../../parts/state.tsx'
import { toast } from '../../parts/toasts.ts'
import { t } from '../../text/text.ts'
import { AddField, ChangeField } from './field-form.tsx'
import { Row, Rows, Section } from './section.tsx'

type Step = { kind: 'add' } | { kind: 'change' | 'delete'; field: Field }

/** What administrators want to know of every case. */
export function FieldsPage() {
  const query = useQuery(fieldsQuery)
  const { may } = useSession()
  const [step, setStep] = useState<Step | null>(null)
  const read = () => queries.invalidateQueries({ queryKey: fieldsQuery.queryKey })
  const close = () => setStep(null)
  const done = (words: string) => {
    close()
    toast({ text: words })
    void read()
  }
  return (
    <Section
      title={t('settings.fields')}
      intro={t('fields.intro')}
      query={query}
      add={
        may('setup.manage') && (
          <Button tone="primary" onPress={() => setStep({ kind: 'add' })}>
            <Plus size={15} aria-hidden />
            {t('fields.add')}
          </Button>
        )
      }
    >
      {(fields) => (
        <>
          {fields.length === 0 ? (
            <Empty icon={TextCursorInput} title={t('fields.empty')} text={t('fields.emptyNext')} />
          ) : (
            <Rows>
              {fields.map((field) => (
                <Row key={field.id} end={may('setup.manage') && <Actions field={field} onStep={setStep} />}>
                  <p className="break-words font-medium">
                    <FieldName {...field} inWords />
                  </p>
                  <p className="break-words text-sm text-text-2">{kindOf(field)}</p>
                  <p className="text-text-3 text-xs">
                    {t('fields.apiName')}: <span className="select-all font-mono">{field.apiName}</span>
                  </p>
                </Row>
              ))}
            </Rows>
          )}
          {step?.kind === 'add' && (
            <AddField onClose={close} onDone={(made) => done(t('settings.added', { name: made.name }))} />
          )}
          {step?.kind === 'change' && (
            <ChangeField field={step.field} onClose={close} onDone={() => done(t('settings.saved'))} />
          )}
          {step?.kind === 'delete' && (
            <Confirm
              title={t('action.delete')}
              text={t('fields.deleteWhy', { name: step.field.name })}
              action={t('action.delete')}
              onClose={close}
              onConfirm={async () => {
                await send('DELETE', `/fields/${step.field.id}`)
                await read()
                toast({ text: t('settings.gone', { name: step.field.name }) })
              }}
            />
          )}
        </>
      )}
    </Section>
  )
}

/** At most so many choices are told in the list. */
const toldChoices = 5

function kindOf(field: Field): string {
  const told = field.choices.slice(0, toldChoices).map(({ name }) => name)
  const choices = [...told, ...(field.choices.length > toldChoices ? ['…'] : [])].join(', ')
  const kind = t(`fieldType.${field.type}`)
  return choices === '' ? kind : `${kind}: ${choices}`
}

function Actions({ field, onStep }: { field: Field; onStep: (step: Step) => void }) {
  const label = t('fields.actions', { name: field.name })
  return (
    <Menu
      label={label}
      commands={[
        { id: 'change', name: t('fields.change'), do: () => onStep({ kind: 'change', field }) },
        { id: 'delete', name: t('action.delete'), danger: true, do: () => onStep({ kind: 'delete', field }) },
      ]}
    >
      <IconButton label={label}>
        <Ellipsis size={16} aria-hidden />
      </IconButton>
    </Menu>
  )
}
