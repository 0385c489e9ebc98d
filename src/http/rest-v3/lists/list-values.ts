import { readPrintedDictionary } from '../../shared/lenient-json.ts'

/**
 * @returns the object, also one that came as text (REST v3 §3.2: a text from `{` to `}` where an object is expected is read
 *   as one); undefined for anything else
 */
export function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof value === 'string') {
    const text = value.trim()
    if (!text.startsWith('{') || !text.endsWith('}')) return undefined
    try {
      return asObject(readPrintedDictionary(text))
    } catch {
      return undefined
    }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return value as Readonly<Record<string, unknown>>
}

/** @returns the whole number, also from text (§3.2); undefined for anything else */
export function asInteger(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\s*-?\d+\s*$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined
}

/** @returns true or false, also from text (§6); undefined for anything else */
export function asBoolean(value: unknown): boolean | undefined {
  const word = typeof value === 'string' ? value.trim().toLowerCase() : value
  if (word === true || word === 'true') return true
  if (word === false || word === 'false') return false
  return undefined
}
