import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { send } from '../../api/client.ts'
import { modulesQuery } from '../../api/queries.ts'
import type { Field } from '../../api/types.ts'
import { TextField, Tick } from '../../parts/fields.tsx'
import { SelectField } from '../../parts/select-field.tsx'
import { t } from '../../text/text.ts'
import { ChoiceList, type DraftChoice, givenChoices, newChoice } from './choice-list.tsx'
import { FormDialog } from './form-dialog.tsx'

type Type = Field['type']
type Target = NonNullable<Field['refersTo']>

const types: readonly Type[] = [
  'sline',
  'mline',
  'pick',
  'mpick',
  'num',
  'dec',
  'bool',
  'date',
  'email',
  'phone',
  'url',
  'ref',
]
/** Kinds whose values the desk can keep encrypted. */
const sealable: readonly Type[] = ['sline', 'mline', 'email', 'phone', 'pick']
const isPick = (type: Type) => type === 'pick' || type === 'mpick'

interface Done {
  readonly onClose: () => void
  readonly onDone: (field: Field) => void
}

/** Defines a field of cases. */
export function AddField({ onClose, onDone }: Done) {
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [type, setType] = useState<Type>('sline')
  const [mandatory, setMandatory] = useState(false)
  const [encrypted, setEncrypted] = useState(false)
  const [choices, setChoices] = useState<readonly DraftChoice[]>(() => [newChoice(), newChoice()])
  const [target, setTarget] = useState<Target | null>(null)
  const given = givenChoices(choices)
  const complete = isPick(type) ? given.length > 0 : type !== 'ref' || target !== null
  return (
    <FormDialog
      title={t('fields.add')}
      action={t('fields.add')}
      onClose={onClose}
      onDone={onDone}
      isComplete={complete}
      onSubmit={() =>
        send<Field>('POST', '/fields', {
          name: name.trim(),
          type,
          mandatory,
          ...(description.trim() === '' ? {} : { description: description.trim() }),
          ...(sealable.includes(type) ? { encrypted } : {}),
          ...(isPick(type) ? { choices: given.map((choice) => choice.name) } : {}),
          ...(type === 'ref' ? { refersTo: target } : {}),
        })
      }
    >
      <TextField
        label={t('fields.name')}
        isRequired
        autoFocus
        maxLength={250}
        value={name}
        onChange={setName}
      />
      <SelectField
        label={t('fields.type')}
        options={types.map((id) => ({ id, name: t(`fieldType.${id}`) }))}
        chosen={[type]}
        value={t(`fieldType.${type}`)}
        placeholder=""
        help={t('fields.typeStays')}
        onChoose={([id]) => setType(types.find((one) => one === id) ?? type)}
      />
      {type === 'ref' && <TargetField value={target} onChange={setTarget} />}
      {isPick(type) && <ChoiceList choices={choices} onChange={setChoices} />}
      <TextField label={t('fields.description')} value={description} onChange={setDescription} />
      <div>
        <Tick isSelected={mandatory} onChange={setMandatory}>
          {t('fields.mandatory')}
        </Tick>
        {sealable.includes(type) && (
          <Tick isSelected={encrypted} onChange={setEncrypted}>
            {t('fields.encrypted')}
          </Tick>
        )}
      </div>
    </FormDialog>
  )
}

/** Changes what can be changed of a field: not its kind, nor whether it is kept encrypted. */
export function ChangeField({ field, onClose, onDone }: Done & { field: Field }) {
  const [name, setName] = useState(field.name)
  const [description, setDescription] = useState(field.description ?? '')
  const [mandatory, setMandatory] = useState(field.mandatory)
  const [choices, setChoices] = useState<readonly DraftChoice[]>(() => field.choices.map(newChoice))
  const given = givenChoices(choices)
  return (
    <FormDialog
      title={t('fields.change')}
      action={t('fields.save')}
      onClose={onClose}
      onDone={onDone}
      isComplete={!isPick(field.type) || given.length > 0}
      onSubmit={() =>
        send<Field>('PATCH', `/fields/${field.id}`, {
          name: name.trim(),
          description: description.trim() || null,
          mandatory,
          ...(isPick(field.type) ? { choices: given } : {}),
        })
      }
    >
      <TextField
        label={t('fields.name')}
        isRequired
        autoFocus
        maxLength={250}
        value={name}
        onChange={setName}
        help={t('fields.typeStays')}
      />
      {isPick(field.type) && (
        <ChoiceList choices={choices} onChange={setChoices} help={t('fields.choicesStay')} />
      )}
      <TextField label={t('fields.description')} value={description} onChange={setDescription} />
      <Tick isSelected={mandatory} onChange={setMandatory}>
        {t('fields.mandatory')}
      </Tick>
    </FormDialog>
  )
}

function TargetField(props: { value: Target | null; onChange: (target: Target) => void }) {
  const { value, onChange } = props
  const { data: modules } = useQuery(modulesQuery)
  const targets: { id: string; name: string; target: Target }[] = [
    ...(['cases', 'people', 'organisations'] as const).map((target) => ({
      id: target,
      name: t(`fieldTarget.${target}`),
      target,
    })),
    ...(modules?.items ?? []).map(({ id, name }) => ({ id: String(id), name, target: { moduleId: id } })),
  ]
  const chosen = targets.find(
    ({ id }) => id === (typeof value === 'object' ? String(value?.moduleId) : value),
  )
  return (
    <SelectField
      label={t('fields.refersTo')}
      options={targets}
      chosen={chosen ? [chosen.id] : []}
      value={chosen?.name ?? ''}
      placeholder={t('field.choose', { field: t('fields.refersTo') })}
      isRequired
      onChoose={([id]) => {
        const found = targets.find((one) => one.id === id)
        if (found) onChange(found.target)
      }}
    />
  )
}
