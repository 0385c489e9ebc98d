import type { Issue } from './errors.ts'

export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const
export type Weekday = (typeof weekdays)[number]

/** A span of working time, as `HH:MM`; `to` may be `24:00`. */
export interface WorkSpan {
  readonly from: string
  readonly to: string
}

/** When a group works, in the time zone of the installation. */
export type WorkHours = Readonly<Record<Weekday, readonly WorkSpan[]>>

/** Most spans of one day, and most days off. */
const limits = { spans: 24, holidays: 1000 }

/**
 * @returns what is wrong with working hours and days off: times that are none, spans that end before they begin or overlap,
 *   dates that do not exist. Fields are called `workHours.monday` and so on, and `holidays`
 */
export function checkWorkHours(given: {
  readonly workHours?: WorkHours
  readonly holidays?: readonly string[]
}): Issue[] {
  const hours = given.workHours
  const holidays = given.holidays ?? []
  const wrongDays = holidays.filter((day) => !isDate(day))
  return [
    ...(hours ? weekdays.flatMap((day) => checkDay(`workHours.${day}`, hours[day])) : []),
    ...(holidays.length > limits.holidays
      ? [{ field: 'holidays', rule: 'too_many', limit: limits.holidays } as const]
      : wrongDays.map((value) => ({ field: 'holidays', rule: 'format', value }) as const)),
  ]
}

/** @returns the same in order: spans by their beginning, days off once each */
export function tidyWorkHours(hours: WorkHours, holidays: readonly string[]) {
  const tidy = (spans: readonly WorkSpan[]) => spans.toSorted((a, b) => (a.from < b.from ? -1 : 1))
  return {
    workHours: Object.fromEntries(weekdays.map((day) => [day, tidy(hours[day])])) as unknown as WorkHours, // all seven
    holidays: [...new Set(holidays)].sort(),
  }
}

/** @returns whether anything is set at all */
export function isWorking(hours: WorkHours | undefined): hours is WorkHours {
  return hours !== undefined && weekdays.some((day) => hours[day].length > 0)
}

function checkDay(field: string, spans: readonly WorkSpan[]): Issue[] {
  if (spans.length > limits.spans) return [{ field, rule: 'too_many', limit: limits.spans }]
  const malformed = spans.filter(({ from, to }) => !isTime(from) || !(isTime(to) || to === '24:00'))
  if (malformed.length > 0) return malformed.map((value) => ({ field, rule: 'format', value }))
  const backward = spans.filter(({ from, to }) => from >= to)
  if (backward.length > 0) return backward.map((value) => ({ field, rule: 'mismatch', value }))
  const ordered = spans.toSorted((a, b) => (a.from < b.from ? -1 : 1))
  return ordered
    .filter(({ from }, index) => from < (ordered[index - 1]?.to ?? ''))
    .map((value) => ({ field, rule: 'mismatch', value }))
}

function isTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text)
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}
