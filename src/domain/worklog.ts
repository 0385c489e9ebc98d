import type { Millis } from './case.ts'

/** Time spent on a case by a rep (REST v3 §9.2). */
export interface Worklog {
  readonly id: number
  readonly guid: string
  readonly caseNumber: number
  readonly ownerId: number
  readonly description: string | null
  readonly startedAt: Millis | null
  readonly endedAt: Millis | null
  readonly minutes: number
  readonly typeId: number | null
  /** Decimal text, so that no cent is lost. */
  readonly otherCost: string
  readonly ownerCost: string
  readonly includeNonOperational: boolean
  readonly createdById: number | null
  readonly createdAt: Millis
  readonly updatedAt: Millis
}

/** Decimal texts are counted in ten-thousandths. */
const scale = 10_000n

/** @returns whether the text is an amount of money that we keep: up to twelve digits, up to four of them after the point */
export function isAmount(text: string): boolean {
  return /^\d{1,12}(\.\d{1,4})?$/.test(text)
}

/** @returns what the time costs at an hourly rate, rounded to cents, as decimal text */
export function costOfTime(minutes: number, hourly: string): string {
  const cents = (units(hourly) * BigInt(minutes) * 100n * 2n + 60n * scale) / (60n * scale * 2n)
  return text(cents * (scale / 100n))
}

/** @returns the sum of two decimal texts */
export function sumOf(one: string, other: string): string {
  return text(units(one) + units(other))
}

/** @returns whole minutes between the times; 0 when one of them is missing */
export function minutesBetween(startedAt: Millis | null, endedAt: Millis | null): number {
  return startedAt === null || endedAt === null ? 0 : Math.floor((endedAt - startedAt) / 60_000)
}

function units(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.split('.')
  return BigInt(whole) * scale + BigInt(fraction.padEnd(4, '0'))
}

function text(units: bigint): string {
  const fraction = String(units % scale)
    .padStart(4, '0')
    .replace(/0+$/, '')
  return `${units / scale}${fraction === '' ? '' : `.${fraction}`}`
}
