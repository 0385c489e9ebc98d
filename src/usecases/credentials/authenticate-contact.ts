import type { Actor } from '../../domain/actor.ts'
import type { Credential } from '../../domain/credential.ts'
import { DeskError } from '../../domain/errors.ts'
import type { Person } from '../../domain/person.ts'
import { findLogin, findPerson } from '../../storage/people.ts'
import { catalogOf, type Desk } from '../desk.ts'
import { beginTry } from '../session/sign-in-throttle.ts'
import { contactActor, repActor } from './actors.ts'
import type { IssuedToken } from './authenticate-app.ts'
import { findActiveCredential } from './find-active.ts'
import { verifyPassword } from './passwords.ts'

/** @returns the application of an apikey (Support Ticket §3); throws `unauthenticated` */
export async function findTicketApp(desk: Desk, apikey: string | null | undefined): Promise<Credential> {
  return (await findActiveCredential(desk, ['support_ticket_app'], apikey)).credential
}

/**
 * Logs a person in through an application (Support Ticket §3.1). Unknown names take as long as wrong passwords.
 * @param from the network address of the caller
 * @returns access and refresh token; throws `unauthenticated`, or `too_many_requests` after several wrong tries
 */
export async function logInThroughApp(
  desk: Desk,
  app: Credential,
  login: string,
  password: string,
  life: { accessMs: number; refreshMs: number },
  from: string,
): Promise<{ access: IssuedToken; refresh: IssuedToken }> {
  const tries = beginTry(desk, [
    { kind: 'account', value: login },
    { kind: 'address', value: from },
  ])
  const found = await findLogin(desk.db, login)
  const right = await verifyPassword(password, found?.passwordHash ?? null)
  if (!found || !right || !found.person.loginEnabled) {
    throw new DeskError({ code: 'unauthenticated', reason: 'wrong_secret' })
  }
  tries.succeed()
  return {
    access: await sign(desk, app, found.person.id, 'support-ticket', life.accessMs),
    refresh: await sign(desk, app, found.person.id, 'support-ticket-refresh', life.refreshMs),
  }
}

/** @returns a new access token for a live refresh token (Support Ticket §3.2); throws `unauthenticated` */
export async function refreshThroughApp(
  desk: Desk,
  app: Credential,
  refresh: string,
  accessMs: number,
): Promise<IssuedToken> {
  const person = await personOf(desk, app, refresh, 'support-ticket-refresh')
  return sign(desk, app, person.id, 'support-ticket', accessMs)
}

/**
 * @returns who the access token stands for: a contact with their own cases, a rep with those of their roles. Throws
 *   `unauthenticated`: `disabled` for an inactive person, `unknown` with a token that is not valid, `expired`
 */
export async function authenticateContact(desk: Desk, app: Credential, token: string): Promise<Actor> {
  const person = await personOf(desk, app, token, 'support-ticket')
  return person.kind === 'rep'
    ? repActor('support-ticket', person, app, await catalogOf(desk))
    : contactActor('support-ticket', person, app)
}

async function personOf(
  desk: Desk,
  app: Credential,
  token: string,
  use: 'support-ticket' | 'support-ticket-refresh',
): Promise<Person> {
  const claims = await desk.secrets.readToken(token, use, desk.now())
  if (claims === 'expired') throw new DeskError({ code: 'unauthenticated', reason: 'expired' })
  if (claims === 'invalid' || claims.credentialId !== app.id || claims.personId === null) {
    throw new DeskError({ code: 'unauthenticated', reason: 'unknown' })
  }
  const person = await findPerson(desk.db, claims.personId)
  if (!person || person.deletedAt !== null)
    throw new DeskError({ code: 'not_found', what: 'person', id: String(claims.personId) })
  if (!person.loginEnabled) throw new DeskError({ code: 'unauthenticated', reason: 'disabled' })
  return person
}

async function sign(
  desk: Desk,
  app: Credential,
  personId: number,
  use: 'support-ticket' | 'support-ticket-refresh',
  lifeMs: number,
): Promise<IssuedToken> {
  const now = desk.now()
  const expiresAt = now + lifeMs
  return {
    token: await desk.secrets.signToken({ use, credentialId: app.id, personId }, now, expiresAt),
    expiresAt,
  }
}
