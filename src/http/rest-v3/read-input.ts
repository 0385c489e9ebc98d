import type { FastifyRequest } from 'fastify'
import { type FormTree, parseForm } from '../shared/form.ts'
import { readJson, readPrintedDictionary } from '../shared/lenient-json.ts'
import { MalformedBody } from '../shared/malformed-body.ts'
import { isJson, mediaType } from '../shared/media-type.ts'
import { parseMultipart, type UploadedPart } from '../shared/multipart.ts'
import { extraKey, general, invalidInput } from './errors.ts'
import { asObject } from './lists/list-values.ts'

/** Largest `input_data`, in bytes (REST v3 §18). */
const longestData = 2 * 1024 * 1024

/** What a call brings, wherever it was put (REST v3 §3). */
export interface Input {
  /** `input_data` as read; null when there is none. */
  readonly data: Readonly<Record<string, unknown>> | null
  /** Every part with a file name. */
  readonly files: readonly UploadedPart[]
  /** Further fields of the form, else of the query, by their name in lower case. */
  readonly form: ReadonlyMap<string, string>
}

const sendings = new WeakMap<FastifyRequest, Promise<Input>>()
const readings = new WeakMap<FastifyRequest, Promise<Input>>()

/**
 * Reads what the call brings, once per call. A body on a GET is never looked at (§3.1). `input_data` comes from the body, or
 * from the query when the body has none.
 * @returns the input; throws a refusal for data that cannot be read (4001), is too large (413) or of no known type (415)
 */
export function readInput(request: FastifyRequest): Promise<Input> {
  let reading = readings.get(request)
  if (!reading) {
    reading = read(request)
    readings.set(request, reading)
  }
  return reading
}

/** @returns the fields of form and query by name in lower case, whatever `input_data` among them holds. Throws like `readInput` */
export async function formOf(request: FastifyRequest): Promise<ReadonlyMap<string, string>> {
  return new Map([...queryOf(request), ...(await sentBy(request)).form])
}

/** Makes the call bring this from now on: an operation (§16) runs as another call, with data in that call's own form. */
export function replaceInput(request: FastifyRequest, input: Input): void {
  readings.set(request, Promise.resolve(input))
}

/** @returns the query by name in lower case; of a repeated name the first value */
export function queryOf(request: FastifyRequest): ReadonlyMap<string, string> {
  return flat(request.query as Record<string, unknown>)
}

/** @returns the wrapper that the caller used, the first of those given when there is no data at all */
export function wrapperOf(input: Input, ...wrappers: readonly [string, ...string[]]): string {
  return wrappers.find((name) => input.data !== null && name in input.data) ?? wrappers[0]
}

/**
 * @param wrappers names under which the entity may stand; data without one of them but with anything else is refused
 * @returns the entity's attributes, none when no data was sent; throws a refusal (4001)
 */
export function entityOf(
  input: Input,
  ...wrappers: readonly [string, ...string[]]
): Readonly<Record<string, unknown>> {
  const data = input.data ?? {}
  const strange = Object.keys(data).find((key) => !wrappers.includes(key))
  if (strange !== undefined) throw extraKey(strange)
  const value = data[wrapperOf(input, ...wrappers)]
  if (value === undefined || value === null) return {}
  const found = asObject(value)
  if (!found) throw invalidInput(wrapperOf(input, ...wrappers), 'an object is expected')
  return found
}

async function read(request: FastifyRequest): Promise<Input> {
  const query = queryOf(request)
  const sent = await sentBy(request)
  const text = sent.form.get('input_data') || (sent.data === null ? query.get('input_data') : undefined)
  return {
    data: text?.trim() ? readData(text) : sent.data,
    files: sent.files,
    form: await formOf(request),
  }
}

/** What the body brings, once per call, with the data of a form not read yet. */
function sentBy(request: FastifyRequest): Promise<Input> {
  let sending = sendings.get(request)
  if (!sending) {
    const body = Buffer.isBuffer(request.body) && request.method !== 'GET' ? request.body : null
    sending = body ? readBody(request, body) : Promise.resolve(nothing)
    sendings.set(request, sending)
  }
  return sending
}

const nothing: Input = { data: null, files: [], form: new Map() }

async function readBody(request: FastifyRequest, body: Buffer): Promise<Input> {
  const header = request.headers['content-type']
  const { type } = mediaType(header)
  if (type === 'multipart/form-data') {
    const { fields, files } = await parseMultipart(body, header ?? '', { fieldBytes: longestData + 1 })
    const form = new Map<string, string>()
    for (const { name, value } of fields) {
      if (!form.has(name.toLowerCase())) form.set(name.toLowerCase(), value)
    }
    return { data: null, files, form }
  }
  if (isJson(type)) return { ...nothing, data: ofJsonBody(body.toString()) }
  if (type !== '' && type !== 'application/x-www-form-urlencoded' && type !== 'text/plain') {
    throw general(415, `Content type ${type} is not supported`)
  }
  const text = body.toString()
  // A form never begins with a brace; JSON under the content type that tools send by default does.
  if (text.trimStart().startsWith('{')) return { ...nothing, data: ofJsonBody(text) }
  return { ...nothing, form: flat(parseForm(text)) }
}

/** The entity itself, or `input_data` as an object or as text. */
function ofJsonBody(text: string): Readonly<Record<string, unknown>> | null {
  const body = readData(text)
  const inner = body.input_data
  if (inner === undefined) return Object.keys(body).length === 0 ? null : body
  if (typeof inner === 'string') return inner.trim() === '' ? null : readData(inner)
  return inner === null ? null : objectOf(inner)
}

/** Strict JSON first, then the tolerant reader (§3.2). */
function readData(text: string): Readonly<Record<string, unknown>> {
  if (Buffer.byteLength(text) > longestData) throw general(413, 'input_data is too large', 'input_data')
  let value: unknown
  try {
    try {
      value = readJson(text)
    } catch {
      value = readPrintedDictionary(text)
    }
  } catch (error) {
    if (!(error instanceof MalformedBody)) throw error
    throw invalidInput('input_data', 'it is not valid JSON')
  }
  return objectOf(value)
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  const found = asObject(value)
  if (!found) throw invalidInput('input_data', 'an object is expected')
  if (holdsNul(found)) throw invalidInput('input_data', 'a text holds a NUL character')
  return found
}

/** PostgreSQL cannot store it, so no engine does. */
function holdsNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0')
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, inner]) => key.includes('\0') || holdsNul(inner))
}

function flat(tree: FormTree | Record<string, unknown>): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [name, value] of Object.entries(tree)) {
    const first: unknown = Array.isArray(value) ? value[0] : value
    if (typeof first === 'string' && !found.has(name.toLowerCase())) found.set(name.toLowerCase(), first)
  }
  return found
}
