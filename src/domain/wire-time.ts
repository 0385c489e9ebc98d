import type { Millis } from './case.ts'

/** A time as REST v3 shows it (§6): for people as `dd/MM/yyyy hh:mm AM|PM` in a zone, for programs in ms as text. */
export interface WireTime {
  readonly display_value: string
  readonly value: string
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** @returns the time in both forms; used by the wire and by the callbacks that speak its words */
export function wireTime(at: Millis, timeZone: string): WireTime {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      day: '2-digit',
      month: '2-digit',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hour12: true,
    })
    formats.set(timeZone, format)
  }
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
  const { day, month, year, hour, minute, dayPeriod } = part
  return { display_value: `${day}/${month}/${year} ${hour}:${minute} ${dayPeriod}`, value: String(at) }
}
