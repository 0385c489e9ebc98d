import type { BasicPriority, BasicStatus } from '../../domain/basic-words.ts'

/** Their numbers, which are texts on this wire (§5), for the desk's small vocabulary. */
export const priorityNumbers = { low: '1', medium: '2', high: '3' } as const satisfies Record<
  BasicPriority,
  string
>
export const statusNumbers = { open: '1', pending: '2', closed: '3' } as const satisfies Record<
  BasicStatus,
  string
>

export const prioritiesByNumber: ReadonlyMap<string, BasicPriority> = inverted(priorityNumbers)
export const statusesByNumber: ReadonlyMap<string, BasicStatus> = inverted(statusNumbers)

/** What may be asked of a ticket's status: 2 opens it (again), 3 closes it (§6.9). */
export const statusWishes: ReadonlyMap<string, 'open' | 'close'> = new Map([
  ['2', 'open'],
  ['3', 'close'],
])

function inverted<K extends string>(numbers: Readonly<Record<K, string>>): Map<string, K> {
  return new Map((Object.keys(numbers) as K[]).map((word) => [numbers[word], word]))
}
