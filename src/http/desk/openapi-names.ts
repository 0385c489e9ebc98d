import * as contract from './schema.ts'

/** A JSON Schema as the document holds it. */
export interface JsonSchema {
  readonly $ref?: string
  readonly type?: string
  readonly format?: string
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
  readonly items?: JsonSchema
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
}

/** One operation of the document. */
export interface Operation {
  readonly operationId?: string
  readonly summary?: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[]
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly required?: boolean
    readonly description?: string
    readonly schema: JsonSchema
  }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> }
  readonly responses: Readonly<
    Record<
      string,
      {
        readonly description: string
        readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>>
      }
    >
  >
}

/** The parts of the OpenAPI document that are read here. */
export interface OpenApi {
  readonly openapi?: string
  readonly info?: { readonly title: string; readonly version: string; readonly description?: string }
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components?: { readonly schemas?: Readonly<Record<string, JsonSchema>> }
}

/**
 * Gives the schemas of the contract their names: wherever the document repeats one, it refers to it instead.
 * @returns the document with every named schema once
 */
export function namedSchemas(document: OpenApi): OpenApi {
  const names = new Map<string, string>()
  const all = Object.entries(contract).filter(([, value]) => isObjectSchema(value))
  for (const [name, schema] of all) if (!names.has(canonical(schema))) names.set(canonical(schema), name)
  const paths = refer(document.paths ?? {}, names, true) as NonNullable<OpenApi['paths']>
  const schemas = all.map(
    ([name, schema]) => [name, refer(schema, names, names.get(canonical(schema)) === name)] as const,
  )
  // Queries stand among the parameters of their operation and are never referred to.
  const text = JSON.stringify([paths, schemas])
  const used = schemas.filter(([name]) => text.includes(`"#/components/schemas/${name}"`))
  return {
    ...document,
    paths,
    components: { ...document.components, schemas: Object.fromEntries(used) as Record<string, JsonSchema> },
  }
}

function isObjectSchema(value: unknown): boolean {
  return typeof value === 'object' && value !== null && ('properties' in value || 'anyOf' in value)
}

/** @param keep whether the value itself stays and only what is inside becomes references */
function refer(value: unknown, names: ReadonlyMap<string, string>, keep: boolean): unknown {
  if (Array.isArray(value)) return value.map((each) => refer(each, names, false))
  if (typeof value !== 'object' || value === null) return value
  const name = keep || !isObjectSchema(value) ? undefined : names.get(canonical(value))
  if (name !== undefined) return { $ref: `#/components/schemas/${name}` }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, refer(each, names, false)]))
}

/** @returns the value as text, the same for equal values whatever the order of their keys */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => {
    if (typeof each !== 'object' || each === null || Array.isArray(each)) return each
    const { patternProperties, ...rest } = each as JsonSchema & Record<string, unknown>
    // The document writes a record of anything in the other of the two ways that JSON Schema has.
    const values = patternProperties && Object.values(patternProperties)[0]
    const whole = values === undefined ? rest : { ...rest, additionalProperties: values }
    return Object.fromEntries(Object.entries(whole).toSorted(([x], [y]) => (x < y ? -1 : 1)))
  })
}
