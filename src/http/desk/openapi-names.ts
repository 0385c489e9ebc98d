import type { OpenApi } from '../shared/openapi/document.ts'
import type { JsonSchema } from '../shared/openapi/json-schema.ts'
import { contract } from './contract.ts'

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
