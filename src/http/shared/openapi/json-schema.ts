/** A JSON Schema (2020-12) as far as the documents of the APIs use it. */
export interface JsonSchema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly pattern?: string
  readonly anyOf?: readonly JsonSchema[]
  readonly items?: JsonSchema
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>
  readonly additionalProperties?: boolean | JsonSchema
  readonly required?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly contentEncoding?: string
  readonly contentMediaType?: string
  readonly contentSchema?: JsonSchema
}

export const anything: JsonSchema = {}
export const integer: JsonSchema = { type: 'integer' }
export const yesOrNo: JsonSchema = { type: 'boolean' }
export const string: JsonSchema = { type: 'string' }
export const nothing: JsonSchema = { type: 'null' }
/** The bytes of a file. */
export const bytes: JsonSchema = { type: 'string', contentMediaType: 'application/octet-stream' }

/** @returns the schema with what is said about it */
export function about(description: string, schema: JsonSchema): JsonSchema {
  return { ...schema, description }
}

/** @returns a text of at most so many characters */
export function stringUpTo(maxLength: number): JsonSchema {
  return Number.isFinite(maxLength) ? { type: 'string', maxLength } : string
}

/** @returns one of the words */
export function oneOf(...words: readonly string[]): JsonSchema {
  return { type: 'string', enum: words }
}

/** @returns a list of such things */
export function listOf(
  items: JsonSchema,
  limits: Pick<JsonSchema, 'minItems' | 'maxItems'> = {},
): JsonSchema {
  return { type: 'array', items, ...limits }
}

/** @returns what may also be null */
export function orNull(schema: JsonSchema): JsonSchema {
  return typeof schema.type === 'string' && schema.enum === undefined
    ? { ...schema, type: [schema.type, 'null'] }
    : { anyOf: [schema, nothing] }
}

/** @returns an object; a property whose name ends in `?` may be missing */
export function object(
  properties: Readonly<Record<string, JsonSchema>>,
  more: Pick<JsonSchema, 'additionalProperties' | 'description'> = {},
): JsonSchema {
  const named = Object.entries(properties).map(([name, schema]) => [name.replace(/\?$/, ''), schema] as const)
  const required = Object.keys(properties).filter((name) => !name.endsWith('?'))
  return {
    type: 'object',
    properties: Object.fromEntries(named),
    ...(required.length === 0 ? {} : { required }),
    ...more,
  }
}

/** @returns a reference to one of the document's named schemas */
export function ref(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` }
}

/** @returns the name that a reference leads to; undefined for a schema that stands for itself */
export function refName(schema: JsonSchema): string | undefined {
  return schema.$ref?.split('/').at(-1)
}
