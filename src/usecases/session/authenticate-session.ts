import type { Actor, Wire } from '../../domain/actor.ts'
import type { Credential } from '../../domain/credential.ts'
import { DeskError } from '../../domain/errors.ts'
import type { Person } from '../../domain/person.ts'
import { rightsOfScopes } from '../../domain/rights.ts'
import { findPerson } from '../../storage/people.ts'
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
  const { credential } = await findActiveCredential(desk, ['session'], token)
  const [person, catalog] = await Promise.all([ownerOf(desk, credential), catalogOf(desk)])
  return { actor: repActor(wire, person, credential, catalog), person, credential }
}

/** @returns the rep behind a bearer token, with the rights that both they and the token have; throws `unauthenticated` */
export async function authenticateDeskToken(
  desk: Desk,
  wire: Wire,
  token: string | null | undefined,
): Promise<Actor> {
  const { credential } = await findActiveCredential(desk, ['desk_token'], token)
  const [person, catalog] = await Promise.all([ownerOf(desk, credential), catalogOf(desk)])
  return repActor(wire, person, credential, catalog, rightsOfScopes(credential.scopes))
}

async function ownerOf(desk: Desk, credential: Credential): Promise<Person> {
  const person = credential.personId === null ? undefined : await findPerson(desk.db, credential.personId)
  if (!person || !maySignIn(person)) throw new DeskError({ code: 'unauthenticated', reason: 'disabled' })
  return person
}
