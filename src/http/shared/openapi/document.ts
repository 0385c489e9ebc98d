import type { JsonSchema } from './json-schema.ts'

/** The parts of an OpenAPI 3.1 document that are written and read here. */
export interface OpenApi {
  readonly openapi?: string
  readonly info?: {
    readonly title: string
    readonly version: string
    readonly summary?: string
    readonly description?: string
    readonly license?: { readonly name: string; readonly identifier: string }
  }
  readonly servers?: readonly { readonly url: string }[]
  readonly tags?: readonly { readonly name: string; readonly description: string }[]
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components?: {
    readonly schemas?: Readonly<Record<string, JsonSchema>>
    readonly securitySchemes?: Readonly<Record<string, SecurityScheme>>
  }
}

/** One operation of a document. */
export interface Operation {
  readonly operationId?: string
  readonly summary?: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly security?: readonly SecurityNeed[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: {
    readonly required?: boolean
    readonly description?: string
    readonly content: Readonly<Record<string, Content>>
  }
  readonly responses: Readonly<Record<string, Answer>>
  /** Further addresses of the operation, with the method where it is another. */
  readonly 'x-also-at'?: readonly string[]
}

/** Names of schemes that are needed together. */
export type SecurityNeed = Readonly<Record<string, readonly string[]>>

export interface Parameter {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly description?: string
  readonly schema: JsonSchema
  readonly example?: unknown
}

export interface Answer {
  readonly description: string
  readonly headers?: Readonly<Record<string, { readonly description: string; readonly schema: JsonSchema }>>
  readonly content?: Readonly<Record<string, Content>>
}

export interface Content {
  readonly schema: JsonSchema
  readonly examples?: Readonly<Record<string, Example>>
  readonly encoding?: Readonly<Record<string, { readonly contentType: string }>>
}

export interface Example {
  readonly summary: string
  readonly value: unknown
}

export type SecurityScheme =
  | { readonly type: 'http'; readonly scheme: 'bearer'; readonly description: string }
  | {
      readonly type: 'apiKey'
      readonly in: 'header' | 'query' | 'cookie'
      readonly name: string
      readonly description: string
    }

/** An operation with its place in the document. */
export interface PlacedOperation {
  readonly path: string
  /** In capitals. */
  readonly method: string
  readonly operation: Operation
}

/** @returns every operation of the document in its order */
export function operationsOf(document: OpenApi): PlacedOperation[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
}
