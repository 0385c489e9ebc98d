import * as json from '../shared/openapi/json-schema.ts'
import type { Body } from './read-body.ts'
import { Fields, type IdRef } from './schema.ts'

/** An integer, the same as text, or a textual id (Case Management §4.1). */
const id: json.JsonSchema = { type: ['integer', 'string'] }
const digits: json.JsonSchema = { type: ['integer', 'string'] }
const flag: json.JsonSchema = {
  type: ['boolean', 'integer', 'string'],
  enum: [true, false, 0, 1, '0', '1', 'true', 'false', ''],
}

/** What the reference says of values whose insides are read by hand. */
export type Hints = Readonly<Record<string, json.JsonSchema>>

/**
 * @param read reads a body or query, as the operation does
 * @returns what the reference says of it: every field that is asked for, and those required that are missed in an empty one
 */
export function schemaOfReader(read: (of: Fields) => unknown, hints: Hints = {}): json.JsonSchema {
  const empty = new Fields({})
  read(empty)
  const missed = new Set(empty.problems.map(({ field }) => field))
  const questions = new Questions()
  read(questions)
  const named = [...questions.asked].map(([name, schema]): [string, json.JsonSchema] => {
    const said = hints[name] ?? schema
    if (said === unknown) throw new Error(`nothing is said of the field ${name}`)
    return [`${name}${missed.has(name) ? '' : '?'}`, said]
  })
  return json.object(Object.fromEntries(named))
}

const unknown: json.JsonSchema = {}

/** Notes what is asked for. Every field seems to be there, so that nothing is left out. */
class Questions extends Fields {
  readonly asked = new Map<string, json.JsonSchema>()

  constructor() {
    super({})
  }

  override raw(name: string): unknown {
    if (!this.asked.has(name)) this.asked.set(name, unknown)
    return {}
  }

  override text(name: string, most: number): undefined {
    this.#note(name, json.stringUpTo(most))
  }

  override requiredText(name: string, most: number): string {
    this.text(name, most)
    return ''
  }

  override id(name: string): undefined {
    this.#note(name, id)
  }

  override requiredId(name: string): IdRef {
    this.id(name)
    return 0
  }

  override textualId(name: string): undefined {
    this.#note(name, { type: 'string', format: 'uuid' })
  }

  override required<T>(_name: string, value: T): T {
    return value
  }

  override ids(name: string): IdRef[] {
    this.#note(name, { type: ['array', ...[id.type].flat().map(String)], items: id })
    return []
  }

  override int(name: string): undefined {
    this.#note(name, digits)
  }

  override flag(name: string): void {
    this.#note(name, flag)
  }

  override word<T>(name: string, words: Readonly<Record<string, T>>): undefined {
    this.#note(name, json.oneOf(...Object.keys(words)))
  }

  override list<T>(name: string, _given: unknown, _read: (item: Body) => T | undefined): undefined {
    if (!name.includes('.')) this.#note(name, unknown)
  }

  #note(name: string, schema: json.JsonSchema): void {
    this.asked.set(name, schema)
  }
}
