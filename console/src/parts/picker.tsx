import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  Autocomplete,
  Button,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select,
  SelectValue,
  Text,
  TextField,
  useFilter,
} from 'react-aria-components'
import { t } from '../text/text.ts'

/** One thing that can be chosen. */
export interface Option {
  readonly id: number | string
  readonly name: string
  readonly icon?: ReactNode
}

interface Props {
  /** What is chosen here, e.g. "Status". */
  readonly label: string
  readonly options: readonly Option[]
  readonly chosen: readonly Option['id'][]
  readonly onChoose: (chosen: Option['id'][]) => void
  readonly many?: boolean
  /** How the present choice is shown on the button. */
  readonly children: ReactNode
  readonly className: string
  readonly isOpen?: boolean
  readonly onOpenChange?: (open: boolean) => void
  readonly isDisabled?: boolean
  /** In a form: the label to show, help, and the name that errors are told by. */
  readonly title?: ReactNode
  readonly help?: string | null
  readonly name?: string
  readonly isRequired?: boolean
  /** Is told the words to look for, where not everything that can be chosen is at hand. */
  readonly onFind?: (words: string) => void
}

/** A button that opens a list to choose from, with a field to find in it when it is long. */
export function Picker({
  label,
  options,
  chosen,
  onChoose,
  many = false,
  children,
  className,
  title,
  help = null,
  onFind,
  ...rest
}: Props) {
  const { contains } = useFilter({ sensitivity: 'base' })
  const list = (
    <ListBox
      items={options}
      aria-label={label}
      autoFocus={chosen.length > 0 ? true : 'first'}
      className="scroll max-h-72 p-1 outline-none"
      renderEmptyState={() => <p className="px-2 py-1.5 text-sm text-text-3">{t('palette.empty')}</p>}
    >
      {(option) => (
        <ListBoxItem id={option.id} textValue={option.name} className={itemLook}>
          {option.icon}
          <span className="min-w-0 flex-1 truncate">{option.name}</span>
          <Check size={14} aria-hidden className="text-accent-text opacity-0 group-chosen:opacity-100" />
        </ListBoxItem>
      )}
    </ListBox>
  )
  return (
    <Select
      {...rest}
      {...(title === undefined ? { 'aria-label': label } : {})}
      allowsEmptyCollection={onFind !== undefined}
      selectionMode={many ? 'multiple' : 'single'}
      value={many ? [...chosen] : (chosen[0] ?? null)}
      onChange={(value) => onChoose(Array.isArray(value) ? [...value] : value === null ? [] : [value])}
      className={title === undefined ? 'min-w-0' : 'flex min-w-0 flex-col gap-1'}
    >
      {title !== undefined && <Label className="font-medium text-sm">{title}</Label>}
      <Button className={className}>
        <SelectValue className="contents">{() => children}</SelectValue>
      </Button>
      <Popover offset={4} placement="bottom start" className="floats rises w-64 outline-none">
        {onFind || options.length > 6 ? (
          <Autocomplete {...(onFind ? { onInputChange: onFind } : { filter: contains })}>
            <TextField aria-label={t('action.find')} autoFocus className="border-line border-b">
              <Input
                role="combobox"
                aria-expanded="true"
                placeholder={t('action.find')}
                className="h-9 w-full bg-transparent px-3 text-sm outline-none max-md:h-11 max-md:text-lg"
              />
            </TextField>
            {list}
          </Autocomplete>
        ) : (
          list
        )}
      </Popover>
      {help !== null && (
        <Text slot="description" className="text-text-3 text-xs">
          {help}
        </Text>
      )}
      {title !== undefined && <FieldError className="text-danger-text text-xs" />}
    </Select>
  )
}

/** How an item of a floating list looks, shared with menus. */
export const itemLook =
  'group flex min-h-8 items-center gap-2 rounded-md px-2 text-sm outline-none max-md:min-h-11 focused:bg-surface-2 hovered:bg-surface-2 off:opacity-50'
