/**
 * A value that is kept sealed (REST v3 §14). In memory it is clear; what is written of it anywhere but in its own place says
 * only that there is one.
 */
export interface SecretValue {
  readonly secret: string
}

/** @returns whether the value is kept sealed */
export function isSecret(value: unknown): value is SecretValue {
  return typeof value === 'object' && value !== null && 'secret' in value && typeof value.secret === 'string'
}

/** @returns the value with every secret in it, at any depth, left out; for the history */
export function withoutSecrets(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (isSecret(value)) return { sealed: true }
  if (Array.isArray(value)) return value.map(withoutSecrets)
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutSecrets(each)]))
}
