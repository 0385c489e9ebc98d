import assert from 'node:assert/strict'
import type { LightMyRequestResponse } from 'fastify'
import type { OpenApi } from '../../src/http/shared/openapi/document.ts'
import type { DeskClient } from './desk-client.ts'

/** Notes which documented operation each call is, and that its answer is one that the document knows. */
export class Tour {
  readonly called = new Set<string>()
  readonly #operations: { id: string; method: string; pattern: RegExp; statuses: string[] }[]
  readonly #client: DeskClient

  constructor(document: OpenApi, client: DeskClient) {
    this.#client = client
    this.#operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        id: operation.operationId ?? '',
        method: method.toUpperCase(),
        pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
        statuses: Object.keys(operation.responses),
      })),
    )
  }

  get all(): string[] {
    return this.#operations.map(({ id }) => id)
  }

  async call(
    status: number,
    method: Parameters<DeskClient['call']>[0],
    path: string,
    body?: Parameters<DeskClient['call']>[2],
    headers: Record<string, string> = {},
  ): Promise<LightMyRequestResponse> {
    const answer = await this.#client.call(method, path, body, headers)
    assert.equal(answer.statusCode, status, `${method} ${path}: ${answer.body}`)
    const url = `/api/desk/v1${path}`.split('?', 1)[0] ?? ''
    const operation = this.#operations.find((each) => each.method === method && each.pattern.test(url))
    assert.ok(operation, `${method} ${path} is not documented`)
    assert.ok(operation.statuses.includes(String(status)), `${operation.id} does not document ${status}`)
    assert.equal(answer.headers['cache-control'], 'no-store')
    this.called.add(operation.id)
    return answer
  }
}
