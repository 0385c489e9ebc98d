import type {
  Answer,
  Content,
  OpenApi,
  Operation,
  Parameter,
  SecurityNeed,
  SecurityScheme,
} from './document.ts'
import { type JsonSchema, string } from './json-schema.ts'
import { type Exchange, examplesIn, operationFor, parameterExamples } from './recorded.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** One operation as its wire describes it. */
export interface Described {
  readonly id: string
  readonly method: Method
  /** From the root, parameters in braces. */
  readonly path: string
  /** Further paths of the same operation, also under another method as `PATCH /v1/…`. */
  readonly aliases?: readonly string[]
  /** The same for what the introduction says of all operations at once. */
  readonly elsewhere?: readonly string[]
  readonly tag: string
  readonly summary: string
  readonly about?: string
  /** Where the contract speaks of it, e.g. `§7.1`. */
  readonly section: string
  readonly security: readonly SecurityNeed[]
  /** An object whose properties are the parameters of the query. */
  readonly query?: JsonSchema
  readonly headers?: JsonSchema
  readonly body?: {
    readonly required: boolean
    readonly about?: string
    readonly content: Readonly<Record<string, Omit<Content, 'examples'>>>
  }
  readonly answers: Readonly<Record<number, Answer>>
  /** Which of the wire's refusals it can answer with. */
  readonly refusals: readonly number[]
}

/** A whole wire, as far as its document goes. */
export interface WireDescription {
  readonly title: string
  readonly version: string
  /** One sentence for the index. */
  readonly summary: string
  readonly about: string
  /** Groups of operations in the order of the page. */
  readonly tags: Readonly<Record<string, string>>
  readonly security: Readonly<Record<string, SecurityScheme>>
  readonly schemas: Readonly<Record<string, JsonSchema>>
  /** What the names in braces stand for. */
  readonly inPath: Readonly<Record<string, JsonSchema>>
  readonly refusals: Readonly<Record<number, Answer>>
  readonly operations: readonly Described[]
}

const idempotencyKey: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'The same key with the same request gives the first answer again, for 24 hours.',
  schema: { type: 'string', maxLength: 255 },
}

/**
 * @param recorded exchanges that become the examples of the operation they were made with
 * @param server address of the installation, `/` for wherever the document is read
 * @returns the OpenAPI 3.1 document
 */
export function writeDocument(wire: WireDescription, recorded: readonly Exchange[], server: string): OpenApi {
  const { title, version, summary, about } = wire
  const paths: Record<string, Record<string, Operation>> = {}
  const addressed = wire.operations.map((described) => {
    const { method, path, aliases = [], elsewhere = [] } = described
    return { described, method, path, aliases: [...aliases, ...elsewhere] }
  })
  const made = Map.groupBy(recorded, (each) => operationFor(addressed, each)?.described)
  for (const described of wire.operations) {
    const own = made.get(described) ?? []
    const place = paths[described.path] ?? {}
    paths[described.path] = { ...place, [described.method.toLowerCase()]: written(wire, described, own) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title,
      version,
      summary,
      description: about,
      license: { name: 'Apache 2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: server }],
    tags: Object.entries(wire.tags).map(([name, description]) => ({ name, description })),
    paths,
    components: { schemas: wire.schemas, securitySchemes: wire.security },
  }
}

function written(wire: WireDescription, of: Described, recorded: readonly Exchange[]): Operation {
  const done = recorded.filter(({ status }) => status < 300)
  const { body, aliases = [], elsewhere = [] } = of
  const alsoAt = [...aliases, ...elsewhere]
  const refusals = of.refusals.map((status) => [status, wire.refusals[status] ?? unsaid] as const)
  const answers: Record<string, Answer> = { ...Object.fromEntries(refusals), ...of.answers }
  return {
    operationId: of.id,
    summary: of.summary,
    description: textOf(of),
    tags: [of.tag],
    security: of.security,
    parameters: parametersOf(wire, of, done),
    ...(alsoAt.length === 0 ? {} : { 'x-also-at': alsoAt }),
    ...(body
      ? {
          requestBody: {
            required: body.required,
            ...(body.about === undefined ? {} : { description: body.about }),
            content: withExamples(body.content, (type) => examplesIn(done, 'sent', type)),
          },
        }
      : {}),
    responses: Object.fromEntries(
      Object.entries(answers).map(([status, answer]) => {
        const same = recorded.filter((each) => String(each.status) === status)
        const content =
          answer?.content && withExamples(answer.content, (type) => examplesIn(same, 'got', type))
        return [status, content ? { ...answer, content } : answer]
      }),
    ),
  }
}

const unsaid: Answer = { description: 'Refused.' }

function textOf({ about, aliases = [], section }: Described): string {
  const others = aliases.map((alias) => `\`${alias}\``).join(', ')
  const parts = [about ?? '', others === '' ? '' : `Also at ${others}.`, `Contract: ${section}.`]
  return parts.filter((part) => part !== '').join('\n\n')
}

function parametersOf(wire: WireDescription, of: Described, done: readonly Exchange[]): Parameter[] {
  const names = [...of.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const inPath = names.map((name) => parameter('path', name, wire.inPath[name] ?? string, true))
  const given = (place: 'query' | 'header', schema: JsonSchema | undefined) =>
    Object.entries(schema?.properties ?? {}).map(([name, each]) =>
      parameter(place, name, each, schema?.required?.includes(name) ?? false),
    )
  const all = [...inPath, ...given('query', of.query), ...given('header', of.headers)]
  const examples = parameterExamples(of.path, done[0])
  return [
    ...all.map((each) => {
      const example = examples.get(`${each.in} ${each.name}`)
      return example === undefined ? each : { ...each, example: asTyped(each.schema, example) }
    }),
    ...(of.method === 'GET' ? [] : [idempotencyKey]),
  ]
}

function parameter(place: string, name: string, schema: JsonSchema, required: boolean): Parameter {
  const { description, ...rest } = schema
  return { name, in: place, required, ...(description === undefined ? {} : { description }), schema: rest }
}

/** What stands in an address is text; the document shows it as what it is. */
function asTyped(schema: JsonSchema, text: string): unknown {
  if ([schema.type].flat().includes('integer') && /^\d+$/.test(text)) return Number(text)
  return text
}

function withExamples(
  content: Readonly<Record<string, Content>>,
  examplesOf: (type: string) => NonNullable<Content['examples']>,
): Record<string, Content> {
  return Object.fromEntries(
    Object.entries(content).map(([type, each]) => {
      const examples = examplesOf(type)
      return [type, Object.keys(examples).length === 0 ? each : { ...each, examples }]
    }),
  )
}
