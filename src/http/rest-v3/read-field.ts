import type { Actor } from '../../domain/actor.ts'
import type { CustomField } from '../../domain/custom-field.ts'
import type { Desk } from '../../usecases/desk.ts'
import { findReference } from '../../usecases/fields/references.ts'
import { extraKey, invalidInput } from './errors.ts'
import { asObject } from './lists/list-values.ts'
import {
  isEmpty,
  noSuch,
  readBoolean,
  readNumber,
  readPerson,
  readReference,
  readText,
  readTime,
} from './values.ts'

/** What is needed to read values of fields that administrators defined. */
export interface FieldReading {
  readonly desk: Desk
  readonly actor: Actor
  readonly timeZone: string
  /** Also the deleted ones, whose values may be sent back as they were read. */
  readonly fields: readonly CustomField[]
}

/**
 * @param place the attribute that holds the values, as callers write it
 * @returns the values as the desk takes them, null for those to be cleared; throws a refusal (4001) for what makes no sense, names
 *   nothing, or is no field
 */
export async function readFields(
  reading: FieldReading,
  value: unknown,
  place: string,
): Promise<Record<string, unknown>> {
  if (isEmpty(value)) return {}
  const given = asObject(value)
  if (!given) throw invalidInput(place, `${place} is not an object`)
  const byName = new Map(reading.fields.map((field) => [field.apiName, field]))
  const read: Record<string, unknown> = {}
  for (const [key, each] of Object.entries(given)) {
    const field = byName.get(key)
    if (!field) throw extraKey(`${place}.${key}`)
    read[key] = await readField(reading, field, each, `${place}.${key}`)
  }
  return read
}

/** @returns the value in the form that the desk checks (REST v3 §6, §13.2), null for none; throws a refusal (4001) */
async function readField(
  { desk, actor, timeZone }: FieldReading,
  field: CustomField,
  value: unknown,
  place: string,
): Promise<unknown> {
  switch (field.type) {
    case 'sline':
    case 'mline':
      return readText(value, place) || null
    case 'email':
    case 'phone':
    case 'url':
      return readText(value, place)?.trim() || null
    case 'num':
    case 'dec':
      return readNumber(value, place)
    case 'bool':
      return readBoolean(value, place)
    case 'date':
      return readTime(value, place, timeZone)
    case 'pick':
      return readChoice(field, value, place)
    case 'mpick':
      return readChoices(field, value, place)
    case 'ref': {
      const { refersTo } = field
      const named = refersTo === 'people' ? readPerson(value, place) : readReference(value, place)
      if (named === null || refersTo === null) return null
      const id = await findReference(desk, actor, refersTo, named)
      if (id === undefined) throw noSuch(place, String(Object.values(named)[0]))
      return id
    }
    default:
      return field.type satisfies never
  }
}

function readChoices(field: CustomField, value: unknown, place: string): number[] | null {
  if (isEmpty(value)) return null
  const all: unknown[] = Array.isArray(value) ? value : [value]
  return [...new Set(all.map((each) => readChoice(field, each, place)))].filter((id) => id !== null)
}

function readChoice({ choices }: CustomField, value: unknown, place: string): number | null {
  const named = readReference(value, place)
  if (named === null) return null
  // Of a name that was deleted and given again the one that may be chosen.
  const found = choices
    .toSorted((one, other) => Number(one.deleted) - Number(other.deleted))
    .find((each) =>
      'id' in named ? each.id === named.id : each.name.toLowerCase() === named.name.toLowerCase(),
    )
  if (!found) throw noSuch(place, 'id' in named ? String(named.id) : named.name)
  return found.id
}
