import { createHash } from 'node:crypto'

/** A file that came with a form. */
export class Upload {
  readonly fileName: string
  readonly contentType: string
  /** Its bytes, or the beginning of them when it is larger than anything this wire takes. */
  readonly bytes: Buffer
  /** Bytes that arrived. */
  readonly size: number

  constructor(given: { fileName: string; contentType: string; bytes: Buffer; size: number }) {
    this.fileName = given.fileName
    this.contentType = given.contentType
    this.bytes = given.bytes
    this.size = given.size
  }

  /** What tells this file from another in a repeated request. */
  toJSON(): unknown {
    const { fileName, contentType, size } = this
    return { fileName, contentType, size, sha256: createHash('sha256').update(this.bytes).digest('hex') }
  }
}

/**
 * What a client submitted, whichever way it was encoded. Forms hold texts and files, several of a name; JSON holds anything, one of a
 * name. The two differ in what absence and emptiness mean (§4.1), so readers may ask which it was.
 */
export class Submission {
  readonly isForm: boolean
  readonly #values: ReadonlyMap<string, unknown>

  private constructor(isForm: boolean, values: ReadonlyMap<string, unknown>) {
    this.isForm = isForm
    this.#values = values
  }

  /** @param pairs in order of arrival; `tags[]` and `tags[0]` are `tags` (§6.5) */
  static ofForm(pairs: Iterable<readonly [name: string, value: string | Upload]>): Submission {
    const values = new Map<string, (string | Upload)[]>()
    for (const [name, value] of pairs) {
      const plain = name.replace(/\[\d*\]$/, '')
      const known = values.get(plain)
      if (known) known.push(value)
      else values.set(plain, [value])
    }
    return new Submission(true, values)
  }

  static ofJson(members: object): Submission {
    return new Submission(false, new Map(Object.entries(members)))
  }

  /** @returns the value of that name, the last one in a form; undefined if absent */
  one(name: string): unknown {
    const value = this.#values.get(name)
    return this.isForm && Array.isArray(value) ? value.at(-1) : value
  }

  /** @returns all values of that name in a form, or what JSON holds there; undefined if absent */
  all(name: string): unknown {
    return this.#values.get(name)
  }

  /** The same whatever boundary a form was sent with, so that a repeated request is known as one. */
  toJSON(): unknown {
    return { isForm: this.isForm, values: [...this.#values] }
  }
}
