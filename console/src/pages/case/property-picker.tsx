import { type Option, Picker } from '../../parts/picker.tsx'
import { useSession } from '../../parts/session.ts'
import { t } from '../../text/text.ts'

type PickerProps = Omit<Parameters<typeof Picker>[0], 'className'>

/** A property that is changed where it is shown. Without the right to change cases it is only read. */
export function PropertyPicker({
  canClear = false,
  options,
  onChoose,
  ...rest
}: PickerProps & {
  canClear?: boolean
}) {
  const { may } = useSession()
  const none: Option = { id: 'none', name: t('action.clear') }
  return (
    <Picker
      {...rest}
      isDisabled={!may('case.edit')}
      options={canClear && rest.chosen.length > 0 ? [...options, none] : options}
      onChoose={(chosen) => onChoose(chosen.filter((id) => id !== 'none'))}
      className="flex min-h-8 w-full items-center gap-1.5 rounded-md px-2 text-left text-sm hovered:bg-surface-2 max-md:min-h-11"
    />
  )
}
