import type { ReactNode } from 'react'
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { classes } from './classes.ts'
import { KeyHint } from './key-hint.tsx'
import { itemLook } from './picker.tsx'

/** One thing a menu does. */
export interface Command {
  readonly id: string
  readonly name: string
  readonly icon?: ReactNode
  readonly keys?: string
  readonly danger?: boolean
  readonly do: () => void
}

/** A button with a menu of commands; the button is the first child. */
export function Menu({
  label,
  commands,
  children,
}: {
  label: string
  commands: readonly Command[]
  children: ReactNode
}) {
  return (
    <MenuTrigger>
      {children}
      <Popover offset={4} placement="bottom end" className="floats rises min-w-52 outline-none">
        <AriaMenu
          aria-label={label}
          items={commands}
          onAction={(id) => commands.find((command) => command.id === id)?.do()}
          className="p-1 outline-none"
        >
          {(command) => (
            <MenuItem
              id={command.id}
              textValue={command.name}
              className={classes(itemLook, command.danger === true && 'text-danger-text')}
            >
              {command.icon}
              <span className="flex-1">{command.name}</span>
              {command.keys !== undefined && <KeyHint keys={command.keys} />}
            </MenuItem>
          )}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
