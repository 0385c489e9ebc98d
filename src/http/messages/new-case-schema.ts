import * as json from '../shared/openapi/json-schema.ts'
import { readForm } from './new-case.ts'
import { Form, type Read } from './new-case-form.ts'

type Properties = Record<string, json.JsonSchema>

/** A form that notes what it is asked for instead of reading anything. */
class Questions extends Form {
  readonly properties: Properties = {}
  readonly #needed = new Set<string>()
  readonly #inner = new Map<string, Questions>()

  constructor() {
    super({})
  }

  override has(): boolean {
    return true
  }

  override take<T>(name: string, read: Read<T>): T | null {
    this.properties[name] = read.schema
    return null
  }

  override need(name: string, read: Read<string>): string {
    this.properties[name] = read.schema
    this.#needed.add(name)
    return ''
  }

  override inside(name: string): Questions {
    const inner = this.#inner.get(name) ?? new Questions()
    this.#inner.set(name, inner)
    return inner
  }

  /** Whether something in it must be there. */
  get isNeeded(): boolean {
    return this.#needed.size > 0
  }

  get schema(): json.JsonSchema {
    const inner = [...this.#inner].map(([name, form]): [string, json.JsonSchema] => [name, form.schema])
    const all: [string, json.JsonSchema][] = [...Object.entries(this.properties), ...inner]
    const isNeeded = (name: string) => this.#needed.has(name) || this.#inner.get(name)?.isNeeded
    return json.object(
      Object.fromEntries(all.map(([name, schema]) => [`${name}${isNeeded(name) ? '' : '?'}`, schema])),
    )
  }
}

/** @returns what the reference says of the body of case/create; unknown fields are dropped (Messages §10.3) */
export function newCaseSchema(): json.JsonSchema {
  const form = new Questions()
  readForm(form)
  return form.schema
}
