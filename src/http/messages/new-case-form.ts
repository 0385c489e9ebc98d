import { isEmailAddress } from '../../domain/person.ts'
import * as json from '../shared/openapi/json-schema.ts'
import { asNumber, holdsNul, isRecord } from './check.ts'
import { Refused } from './errors.ts'

type Facts = Record<string, unknown>

/** Takes what was sent; throws the text that says what is wrong with it. */
export interface Read<T> {
  (value: unknown): T
  /** What the reference says of the value. */
  readonly schema: json.JsonSchema
}

function reading<T>(schema: json.JsonSchema, read: (value: unknown) => T): Read<T> {
  return Object.assign((value: unknown) => read(value), { schema })
}

/** An object of the body; problems are noted by dotted path and thrown all together. */
export class Form {
  readonly #values: Facts
  readonly #path: string
  readonly #problems: Record<string, string[]>

  constructor(values: Facts, path = '', problems: Record<string, string[]> = {}) {
    this.#values = values
    this.#path = path
    this.#problems = problems
  }

  /** Null and empty count as not sent. */
  has(name: string): boolean {
    const value = this.#values[name]
    return Object.hasOwn(this.#values, name) && value !== null && value !== ''
  }

  take<T>(name: string, read: Read<T>): T | null {
    if (!this.has(name)) return null
    try {
      return read(this.#values[name])
    } catch (problem) {
      if (!(problem instanceof FieldProblem)) throw problem
      return this.#note(name, problem.message)
    }
  }

  need(name: string, read: Read<string>): string {
    const value = this.#values[name]
    if (!this.has(name) || (typeof value === 'string' && value.trim() === '')) {
      this.#note(name, 'Field is required')
      return ''
    }
    return this.take(name, read) ?? ''
  }

  /** @returns those of the fields that were sent */
  known(fields: Readonly<Record<string, Read<unknown>>>): Facts {
    const taken = Object.entries(fields).filter(([name]) => this.has(name))
    return Object.fromEntries(taken.map(([name, read]) => [name, this.take(name, read)]))
  }

  /** @returns everything that was sent; nothing may hold a NUL, which the database could not search */
  given(): Facts {
    if (holdsNul(this.#values)) this.#note('', 'Wrong format')
    return { ...this.#values }
  }

  inside(name: string): Form {
    const value = this.#values[name]
    if (this.has(name) && !isRecord(value)) this.#note(name, 'Wrong format')
    return new Form(isRecord(value) ? value : {}, `${this.#path}${name}.`, this.#problems)
  }

  contact(name: string): Facts {
    return this.inside(name).known(contactFields)
  }

  refuse(): void {
    if (Object.keys(this.#problems).length > 0)
      throw new Refused(400, 'Fields validation failed', this.#problems)
  }

  #note(name: string, problem: string): null {
    const path = name === '' ? this.#path.slice(0, -1) : this.#path + name
    this.#problems[path] ??= [problem]
    return null
  }
}

class FieldProblem extends Error {}

const wrong = () => new FieldProblem('Wrong format')

/** A text. */
export function words(most = Number.POSITIVE_INFINITY): Read<string> {
  return reading(json.stringUpTo(most), (value) => {
    if (typeof value !== 'string' || value.length > most || value.includes('\0')) throw wrong()
    return value
  })
}

/** An e-mail address. */
export const address: Read<string> = reading({ type: 'string', format: 'email', maxLength: 64 }, (value) => {
  if (typeof value !== 'string' || value.length > 64 || !isEmailAddress(value.trim())) throw wrong()
  return value.trim()
})

/** A whole number, or a text that holds one. */
export const wholeNumber: Read<number> = reading({ type: ['integer', 'string'] }, (value) => {
  const number = asNumber(value)
  if (number === null || !Number.isSafeInteger(number)) throw wrong()
  return number
})

/** An id, or a name in its place. */
export const idOrName: Read<number | string> = reading({ type: ['integer', 'string'] }, (value) =>
  typeof value === 'string' && asNumber(value) === null ? words()(value) : wholeNumber(value),
)

/** Yes or no. */
export const yesOrNo: Read<boolean> = reading(
  { type: ['boolean', 'string'], enum: [true, false, 'true', 'false'] },
  (value) => {
    if (value === true || value === 'true') return true
    if (value === false || value === 'false') return false
    throw wrong()
  },
)

/** Nothing but yes. */
export const mustBeTrue: Read<boolean> = reading({ const: true }, (value) => {
  if (value !== true) throw new FieldProblem('Field must be equal to true')
  return true
})

const notPossible = () => new FieldProblem('Value is not present in possible options')

/** One of the words. */
export function choice(...options: string[]): Read<string> {
  return reading(json.oneOf(...options), (value) => {
    if (typeof value !== 'string' || !options.includes(value)) throw notPossible()
    return value
  })
}

/** 1 is a company, 0 a person. */
const contactType: Read<number> = reading(
  { type: ['integer', 'string'], enum: [0, 1, '0', '1'] },
  (value) => {
    const number = asNumber(value)
    if (number !== 0 && number !== 1) throw notPossible()
    return number
  },
)

/** The fields of a contact (Messages §10.3). */
const contactFields = {
  type: contactType,
  firstName: words(64),
  lastName: words(64),
  organizationName: words(64),
  organizationNumber: words(64),
  addName: words(),
  address: words(64),
  postalCode: words(6),
  city: words(64),
  countryCode: words(),
  phone: words(),
  mobile: words(19),
  email: address,
}
