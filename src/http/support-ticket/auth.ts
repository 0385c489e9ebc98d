import type { FastifyRequest } from 'fastify'
import type { Actor } from '../../domain/actor.ts'
import type { Credential } from '../../domain/credential.ts'
import { DeskError } from '../../domain/errors.ts'
import { authenticateContact, findTicketApp } from '../../usecases/credentials/authenticate-contact.ts'
import type { Desk } from '../../usecases/desk.ts'
import { type Errors, Refusal } from './refusal.ts'
import { words } from './words.ts'

/** Who is asking: always an application, and a person unless the operation goes without (§3). */
export interface Caller {
  readonly app: Credential
  readonly actor: Actor | null
}

declare module 'fastify' {
  interface FastifyRequest {
    supportTicket: Caller | null
  }
}

/** Whether an operation wants an access token: log-in takes none, the samples' paths of the two lists check one if it is there. */
export type TokenPolicy = 'none' | 'optional' | 'required'

/**
 * Finds out who is asking: the apikey first, then the token (§3.3).
 * @param headers `mayBeSwapped`: the vendor's table for the tag list has the two descriptions exchanged (§3)
 */
export async function authenticate(
  desk: Desk,
  request: FastifyRequest,
  token: TokenPolicy,
  headers: { mayBeSwapped: boolean },
): Promise<Caller> {
  let apikey = single(request.headers.apikey)
  let authorization = request.headers.authorization?.trim() ?? ''
  if (headers.mayBeSwapped && isBearer(apikey) && !isBearer(authorization)) {
    ;[apikey, authorization] = [authorization, apikey]
  }
  const app = await findTicketApp(desk, apikey).catch((error: unknown) => {
    throw error instanceof DeskError ? new Refusal(401, { detail: [words.badApikey] }) : error
  })
  const anonymous = token === 'none' || (token === 'optional' && authorization === '')
  return { app, actor: anonymous ? null : await person(desk, app, authorization) }
}

/** @returns the person behind the request of an operation that wants a token */
export function actorOf(request: FastifyRequest): Actor & { readonly personId: number } {
  const actor = request.supportTicket?.actor
  const personId = actor?.personId ?? null
  if (!actor || personId === null) throw new Error('an operation for people was mounted without a token')
  return { ...actor, personId }
}

/** @returns the application behind the request */
export function appOf(request: FastifyRequest): Credential {
  if (!request.supportTicket) throw new Error('an operation was mounted without authentication')
  return request.supportTicket.app
}

/** @returns what a token that is not accepted is answered; anything that is no refusal of the token goes on as it is */
export function tokenRefusal(error: unknown, invalid: Errors): unknown {
  if (!(error instanceof DeskError)) return error
  const { fault } = error
  if (fault.code === 'not_found') return new Refusal(401, { detail: [words.userGone] })
  if (fault.code !== 'unauthenticated') return error
  return new Refusal(401, fault.reason === 'disabled' ? { detail: [words.userInactive] } : invalid)
}

async function person(desk: Desk, app: Credential, authorization: string): Promise<Actor> {
  if (!isBearer(authorization)) throw new Refusal(401, { detail: [words.noCredentials] })
  const [, token, ...more] = authorization.split(/\s+/)
  if (!token || more.length > 0) {
    throw new Refusal(401, { detail: [words.badHeader], code: ['bad_authorization_header'] })
  }
  return authenticateContact(desk, app, token).catch((error: unknown) => {
    throw tokenRefusal(error, { detail: [words.badToken], code: ['token_not_valid'] })
  })
}

function isBearer(header: string): boolean {
  return /^bearer(\s|$)/i.test(header)
}

function single(header: string | string[] | undefined): string {
  return (Array.isArray(header) ? header[0] : header)?.trim() ?? ''
}
