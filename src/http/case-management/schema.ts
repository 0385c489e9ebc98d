import { fileRef } from '../../usecases/files/inline-files.ts'
import { notValid, type Problem, Refusal, required, tooLong } from './errors.ts'
import type { Body } from './read-body.ts'

/** How clients name a thing: its integer, the same as text, or its textual id (Case Management §4.1). */
export type IdRef = number | { readonly guid: string }

/** Longest list of ids that is looked at. Far fewer may be used, but they may be named more than once. */
const mostIds = 1000

/** @returns whom the text names; digits are an integer, anything else can only be a textual id */
export function idOf(text: string): IdRef {
  // No id holds a NUL, and the database could not even look for one.
  return fileRef(text.trim().replaceAll('\0', '\uFFFD'))
}

/** @returns the id as it was given, for texts that repeat it */
export function idText(ref: IdRef): string | number {
  return typeof ref === 'number' ? ref : ref.guid
}

/**
 * Reads the values of a body or query one by one and throws everything that is wrong with them in one `Refusal` (400).
 * `null` and absent are the same, since forms cannot say null (§3); unknown fields are ignored.
 */
export function readFields<T>(values: Body, read: (of: Fields) => T): T {
  const fields = new Fields(values)
  const result = read(fields)
  if (fields.problems.length > 0) throw new Refusal(400, ...fields.problems)
  return result
}

/** Values by name. What is wrong is noted and read as absent, so that reading goes on to the next value. */
export class Fields {
  readonly problems: Problem[] = []
  readonly #values: Body

  constructor(values: Body) {
    this.#values = values
  }

  /** @returns the value as it was given; null is undefined */
  raw(name: string): unknown {
    return (Object.hasOwn(this.#values, name) ? this.#values[name] : undefined) ?? undefined
  }

  /** @returns whether the field was given as null, which empties what can be empty */
  isNull(name: string): boolean {
    return Object.hasOwn(this.#values, name) && this.#values[name] === null
  }

  /** @returns a text of at most `most` characters */
  text(name: string, most: number): string | undefined {
    const value = this.raw(name)
    if (value === undefined) return undefined
    if (typeof value !== 'string' || value.includes('\0')) return this.#wrong(notValid(name))
    if (value.length > most && [...value].length > most) {
      return this.#wrong(tooLong(name, most))
    }
    return value
  }

  /** @returns a text that must be there and not blank */
  requiredText(name: string, most: number): string {
    const value = this.text(name, most)
    const given = this.raw(name)
    if (given === undefined || value?.trim() === '') this.problems.push(required(name))
    return value ?? ''
  }

  /** @returns whom the field names; empty text counts as absent */
  id(name: string): IdRef | undefined {
    const value = this.raw(name)
    if (value === undefined || value === '') return undefined
    return asId(value) ?? this.#wrong(notValid(name))
  }

  requiredId(name: string): IdRef {
    return this.required(name, this.id(name)) ?? 0
  }

  /** @returns whom the field names by a textual id; integers name nobody */
  textualId(name: string): IdRef | undefined {
    const value = this.raw(name)
    if (value === undefined || value === '') return undefined
    const id = typeof value === 'string' && isUuid(value.trim()) ? idOf(value) : undefined
    return id ?? this.#wrong(notValid(name))
  }

  /** @returns the value as it was read, and notes it if none was given */
  required<T>(name: string, value: T): T {
    const given = this.raw(name)
    if (given === undefined || given === '') this.problems.push(required(name))
    return value
  }

  /** @returns a list of ids; a single one is a list of one, as forms write it */
  ids(name: string): IdRef[] {
    const value = this.raw(name)
    if (value === undefined || value === '') return []
    const list: unknown[] = Array.isArray(value) ? value : [value]
    if (list.length > mostIds) {
      this.problems.push(notValid(name))
      return []
    }
    const ids = list.map(asId)
    const known = ids.filter((id) => id !== undefined)
    if (known.length < ids.length) this.problems.push(notValid(name))
    return known
  }

  /** @returns an integer that is not negative, also written as digits */
  int(name: string): number | undefined {
    const value = this.raw(name)
    if (value === undefined) return undefined
    const number = typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : value
    if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number
    return this.#wrong(notValid(name))
  }

  /** Checks a yes or no that has no effect here. */
  flag(name: string): void {
    const value = this.raw(name)
    const fine = [undefined, '', true, false, 0, 1, '0', '1', 'true', 'false']
    if (!fine.includes(value as (typeof fine)[number])) this.problems.push(notValid(name))
  }

  /** @returns what the word stands for, letter case aside */
  word<T>(name: string, words: Readonly<Record<string, T>>): T | undefined {
    const value = this.raw(name)
    if (value === undefined) return undefined
    const word = typeof value === 'string' ? value.trim().toLowerCase() : ''
    return Object.hasOwn(words, word) ? words[word] : this.#wrong(notValid(name))
  }

  /** @returns a list of objects, each read by `read`, which returns undefined for a wrong one */
  list<T>(name: string, given: unknown, read: (item: Body) => T | undefined): T[] | undefined {
    if (given === undefined || given === null || given === '') return undefined
    if (!Array.isArray(given)) return this.#wrong(notValid(name))
    const items = given.map((item) => (isObject(item) ? read(item) : undefined))
    const known = items.filter((item) => item !== undefined)
    return known.length === items.length ? known : this.#wrong(notValid(name))
  }

  #wrong(problem: Problem): undefined {
    this.problems.push(problem)
    return undefined
  }
}

/** @returns whether the text has the form of a textual id (§4.1) */
function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
}

/** @returns whether the value is an object and no list */
export function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function asId(value: unknown): IdRef | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value : undefined
  return typeof value === 'string' && value.trim() !== '' ? idOf(value) : undefined
}
