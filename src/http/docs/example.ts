import type { OpenApi } from '../shared/openapi/document.ts'
import { type JsonSchema, refName } from '../shared/openapi/json-schema.ts'

/** Believable values for fields of that name, so that an example reads like a case and not like a schema. */
const known: Readonly<Record<string, unknown>> = {
  subject: 'Printer on the second floor is out of toner',
  text: 'It says "replace cartridge" since this morning.',
  html: 'It says &quot;replace cartridge&quot; since this morning.',
  preview: 'It says "replace cartridge" since this morning.',
  name: 'Ada Brown',
  email: 'ada@example.com',
  login: 'ada@example.com',
  password: 'four random words here',
  color: '#0066ff',
  url: '/api/desk/v1/files/7',
  contentType: 'text/plain',
  guid: '5f0c7f0e-4f7e-4b5a-9d6a-1f0a2b3c4d5e',
  token: 'Vg1yQnV0IG9ubHkgYW4gZXhhbXBsZSwgbm90IHJlYWw',
  resolution: 'A new cartridge was put in.',
  scopes: ['case.view', 'case.reply'],
  type: 'serviceComment',
  cursor: '0.42',
}

/** How many optional fields an example shows, and only on its first level, so that it stays readable. */
const fewOptional = 3

/** @returns a value that fits the schema */
export function exampleOf(document: OpenApi, schema: JsonSchema, name = '', depth = 0): unknown {
  const resolved = resolve(document, schema)
  if (resolved.properties) {
    const needed = new Set(resolved.required ?? [])
    const all = Object.entries(resolved.properties)
    const optional = all.filter(([key]) => !needed.has(key)).slice(0, depth === 0 ? fewOptional : 0)
    const shown = all.filter((each) => needed.has(each[0]) || optional.includes(each))
    return Object.fromEntries(shown.map(([key, each]) => [key, exampleOf(document, each, key, depth + 1)]))
  }
  const [firstChoice] = resolved.anyOf ?? []
  if (firstChoice) return exampleOf(document, firstChoice, name, depth)
  if (resolved.enum) return resolved.enum[0]
  switch ([resolved.type].flat()[0]) {
    case 'array':
      if (Object.hasOwn(known, name)) return known[name]
      return resolved.items && depth < 5 ? [exampleOf(document, resolved.items, name, depth + 1)] : []
    case 'integer':
    case 'number':
      return Math.max(resolved.minimum ?? 0, 1)
    case 'boolean':
      return false
    case 'null':
      return null
    case 'object':
      return {}
    default:
      if (resolved.format === 'date-time') return '2026-01-05T09:00:00.000Z'
      return typeof known[name] === 'string' ? known[name] : 'text'
  }
}

/** @returns the schema behind a reference */
function resolve(document: OpenApi, schema: JsonSchema): JsonSchema {
  const name = refName(schema)
  return name === undefined ? schema : (document.components?.schemas?.[name] ?? {})
}
