import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Credential } from '../../domain/credential.ts'
import type { Desk } from '../../usecases/desk.ts'
import type { WireSettings } from '../wire-settings.ts'

/**
 * Counts the calls of the API by key, in two groups that do not touch each other: those of the Auth API, and all others.
 * Who cannot prove to hold a key is counted by address and apart, so that strangers can use up nobody's calls, neither by
 * guessing keys nor by knowing one. Every method sets the headers of the answer; those that count throw a `Refusal` (429).
 */
export interface CallLimits {
  /** Says what the address has used, for answers that come before anything is counted. */
  show(request: FastifyRequest, reply: FastifyReply): void
  /** Counts a call of an application that has proved who it is. */
  countApp(request: FastifyRequest, reply: FastifyReply, app: Credential): void
  /** Counts a call of somebody who has not. */
  countStranger(request: FastifyRequest, reply: FastifyReply): void
}

/** What every route of the wire is given. */
export interface WireContext {
  readonly desk: Desk
  readonly settings: WireSettings
  readonly limits: CallLimits
}
