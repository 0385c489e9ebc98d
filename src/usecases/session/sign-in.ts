import { type Actor, systemActor, type Wire } from '../../domain/actor.ts'
import { DeskError } from '../../domain/errors.ts'
import type { Person } from '../../domain/person.ts'
import { findCredentialByHash, removeCredentials } from '../../storage/credentials.ts'
import { recordEvent } from '../../storage/events.ts'
import { findLogin, findPerson } from '../../storage/people.ts'
import { repActor } from '../credentials/actors.ts'
import { verifyPassword } from '../credentials/passwords.ts'
import { catalogOf, type Desk, write } from '../desk.ts'
import { beginTry } from './sign-in-throttle.ts'
import { type StartedSession, startSession } from './start-session.ts'

/**
 * Signs a rep in with login name or address and password. An unknown name, a wrong password and somebody who may not sign in
 * cost the same work and are refused alike (threat model §2.1).
 * @param address where the call comes from
 * @returns the session; throws `unauthenticated` or `too_many_requests`
 */
export async function signInWithPassword(
  desk: Desk,
  wire: Wire,
  given: { login: string; password: string },
  address: string,
): Promise<StartedSession> {
  const person = await proveRep(desk, wire, given, address)
  return write(desk, (tx) => startSession(desk, tx, wire, person, { proof: 'password', address }))
}

/**
 * Finds out which rep it is that gives login name or address and password, without a session: for the one call in which a rep
 * without a key asks for one (REST v3 §12.1).
 * @returns who it is, with the rights of their roles; throws `unauthenticated` or `too_many_requests`
 */
export async function authenticateLogin(
  desk: Desk,
  wire: Wire,
  given: { login: string; password: string },
  address: string,
): Promise<Actor> {
  return repActor(wire, await proveRep(desk, wire, given, address), null, await catalogOf(desk))
}

async function proveRep(
  desk: Desk,
  wire: Wire,
  given: { login: string; password: string },
  address: string,
): Promise<Person> {
  const tries = beginTry(desk, [
    { kind: 'account', value: given.login },
    { kind: 'address', value: address },
  ])
  const found = await findLogin(desk.db, given.login)
  const right = await verifyPassword(given.password, found?.passwordHash ?? null)
  if (!found || !right || !maySignIn(found.person)) {
    await write(desk, (tx) =>
      recordEvent(tx, systemActor(wire, []), desk.now(), {
        kind: 'session.refused',
        ...(found ? { subjectId: found.person.id } : {}),
        changes: { address: { from: null, to: address } },
      }),
    )
    throw new DeskError({ code: 'unauthenticated', reason: 'wrong_secret' })
  }
  tries.succeed()
  return found.person
}

/**
 * Signs a rep in with the token of a link, which is spent by it, also when two try at the same moment.
 * @returns the session; throws `link_spent` for one that is used, replaced, over or was never made, `unauthenticated` for
 *   somebody who may not sign in any more
 */
export async function signInWithLink(
  desk: Desk,
  wire: Wire,
  token: string,
  address: string,
): Promise<StartedSession> {
  if (token === '') throw new DeskError({ code: 'link_spent' })
  return write(desk, async (tx) => {
    const found = await findCredentialByHash(tx, ['sign_in_link'], desk.secrets.hash(token))
    const link = found?.credential
    const over = link?.expiresAt == null || link.expiresAt <= desk.now() || !link.active
    // Of two at the same moment only one removes it.
    if (!link || over || (await removeCredentials(tx, { id: link.id })) === 0) {
      throw new DeskError({ code: 'link_spent' })
    }
    const person = link.personId === null ? undefined : await findPerson(tx, link.personId)
    if (!person || !maySignIn(person)) {
      throw new DeskError({ code: 'unauthenticated', reason: 'disabled' })
    }
    return startSession(desk, tx, wire, person, { proof: 'link', address })
  })
}

/** @returns whether the person may have a session: reps whose login is not disabled */
export function maySignIn(person: Person): boolean {
  return person.kind === 'rep' && person.loginEnabled && person.deletedAt === null
}
