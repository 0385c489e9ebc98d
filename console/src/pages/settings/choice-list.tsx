import { Plus, X } from 'lucide-react'
import { Group, Input } from 'react-aria-components'
import { Button, IconButton } from '../../parts/button.tsx'
import { inputLook } from '../../parts/fields.tsx'
import { t } from '../../text/text.ts'

/** A choice while it is written; one that the desk knows has an id. */
export interface DraftChoice {
  readonly key: string
  readonly id?: number
  readonly name: string
}

/** @returns a choice to write on */
export const newChoice = (known?: { id: number; name: string }): DraftChoice => ({
  key: crypto.randomUUID(),
  name: '',
  ...known,
})

/** @returns the choices that have a name, as the desk takes them */
export function givenChoices(choices: readonly DraftChoice[]): { id?: number; name: string }[] {
  return choices
    .filter(({ name }) => name.trim() !== '')
    .map(({ id, name }) => ({ name: name.trim(), ...(id === undefined ? {} : { id }) }))
}

interface Props {
  readonly choices: readonly DraftChoice[]
  readonly onChange: (choices: readonly DraftChoice[]) => void
  readonly help?: string
}

/** The choices of a field in their order, one line each; Enter goes on to a new one. */
export function ChoiceList({ choices, onChange, help }: Props) {
  const add = () => onChange([...choices, newChoice()])
  return (
    <Group aria-label={t('fields.choices')} className="flex flex-col gap-1.5">
      <span className="font-medium text-sm">{t('fields.choices')}</span>
      {choices.map((choice, index) => (
        <div key={choice.key} className="flex items-center gap-1">
          <Input
            aria-label={t('fields.choice', { n: index + 1 })}
            maxLength={250}
            value={choice.name}
            // A new line is there to be written on; the ones there were at first are not.
            autoFocus={index > 1 && choice.id === undefined && choice.name === ''}
            onChange={({ target }) =>
              onChange(choices.map((one) => (one === choice ? { ...one, name: target.value } : one)))
            }
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return
              event.preventDefault()
              add()
            }}
            className={`${inputLook} h-9 max-md:h-11 max-md:text-lg`}
          />
          <IconButton
            label={t('fields.removeChoice', { n: index + 1 })}
            onPress={() => onChange(choices.filter((one) => one !== choice))}
          >
            <X size={14} aria-hidden />
          </IconButton>
        </div>
      ))}
      <div>
        <Button onPress={add}>
          <Plus size={14} aria-hidden />
          {t('fields.addChoice')}
        </Button>
      </div>
      {help !== undefined && <span className="text-text-3 text-xs">{help}</span>}
    </Group>
  )
}
