import assert from 'node:assert/strict'
import type { LightMyRequestResponse } from 'fastify'
import { Compile } from 'typebox/schema'
import {
  type Content,
  type OpenApi,
  type Operation,
  operationsOf,
} from '../../src/http/shared/openapi/document.ts'
import type { JsonSchema } from '../../src/http/shared/openapi/json-schema.ts'
import { operationFor } from '../../src/http/shared/openapi/recorded.ts'

/** A call with its answer. */
export interface Call {
  readonly method: string
  /** With or without a query. */
  readonly url: string
  readonly answer: Pick<LightMyRequestResponse, 'statusCode' | 'headers' | 'payload'>
}

/** Holds calls against an OpenAPI document and notes which of its operations succeeded. */
export class DocumentCheck {
  readonly #document: OpenApi
  readonly #operations: readonly { id: string; method: string; path: string; aliases?: readonly string[] }[]
  readonly #done = new Set<string>()

  constructor(document: OpenApi) {
    this.#document = document
    this.#operations = operationsOf(document).map(({ path, method, operation }) => ({
      id: operation.operationId ?? '',
      method,
      path,
      aliases: operation['x-also-at'] ?? [],
    }))
  }

  /** Fails unless the answer is one that the document knows, to the last field. Calls of unknown paths are of no concern. */
  answered({ method, url, answer: got }: Call, title: string): void {
    const { statusCode: status } = got
    const path = url.split('?', 1)[0] ?? ''
    const found = operationFor(this.#operations, {
      method,
      path: path.length > 1 ? path.replace(/\/+$/, '') : path,
    })
    if (!found) return
    const operation = this.#operation(found.id)
    const answer = operation.responses[String(status)]
    assert.ok(answer, `${title}: ${found.id} does not document ${status}`)
    const type =
      String(got.headers['content-type'] ?? '')
        .split(';', 1)[0]
        ?.trim() ?? ''
    const content = contentFor(answer.content, type)
    assert.ok(content || !answer.content, `${title}: ${found.id} does not answer ${status} with ${type}`)
    if (content && type === 'application/json')
      this.#fits(content.schema, JSON.parse(got.payload), `${title}: ${found.id}, ${status}`)
    if (status < 300) this.#done.add(found.id)
  }

  #operation(id: string): Operation {
    const found = operationsOf(this.#document).find(({ operation }) => operation.operationId === id)
    assert.ok(found, `${id} is not in the document`)
    return found.operation
  }

  /** @returns the operations that nobody has called with success yet */
  get missing(): string[] {
    return this.#operations.map(({ id }) => id).filter((id) => !this.#done.has(id))
  }

  #fits(schema: JsonSchema, value: unknown, title: string): void {
    const { components } = this.#document
    const whole = { ...schema, components: { schemas: components?.schemas } }
    const [ok, errors] = Compile(closed(whole)).Errors(value)
    const said = errors.map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    )
    assert.ok(ok, `${title}: ${said.join('; ')} in ${JSON.stringify(value)}`)
  }
}

function contentFor(
  content: Readonly<Record<string, Content>> | undefined,
  type: string,
): Content | undefined {
  return content?.[type] ?? content?.['*/*']
}

/** The same with no properties but those that are named. */
function closed(value: unknown): object {
  if (Array.isArray(value)) return value.map((each) => (typeof each === 'object' ? closed(each) : each))
  const entries = Object.entries(value as object).map(([key, each]) => [
    key,
    typeof each === 'object' && each !== null && !['enum', 'const', 'default'].includes(key)
      ? closed(each)
      : each,
  ])
  const copy = Object.fromEntries(entries) as Record<string, unknown>
  return 'properties' in copy && copy.type !== undefined && !('additionalProperties' in copy)
    ? { ...copy, additionalProperties: false }
    : copy
}
