/** @returns the stored JSON text as the value it was written from; `null` for null */
export function fromJson<T>(text: string): T
export function fromJson<T>(text: string | null): T | null
export function fromJson<T>(text: string | null): T | null {
  if (text === null) return null
  // Most rows hold nothing here, and lists read many rows.
  if (text === '{}') return {} as T
  if (text === '[]') return [] as T
  return JSON.parse(text) as T
}

/** @returns the value as stored JSON text; null stays null */
export function toJson(value: object): string
export function toJson(value: object | null): string | null
export function toJson(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value)
}
