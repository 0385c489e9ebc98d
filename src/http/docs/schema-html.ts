import { type JsonSchema, refName } from '../shared/openapi/json-schema.ts'
import { escaped, table, words } from './html.ts'

/** @returns the fields of an object as a table, anything else as its type */
export function fields(label: string, schema: JsonSchema): string {
  const said = schema.description === undefined ? '' : `<p>${words(schema.description)}</p>`
  if (!schema.properties) return `${said}<p>${typeOf(schema)} ${limits(schema)}</p>`
  return said + table(label, rowsOf(schema))
}

/** One row for each field, and for the fields of objects inside, which are named with a dot. */
function rowsOf(schema: JsonSchema, path = ''): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, each]) => {
    const needed = schema.required?.includes(name) ?? false
    const row = [
      `<code>${escaped(path + name)}</code>`,
      `${typeOf(each)}${needed ? '' : ' <small>optional</small>'}`,
      limits(each) + words(each.description ?? ''),
    ]
    const inside = each.properties ? each : each.items?.properties ? each.items : null
    return [row, ...(inside ? rowsOf(inside, `${path}${name}${inside === each ? '' : '[]'}.`) : [])]
  })
}

/** @returns what kind of value it is, as markup with a link to a named one */
export function typeOf(schema: JsonSchema): string {
  const name = refName(schema)
  if (name !== undefined) return `<a href="#schema-${escaped(name)}">${escaped(name)}</a>`
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ')
  if (schema.const !== undefined) return `<code>${escaped(JSON.stringify(schema.const))}</code>`
  if (schema.enum) {
    const all = new Set(schema.enum.map((value) => (value === '' ? '""' : String(value))))
    return [...all].map((value) => `<code>${escaped(value)}</code>`).join(' | ')
  }
  if (schema.type === 'array') return `list of ${typeOf(schema.items ?? {})}`
  if (schema.contentSchema) return `JSON of ${typeOf(schema.contentSchema)}`
  if (schema.contentMediaType !== undefined) return 'file'
  if (typeof schema.type === 'object') return escaped(schema.type.join(' or '))
  return escaped(schema.format ?? schema.type ?? 'anything')
}

/** @returns the same with the fields of an object in one line */
export function inline(schema: JsonSchema): string {
  const all = Object.entries(schema.properties ?? {})
  if (all.length === 0) return typeOf(schema)
  return `{ ${all.map(([name, each]) => `<code>${escaped(name)}</code>: ${typeOf(each)}`).join(', ')} }`
}

/** @returns what else holds for the value, as markup */
export function limits(schema: JsonSchema): string {
  const { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER } = schema
  const parts = [
    schema.minLength !== undefined && schema.minLength > 1 ? `at least ${schema.minLength} characters` : '',
    schema.maxLength === undefined ? '' : `at most ${schema.maxLength.toLocaleString('en')} characters`,
    schema.minItems === undefined ? '' : `at least ${schema.minItems} entries`,
    schema.maxItems === undefined ? '' : `at most ${schema.maxItems.toLocaleString('en')} entries`,
    minimum > 0 ? `at least ${minimum}` : '',
    maximum < Number.MAX_SAFE_INTEGER ? `at most ${maximum}` : '',
    schema.default === undefined ? '' : `${JSON.stringify(schema.default)} unless given`,
  ].filter((part) => part !== '')
  return parts.length === 0 ? '' : `${escaped(parts.join(', '))}. `
}
