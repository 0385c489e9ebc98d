import { isWorking, type WorkHours, type WorkSpan, weekdays } from '../domain/work-hours.ts'
import { listGroups, setWorkHours } from '../usecases/catalog/set-work-hours.ts'
import { catalogOf } from '../usecases/desk.ts'
import { type Command, command, UsageError } from './command.ts'
import { print, printJson, printTable } from './print.ts'
import { entryOf } from './values.ts'
import { withDesk } from './with-desk.ts'

const json = { kind: 'flag', about: 'prints JSON for programs' } as const

const list = command({
  name: 'group list',
  about: 'lists the groups (queues) and when they work',
  options: { json },
  example: 'caseloom group list',
  run: (given) =>
    withDesk(async (desk, actor) => {
      const groups = await listGroups(desk, actor)
      const rows = groups.map(({ id, name, data: { workHours, holidays } }) => ({
        id,
        name,
        workHours: workHours ?? null,
        holidays: holidays ?? [],
      }))
      if (given.json) printJson(rows)
      else {
        printTable(
          ['ID', 'NAME', 'WORKS', 'DAYS OFF'],
          rows.map((row) => [row.id, row.name, shownHours(row.workHours), row.holidays.join(' ')]),
          'There are no groups.',
        )
      }
      return undefined
    }),
})

const hours = command({
  name: 'group hours',
  about: 'says when a group works, in place of what was said before; nothing at all without --on',
  arguments: { name: { about: 'name of the group' } },
  options: {
    on: { kind: 'list', about: 'a day, or two with a dash, and its hours', value: 'day=from-to,…' },
    holiday: { kind: 'list', about: 'a day off, e.g. 2030-12-25', value: 'date' },
    json,
  },
  example: `caseloom group hours Support --on monday-thursday=09:00-12:00,13:00-18:00 --on friday=09:00-14:00`,
  run: (given) =>
    withDesk(async (desk, actor) => {
      const { id } = entryOf(await catalogOf(desk), 'group', given.name)
      const { name, data } = await setWorkHours(desk, actor, id, {
        workHours: hoursOf(given.on),
        holidays: given.holiday,
      })
      if (given.json) printJson({ id, name, workHours: data.workHours, holidays: data.holidays })
      else print(`${name}: ${shownHours(data.workHours ?? null) || 'no working hours'}`)
      return undefined
    }),
})

/** @returns the hours that the texts say; throws `UsageError`. Times are checked by the desk */
function hoursOf(texts: readonly string[]): WorkHours {
  const days = new Map<string, WorkSpan[]>(weekdays.map((day) => [day, []]))
  for (const text of texts) {
    const [, first = '', last = first, spans = ''] = /^([a-z]+)(?:-([a-z]+))?=(.+)$/i.exec(text) ?? []
    const from = dayNamed(first, text)
    const to = dayNamed(last, text)
    if (to < from) throw new UsageError(`--on "${text}" goes backwards; name the days in two options.`)
    for (const day of weekdays.slice(from, to + 1)) {
      for (const span of spans.split(',')) {
        const [start = '', end = ''] = span.split('-')
        days.get(day)?.push({ from: start.trim(), to: end.trim() })
      }
    }
  }
  return Object.fromEntries(days) as unknown as WorkHours // all seven, by the line that made them
}

function dayNamed(name: string, text: string): number {
  const index = (weekdays as readonly string[]).indexOf(name.toLowerCase())
  if (index < 0) throw new UsageError(`--on must be like monday=09:00-18:00, not "${text}".`)
  return index
}

function shownHours(given: WorkHours | null): string {
  if (!isWorking(given ?? undefined) || given === null) return ''
  return weekdays
    .filter((day) => given[day].length > 0)
    .map((day) => `${day.slice(0, 3)} ${given[day].map(({ from, to }) => `${from}-${to}`).join(',')}`)
    .join('; ')
}

export const groupCommands: readonly Command[] = [list, hours]
