import { en } from './en.ts'

type Words = string | { readonly one: string; readonly other: string }
/** Every text of the console by its key. */
export type TextKey = keyof typeof en

const language = navigator.language.startsWith('en') ? navigator.language : 'en'
const plurals = new Intl.PluralRules(language)
const numbers = new Intl.NumberFormat(language)

/**
 * @param key which text
 * @param values replace `{name}` in it; `n` also chooses between singular and plural
 * @returns the text in the reader's language
 */
export function t(key: TextKey, values: Readonly<Record<string, string | number>> = {}): string {
  const words: Words = en[key]
  const form =
    typeof words === 'string' ? words : words[plurals.select(Number(values.n)) === 'one' ? 'one' : 'other']
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name]
    if (value === undefined) return whole
    return typeof value === 'number' ? numbers.format(value) : value
  })
}

/** @returns whether there is a text of that name, for words that come from the server */
export function isTextKey(key: string): key is TextKey {
  return Object.hasOwn(en, key)
}

const dayAndTime = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short' })
const momentForm = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
const decimals = new Intl.NumberFormat(language, { maximumFractionDigits: 4 })
const shortDay = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short' })
const longDay = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', year: 'numeric' })
const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })

/** @returns the exact time in the reader's zone, e.g. for a tooltip */
export const exactTime = (at: string): string => dayAndTime.format(new Date(at))
/** @returns the day in the reader's zone, e.g. "5 Jan 2026" */
export const day = (at: string): string => longDay.format(new Date(at))

/** @returns the moment in the reader's zone, e.g. "5 Jan 2026, 14:30" */
export const moment = (at: string): string => momentForm.format(new Date(at))
/** @returns the number with up to four decimals */
export const decimal = (value: number): string => decimals.format(value)

/** @returns how long ago, in few letters for rows: "now", "4 min", "3 h", "2 d", then the day */
export function age(at: string, now: number): string {
  const seconds = Math.max(0, (now - Date.parse(at)) / 1000)
  if (seconds < 60) return t('time.now')
  if (seconds < 3600) return t('time.minutes', { n: Math.floor(seconds / 60) })
  if (seconds < 86_400) return t('time.hours', { n: Math.floor(seconds / 3600) })
  if (seconds < 7 * 86_400) return t('time.days', { n: Math.floor(seconds / 86_400) })
  return (seconds < 300 * 86_400 ? shortDay : longDay).format(new Date(at))
}

/** @returns how long ago or until, in words: "3 hours ago", "in 2 days" */
export function fromNow(at: string, now: number): string {
  const seconds = (Date.parse(at) - now) / 1000
  const size = Math.abs(seconds)
  if (size < 60) return t('time.justNow')
  if (size < 3600) return relative.format(Math.trunc(seconds / 60), 'minute')
  if (size < 86_400) return relative.format(Math.trunc(seconds / 3600), 'hour')
  if (size < 30 * 86_400) return relative.format(Math.trunc(seconds / 86_400), 'day')
  return longDay.format(new Date(at))
}

/** @returns the size of a file, e.g. "1.4 MB" */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return t('size.bytes', { n: bytes })
  if (bytes < 1_000_000) return t('size.kb', { n: Math.round(bytes / 1000) })
  return t('size.mb', { n: Math.round(bytes / 100_000) / 10 })
}
