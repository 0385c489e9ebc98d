import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readForm } from './recorded-form.ts'

/** A recorded call with its answer, its open places filled with believable values. */
export interface Exchange {
  /** Unique among the recordings of its wire. */
  readonly name: string
  readonly title: string
  readonly method: string
  readonly path: string
  readonly query: ReadonlyMap<string, string>
  readonly headers: Readonly<Record<string, string>>
  readonly sent: Sent | null
  readonly status: number
  readonly got: Sent | null
}

interface Sent {
  readonly type: string
  readonly value: unknown
}

/** What a recording leaves open, by its word in angle brackets: `<key>`; `<any token>` is any text of a field `token`. */
export type Fillings = Readonly<Record<string, unknown>>

interface Recording {
  readonly name: string
  readonly request: {
    readonly method: string
    readonly url: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: unknown
  }
  readonly response: {
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
    readonly body: unknown
  }
}

/** What a folder of recordings needs to be read. */
export interface RecordingsOf {
  readonly folders: readonly string[]
  readonly fillings: Fillings
  /** Set if a body that is no text goes out as this field of a form instead of as JSON. */
  readonly formField?: string
}

/** @returns the recordings in the order of their files */
export async function readExchanges(of: RecordingsOf): Promise<Exchange[]> {
  const lists = await Promise.all(
    of.folders.map(async (folder) => {
      const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
      return Promise.all(
        files.map(async (file) => {
          const recording = JSON.parse(await readFile(join(folder, file), 'utf8')) as Recording
          return exchange(file.slice(0, -'.json'.length), filled(recording, of.fillings) as Recording, of)
        }),
      )
    }),
  )
  return lists.flat()
}

function exchange(name: string, { name: title, request, response }: Recording, of: RecordingsOf): Exchange {
  const [path = '', query = ''] = request.url.split('?', 2)
  return {
    name,
    title,
    method: request.method,
    path: path.length > 1 ? path.replace(/\/$/, '') : path,
    query: new Map(new URLSearchParams(query)),
    headers: request.headers,
    sent: sentBy(request, of.formField),
    status: response.status,
    got:
      response.body === undefined || response.body === null
        ? null
        : { type: typeOf(response.headers) || 'application/json', value: response.body },
  }
}

function sentBy({ headers, body }: Recording['request'], formField: string | undefined): Sent | null {
  if (body === undefined || body === null || body === '') return null
  const type = typeOf(headers)
  if (typeof body !== 'string') {
    return formField === undefined || type === 'application/json'
      ? { type: 'application/json', value: body }
      : { type: 'application/x-www-form-urlencoded', value: { [formField]: body } }
  }
  if (type !== 'multipart/form-data' && /^\s*[[{]/.test(body)) {
    const value = parsed(body)
    return value === undefined ? null : { type: 'application/json', value }
  }
  return readForm(type, body, formField)
}

function typeOf(headers: Readonly<Record<string, string>>): string {
  return (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** @returns the value with its open places filled; `key` is the name of the field that holds it */
function filled(value: unknown, fillings: Fillings, key = ''): unknown {
  if (typeof value === 'string') {
    const whole = filling(value, fillings, key)
    return whole === undefined
      ? value.replace(/<(?:save:)?([^<>\r\n]+)>/g, (all) => String(filling(all, fillings, key) ?? all))
      : whole
  }
  if (Array.isArray(value)) return value.map((each) => filled(each, fillings, key))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filled(each, fillings, name)]))
}

function filling(word: string, fillings: Fillings, key: string): unknown {
  if (word === '<any>') return fillings[`<any ${key}>`] ?? 'text'
  return fillings[word.replace('<save:', '<')]
}

/** What tells an operation from others. */
interface Addressed {
  readonly method: string
  readonly path: string
  readonly aliases?: readonly string[]
}

/** @returns the operation that is behind the method and path, or undefined; literal paths win over parameters */
export function operationFor<T extends Addressed>(
  all: readonly T[],
  { method, path }: { readonly method: string; readonly path: string },
): T | undefined {
  const fitting = all.flatMap((operation) =>
    addressesOf(operation)
      .filter((address) => address.method === method && patternOf(address.path).test(path))
      .map(({ path: template }) => ({
        operation,
        open: template.split('{').length,
        length: template.length,
      })),
  )
  return fitting.sort((one, other) => one.open - other.open || other.length - one.length)[0]?.operation
}

/** @returns every method and path under which the operation is served */
export function addressesOf({ method, path, aliases = [] }: Addressed): { method: string; path: string }[] {
  return [
    { method, path },
    ...aliases.map((alias) => {
      const [first = '', second] = alias.split(' ', 2)
      return second === undefined ? { method, path: first } : { method: first, path: second }
    }),
  ]
}

const patterns = new Map<string, RegExp>()

function patternOf(path: string): RegExp {
  const known = patterns.get(path)
  if (known) return known
  const literal = path.split(/\{\w+\}/).map((part) => RegExp.escape(part))
  const pattern = new RegExp(`^${literal.join('[^/]+')}$`)
  patterns.set(path, pattern)
  return pattern
}

/** @returns what was sent or got under the media type or any, as examples by the name of their recording */
export function examplesIn(recorded: readonly Exchange[], side: 'sent' | 'got', type: string) {
  const fitting = recorded.filter((each) => each[side] && (type === '*/*' || each[side].type === type))
  return Object.fromEntries(
    fitting.map((each) => [each.name, { summary: each.title, value: each[side]?.value }] as const),
  )
}

/** @returns what the recording has for parameters, by `query offset` or `path id` */
export function parameterExamples(path: string, recorded: Exchange | undefined): Map<string, string> {
  const found = new Map<string, string>()
  if (!recorded) return found
  for (const [name, value] of recorded.query) found.set(`query ${name}`, value)
  const given = recorded.path.split('/')
  const own = path.split('/')
  for (const [index, part] of own.entries()) {
    const name = /^\{(\w+)\}$/.exec(part)?.[1]
    const value = given.at(index - own.length)
    if (name !== undefined && value !== undefined) found.set(`path ${name}`, value)
  }
  return found
}
