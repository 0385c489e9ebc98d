import * as json from '../shared/openapi/json-schema.ts'
import { fileBytes, typeName } from './read-submission.ts'
import { Refusal } from './refusal.ts'
import { type Submission, Upload } from './submission.ts'
import { words } from './words.ts'

/** What is wrong with one field. */
export class Invalid extends Error {
  readonly sentences: readonly string[]
  constructor(...sentences: string[]) {
    super(sentences.join(' '))
    this.sentences = sentences
  }
}

/** Reads one field of a submission; throws `Invalid`. */
export interface Field<T> {
  (from: Submission, name: string): T | Promise<T>
  /** What the reference says of it. */
  readonly documented: Documented
}

interface Documented {
  readonly schema: json.JsonSchema
  readonly optional?: true
  /** Name of the parameter if the field has another one in tables. */
  readonly parameter?: string
}

/** @returns the field that reads so and is documented so */
export function field<T>(
  documented: Documented,
  read: (from: Submission, name: string) => T | Promise<T>,
): Field<T> {
  return Object.assign(read, { documented })
}

/** @returns what the reference says of a body that is read with the tables */
export function bodySchema(...tables: readonly Record<string, Field<unknown>>[]): json.JsonSchema {
  const fields = tables.flatMap((table) => Object.entries(table))
  return json.object(
    Object.fromEntries(
      fields.map(
        ([
          name,
          {
            documented: { schema, optional, parameter = name },
          },
        ]) => [`${parameter}${optional ? '?' : ''}`, schema],
      ),
    ),
  )
}

/** An id, in a form as digits. */
const anId: json.JsonSchema = { type: ['integer', 'string'], pattern: '^\\s*[+-]?\\d+\\s*$' }

type Values<S extends Record<string, Field<unknown>>> = { [K in keyof S]: Awaited<ReturnType<S[K]>> }

/**
 * Reads all fields of the table, in its order.
 * @returns the values by name; throws `Refusal` 400 that says everything that is wrong, in the same order (§2)
 */
export async function readFields<S extends Record<string, Field<unknown>>>(
  from: Submission,
  table: S,
): Promise<Values<S>> {
  const values: Record<string, unknown> = {}
  const errors: Record<string, readonly string[]> = {}
  for (const [name, field] of Object.entries(table)) {
    try {
      values[name] = await field(from, name)
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      errors[name] = error.sentences
    }
  }
  if (Object.keys(errors).length > 0) throw new Refusal(400, errors)
  return values as Values<S>
}

/** A text of at most `limit` characters (code points), outer space removed unless `keepSpace`. */
export function text(limit: number, options: { keepSpace?: boolean } = {}): Field<string> {
  return field({ schema: { type: ['string', 'number'], maxLength: limit } }, (from, name) => {
    const value = present(from.one(name))
    if (typeof value !== 'string' && typeof value !== 'number') throw new Invalid(words.notText)
    const trimmed = String(value).trim()
    if (trimmed === '') throw new Invalid(words.blank)
    const kept = options.keepSpace ? String(value) : trimmed
    const problems: string[] = []
    if (kept.length > limit * 2 || (kept.length > limit && [...kept].length > limit)) {
      problems.push(words.tooLong(limit))
    }
    if (kept.includes('\0')) problems.push(words.nul)
    if (problems.length > 0) throw new Invalid(...problems)
    return kept
  })
}

/** One of the submitted words, as our value for it. */
export function choice<T>(values: ReadonlyMap<string, T>): Field<T> {
  const all = [...values.keys()]
  const schema = { type: ['string', 'integer'], enum: [...all, ...all.map(Number)] }
  return field({ schema }, (from, name) => {
    const value = present(from.one(name))
    const chosen =
      typeof value === 'string' || typeof value === 'number' ? values.get(String(value)) : undefined
    if (chosen === undefined) throw new Invalid(words.notAChoice(shown(value)))
    return chosen
  })
}

/** A field that may be missing: absent, or blank in a form (§6.2, §6.5). */
export function optional<T>(inner: Field<T>): Field<T | undefined> {
  return field({ ...inner.documented, optional: true }, (from, name) => {
    const value = from.one(name)
    return value === undefined || (from.isForm && value === '') ? undefined : inner(from, name)
  })
}

/** The id of something. @param find looks it up; undefined if there is no such thing */
export function idOf<T>(find: (id: number) => T | undefined | Promise<T | undefined>): Field<T> {
  return field({ schema: anId }, (from, name) => {
    const value = present(from.one(name))
    if (value === '') throw new Invalid(words.null)
    return lookUp(value, find)
  })
}

/** Ids of several things, at least one: repeated in a form, a list in JSON (§6.5). Ends at the first that is wrong. */
export function idsOf<T>(find: (id: number) => T | undefined | Promise<T | undefined>): Field<T[]> {
  return field({ schema: json.listOf(anId, { minItems: 1 }) }, async (from, name) => {
    const value = from.isForm ? (from.all(name) ?? []) : present(from.all(name))
    if (!Array.isArray(value)) throw new Invalid(words.notAList(typeName(value)))
    if (value.length === 0) throw new Invalid(words.emptyList)
    const found: T[] = []
    for (const each of value) found.push(await lookUp(each, find))
    return found
  })
}

/** A file of at most 2 MiB that is not empty. */
export const upload: Field<Upload> = field({ schema: json.bytes }, (from, name) => {
  const value = present(from.one(name))
  if (!(value instanceof Upload)) throw new Invalid(words.notAFile)
  if (value.size === 0) throw new Invalid(words.fileEmpty)
  if (value.size > fileBytes) throw new Invalid(words.fileTooBig)
  return value
})

/** @returns a required id that is read and refused as `read` says */
export function idField<T>(
  parameter: string,
  read: (from: Submission, name: string) => Promise<T>,
): Field<T> {
  return field({ schema: anId, parameter }, read)
}

/**
 * @returns the number that a submitted id stands for, outer space aside; undefined for what is no whole number. One that no store
 *   could hold is -1, which belongs to nothing.
 */
export function asId(value: unknown): number | undefined {
  const id =
    typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value)
      ? Number(value)
      : typeof value === 'number' && Number.isInteger(value)
        ? value
        : undefined
  return id === undefined || (Number.isSafeInteger(id) && id >= 0) ? id : -1
}

async function lookUp<T>(
  value: unknown,
  find: (id: number) => T | undefined | Promise<T | undefined>,
): Promise<T> {
  const id = asId(value)
  if (id === undefined) throw new Invalid(words.notAnId(typeName(value)))
  const found = id < 0 ? undefined : await find(id)
  if (found === undefined) throw new Invalid(words.unknownId(String(value)))
  return found
}

function present(value: unknown): unknown {
  if (value === undefined) throw new Invalid(words.required)
  if (value === null) throw new Invalid(words.null)
  return value
}

function shown(value: unknown): string {
  if (value instanceof Upload) return value.fileName
  return typeof value === 'string' ? value : JSON.stringify(value)
}
