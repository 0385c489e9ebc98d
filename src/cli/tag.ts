import { addEntry } from '../usecases/catalog/add-entry.ts'
import { changeEntry } from '../usecases/catalog/change-entry.ts'
import { deleteEntry } from '../usecases/catalog/delete-entry.ts'
import { catalogOf } from '../usecases/desk.ts'
import { type Command, command } from './command.ts'
import { print, printJson, printTable } from './print.ts'
import { entryOf } from './values.ts'
import { withDesk } from './with-desk.ts'

const json = { kind: 'flag', about: 'prints JSON for programs' } as const
const named = { name: { about: 'name of the tag' } } as const
const keyword = { kind: 'text', about: 'by which other programs tell it', value: 'word' } as const

const add = command({
  name: 'tag add',
  about: 'adds a tag, from which clients choose when they change a case',
  arguments: { name: { about: 'its name, not used yet' } },
  options: { keyword, json },
  example: `caseloom tag add Warranty --keyword warranty`,
  run: (given) =>
    withDesk(async (desk, actor) => {
      const { id, name, data } = await addEntry(desk, actor, {
        kind: 'tag',
        name: given.name,
        data: given.keyword === undefined ? {} : { keyword: given.keyword },
      })
      if (given.json) printJson({ id, name, keyword: data.keyword ?? null })
      else print(`${name} is tag ${id}.`)
      return undefined
    }),
})

const list = command({
  name: 'tag list',
  about: 'lists the tags',
  options: { json },
  example: 'caseloom tag list',
  run: (given) =>
    withDesk(async (desk) => {
      const entries = (await catalogOf(desk)).list('tag')
      const rows = entries.map(({ id, name, data }) => ({ id, name, keyword: data.keyword ?? null }))
      if (given.json) printJson(rows)
      else {
        printTable(
          ['ID', 'NAME', 'KEYWORD'],
          rows.map((row) => [row.id, row.name, row.keyword]),
          'There are no tags. Add one: caseloom tag add',
        )
      }
      return undefined
    }),
})

const change = command({
  name: 'tag change',
  about: 'renames a tag or changes its keyword; cases that have it show the new name',
  arguments: named,
  options: { to: { kind: 'text', about: 'its new name', value: 'name' }, keyword, json },
  example: `caseloom tag change Warranty --to Guarantee`,
  run: (given) =>
    withDesk(async (desk, actor) => {
      const { id } = entryOf(await catalogOf(desk), 'tag', given.name)
      const changed = await changeEntry(desk, actor, 'tag', id, {
        ...(given.to === undefined ? {} : { name: given.to }),
        ...(given.keyword === undefined ? {} : { data: { keyword: given.keyword } }),
      })
      if (given.json) printJson({ id, name: changed.name, keyword: changed.data.keyword ?? null })
      else print(`Tag ${id} is ${changed.name}.`)
      return undefined
    }),
})

const remove = command({
  name: 'tag remove',
  about: 'removes a tag that no case in progress has; finished cases go on naming it',
  arguments: named,
  example: 'caseloom tag remove Warranty',
  run: (given) =>
    withDesk(async (desk, actor) => {
      const { id } = entryOf(await catalogOf(desk), 'tag', given.name)
      await deleteEntry(desk, actor, 'tag', id)
      print('Removed.')
      return undefined
    }),
})

export const tagCommands: readonly Command[] = [add, list, change, remove]
