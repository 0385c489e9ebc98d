import type { Actor, Wire } from '../../domain/actor.ts'
import { DeskError } from '../../domain/errors.ts'
import type { Person } from '../../domain/person.ts'
import { rightsOfScopes } from '../../domain/rights.ts'
import { repActor } from '../credentials/actors.ts'
import { findActiveCredential } from '../credentials/find-active.ts'
import { catalogOf, type Desk } from '../desk.ts'
import { maySignIn } from './sign-in.ts'
import type { LiveSession } from './start-session.ts'

/** @returns who the session's token stands for, as they are now; throws `unauthenticated` */
export async function authenticateSession(
  desk: Desk,
  wire: Wire,
  token: string | null | undefined,
): Promise<LiveSession> {
  const { credential, owner } = await findActiveCredential(desk, ['session'], token)
  const person = active(owner)
  return { actor: repActor(wire, person, credential, await catalogOf(desk)), person, credential }
}

/** @returns the rep behind a bearer token, with the rights that both they and the token have; throws `unauthenticated` */
export async function authenticateDeskToken(
  desk: Desk,
  wire: Wire,
  token: string | null | undefined,
): Promise<Actor> {
  const { credential, owner } = await findActiveCredential(desk, ['desk_token'], token)
  const person = active(owner)
  return repActor(wire, person, credential, await catalogOf(desk), rightsOfScopes(credential.scopes))
}

function active(owner: Person | null): Person {
  if (!owner || !maySignIn(owner)) throw new DeskError({ code: 'unauthenticated', reason: 'disabled' })
  return owner
}
