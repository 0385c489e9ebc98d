import { isSecret } from '../domain/secret-value.ts'
import { fromJson, toJson } from './json.ts'
import { fieldOf } from './seal/row.ts'
import type { Place, Seal } from './seal/seal.ts'
import { isSealed } from './seal/sealed-text.ts'
import type { SealedMark } from './sealed-index.ts'

/** Tables whose rows hold values of fields that administrators defined, some of them secret. */
export type FieldsOwner = 'cases' | 'records'

type Values = Readonly<Record<string, unknown>>

/** @returns the values as they are stored in the row with that guid: each secret one sealed in its own place (REST v3 §14) */
export function closeFields(seal: Seal, owner: FieldsOwner, guid: string, values: Values): string {
  return toJson(
    mapped(values, (value, key) => {
      if (isSecret(value)) return seal.close(placeOf(owner, guid, key), value.secret)
      // A plain text that looks like a sealed one is sealed, so that what looks sealed always is.
      return typeof value === 'string' ? seal.keep(placeOf(owner, guid, key), value, false) : value
    }),
  )
}

/** @returns the values as operations see them, those that were sealed as secret ones */
export function openFields(seal: Seal, owner: FieldsOwner, guid: string, kept: string): Values {
  return mapped(fromJson<Values>(kept), (value, key) =>
    typeof value === 'string' && isSealed(value)
      ? { secret: seal.open(placeOf(owner, guid, key), value) }
      : value,
  )
}

/** @returns the marks by which rows are found that have the secret values */
export function fieldMarks(seal: Seal, owner: FieldsOwner, values: Values): SealedMark[] {
  return Object.entries(values).flatMap(([key, value]) =>
    isSecret(value) ? [markOf(seal, owner, key, value.secret)] : [],
  )
}

/** @returns the mark of a secret value of the field */
export function markOf(seal: Seal, owner: FieldsOwner, key: string, text: string): SealedMark {
  const field = fieldOf(owner, 'fields', [key])
  return { field, hash: seal.mark(field, text) }
}

/** @returns whether any of the values is secret */
export function holdsSecrets(values: Values): boolean {
  return Object.values(values).some(isSecret)
}

function placeOf(table: FieldsOwner, row: string, key: string): Place {
  return { table, column: `fields.${key}`, row }
}

function mapped(values: Values, change: (value: unknown, key: string) => unknown): Values {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value, key)]))
}
