import type { FastifyInstance } from 'fastify'
import type { Desk } from '../usecases/desk.ts'
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
}
