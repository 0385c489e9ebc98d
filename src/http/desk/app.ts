import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'
import type { Desk } from '../../usecases/desk.ts'
import type { WireSettings } from '../wire-settings.ts'
import type { DeskAccess } from './auth.ts'

/** The server as this wire sees it: handlers get their types from the schemas of their route. */
export type DeskApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

/** Registers a group of operations. */
export type Routes = (app: DeskApp, desk: Desk, settings: WireSettings) => void

/** @returns the part of a route's options that says who may call it */
export function access(deskAccess: DeskAccess): { config: { deskAccess: DeskAccess } } {
  return { config: { deskAccess } }
}

export const basePath = '/api/desk/v1'
