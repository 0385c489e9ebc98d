import type { FastifyInstance } from 'fastify'
import type { Desk } from '../usecases/desk.ts'
import type { OpenApi } from './shared/openapi/document.ts'
import type { WireSettings } from './wire-settings.ts'

/** One HTTP API as `server.ts` mounts it. */
export interface WirePlugin {
  /** Registers everything under the wire's own paths. */
  mount(app: FastifyInstance, desk: Desk, settings: WireSettings): Promise<void>
  /**
   * Rewrites a path (no query) before routing, for wires whose clients write theirs in more ways than a router knows.
   * @returns the path to route, or null if it is none of this wire's
   */
  rewritePath?(path: string, settings: WireSettings): string | null
  /** What is shown of it under `/docs`. */
  readonly reference?: Reference
}

/** The description of one HTTP API. */
export interface Reference {
  /** In addresses: `/docs/<name>`. */
  readonly name: string
  /** @returns its OpenAPI 3.1 document */
  document(app: FastifyInstance, settings: WireSettings): Promise<OpenApi>
  /** Codes that its errors have, for an API with a table of them. */
  readonly errors?: readonly ErrorCode[]
}

export interface ErrorCode {
  readonly code: string
  readonly status: number
  readonly title: string
}
