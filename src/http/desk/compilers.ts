import type { FastifySchemaCompiler } from 'fastify'
import type { FastifySerializerCompiler } from 'fastify/types/schema.js'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import Format from 'typebox/format'
import { Refused } from './errors.ts'
import { schemaIssues } from './issues.ts'

/** A time as RFC 3339 writes it, without leap seconds and without a zone name behind it. */
const instant =
  /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i

/** Makes the schemas' `date-time` mean a time that exists: 30 February would silently become a day in March. */
export function registerFormats(): void {
  Format.Set('date-time', (text) => {
    const [, year = '', month = '', day = ''] = instant.exec(text) ?? []
    const date = new Date(`${year}-${month}-${day}T00:00:00Z`)
    return date.getUTCDate() === Number(day) && date.getUTCMonth() + 1 === Number(month)
  })
}

/**
 * Checks requests against the contract. Numbers in paths and queries must be written as whole numbers are; nothing else is
 * converted. A path that fits no schema names nothing, so it is not found.
 */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const check = Compile(schema)
  return (value: unknown) => {
    const given = httpPart === 'body' ? (value ?? missingBody(schema)) : asWritten(schema, value, httpPart)
    if (check.Check(given)) return { value: given }
    if (httpPart === 'params') return { error: new Refused({ code: 'not_found' }) }
    const issues = schemaIssues(check.Errors(given))
    return { error: new Refused({ code: 'invalid', issues }) }
  }
}

/** Writes answers; one that is not what the contract says is our defect and is never sent. */
export const serializerCompiler: FastifySerializerCompiler<TSchema> = ({ schema, url }) => {
  const check = Compile(schema)
  return (value: unknown) => {
    if (!check.Check(value)) {
      const [first] = check.Errors(value)
      throw new Error(`an answer of ${url} breaks its contract at ${first?.instancePath} (${first?.message})`)
    }
    return JSON.stringify(value)
  }
}

/** A body of which nothing must be given may be left out. */
function missingBody(schema: TSchema): unknown {
  const needed = 'required' in schema && Array.isArray(schema.required) ? schema.required : []
  return 'properties' in schema && needed.length === 0 ? {} : undefined
}

function asWritten(schema: TSchema, value: unknown, httpPart: string | undefined): unknown {
  if (httpPart === 'headers') return value
  const properties = 'properties' in schema ? (schema.properties as Record<string, TSchema>) : {}
  return Object.fromEntries(
    Object.entries(value as Record<string, unknown>).map(([name, text]) => {
      const type = Object.hasOwn(properties, name) && (properties[name] as { type?: unknown }).type
      return [
        name,
        type === 'integer' && typeof text === 'string' && /^\d{1,16}$/.test(text) ? Number(text) : text,
      ]
    }),
  )
}
