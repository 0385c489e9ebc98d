import { addEntry } from '../usecases/catalog/add-entry.ts'
import { changeEntry } from '../usecases/catalog/change-entry.ts'
import { deleteEntry } from '../usecases/catalog/delete-entry.ts'
import { catalogOf } from '../usecases/desk.ts'
import { type Command, command } from './command.ts'
import { print, printJson, printTable } from './print.ts'
import { entryOf } from './values.ts'
import { withDesk } from './with-desk.ts'

const json = { kind: 'flag', about: 'prints JSON for programs' } as const
const named = { name: { about: 'name of the category' } } as const
const description = { kind: 'text', about: 'what belongs to it', value: 'text' } as const

const add = command({
  name: 'category add',
  about: 'adds a category, from which clients choose when they open a case',
  arguments: { name: { about: 'its name, not used yet' } },
  options: { description, json },
  example: `caseloom category add Warranty --description 'Repairs that cost nothing'`,
  run: (given) =>
    withDesk(async (desk, actor) => {
      const { id, name } = await addEntry(desk, actor, {
        kind: 'category',
        name: given.name,
        description: given.description ?? null,
      })
      if (given.json) printJson({ id, name, description: given.description ?? null })
      else print(`${name} is category ${id}.`)
      return undefined
    }),
})

const list = command({
  name: 'category list',
  about: 'lists the categories',
  options: { json },
  example: 'caseloom category list',
  run: (given) =>
    withDesk(async (desk) => {
      const entries = (await catalogOf(desk)).list('category')
      const rows = entries.map(({ id, name, description }) => ({ id, name, description }))
      if (given.json) printJson(rows)
      else {
        printTable(
          ['ID', 'NAME', 'DESCRIPTION'],
          rows.map((row) => [row.id, row.name, row.description]),
          'There are no categories. Add one: caseloom category add',
        )
      }
      return undefined
    }),
})

const change = command({
  name: 'category change',
  about: 'renames a category or describes it anew; cases that have it show the new name',
  arguments: named,
  options: { to: { kind: 'text', about: 'its new name', value: 'name' }, description, json },
  example: `caseloom category change Warranty --to Guarantee`,
  run: (given) =>
    withDesk(async (desk, actor) => {
      const { id } = entryOf(await catalogOf(desk), 'category', given.name)
      const changed = await changeEntry(desk, actor, 'category', id, {
        ...(given.to === undefined ? {} : { name: given.to }),
        ...(given.description === undefined ? {} : { description: given.description }),
      })
      if (given.json) printJson({ id, name: changed.name, description: changed.description })
      else print(`Category ${id} is ${changed.name}.`)
      return undefined
    }),
})

const remove = command({
  name: 'category remove',
  about: 'removes a category that no case in progress has; finished cases go on naming it',
  arguments: named,
  example: 'caseloom category remove Warranty',
  run: (given) =>
    withDesk(async (desk, actor) => {
      const { id } = entryOf(await catalogOf(desk), 'category', given.name)
      await deleteEntry(desk, actor, 'category', id)
      print('Removed.')
      return undefined
    }),
})

export const categoryCommands: readonly Command[] = [add, list, change, remove]
