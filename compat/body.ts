/** What a request carries, with its type. */
export interface Body {
  readonly type: string
  readonly bytes: Buffer
}

/** Form fields; several values of one name are sent one after the other. */
export type Fields = Readonly<Record<string, string | readonly string[]>>

/** A file of a multipart form. */
export interface FilePart {
  readonly field: string
  readonly name: string
  readonly bytes: Buffer | string
  readonly type?: string
}

export function json(value: unknown): Body {
  return { type: 'application/json', bytes: Buffer.from(JSON.stringify(value)) }
}

export function form(fields: Fields): Body {
  const text = new URLSearchParams(pairsOf(fields)).toString()
  return { type: 'application/x-www-form-urlencoded', bytes: Buffer.from(text) }
}

/** Always with the same boundary, so that reports stay the same. */
export function multipart(fields: Fields, ...files: readonly FilePart[]): Body {
  const boundary = 'compat-boundary'
  const part = (head: string, bytes: Buffer | string): Buffer =>
    Buffer.concat([
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
      Buffer.from(bytes),
      Buffer.from('\r\n'),
    ])
  const parts = [
    ...pairsOf(fields).map(([name, value]) => part(`name="${name}"`, value)),
    ...files.map(({ field, name, bytes, type = 'text/plain' }) =>
      part(`name="${field}"; filename="${name}"\r\nContent-Type: ${type}`, bytes),
    ),
  ]
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    bytes: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
  }
}

/** Any bytes under any type. */
export function raw(type: string, bytes: Buffer | string): Body {
  return { type, bytes: Buffer.from(bytes) }
}

function pairsOf(fields: Fields): [string, string][] {
  return Object.entries(fields).flatMap(([name, values]) =>
    [values].flat().map((value): [string, string] => [name, value]),
  )
}
