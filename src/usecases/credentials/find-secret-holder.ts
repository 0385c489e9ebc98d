import type { Actor } from '../../domain/actor.ts'
import type { Credential } from '../../domain/credential.ts'
import { DeskError } from '../../domain/errors.ts'
import type { Person } from '../../domain/person.ts'
import { findCredential } from '../../storage/credentials.ts'
import { findPerson } from '../../storage/people.ts'
import { catalogOf, type Desk } from '../desk.ts'
import { beginTry } from '../session/sign-in-throttle.ts'
import { contactActor, repActor } from './actors.ts'
import { findActiveCredential } from './find-active.ts'

/** A personal secret and the person for whom an application may act by it. */
export interface SecretHolder {
  readonly secret: Credential
  readonly person: Person
}

/**
 * @param app the application that shows the secret
 * @param from the network address of the caller
 * @returns whose secret it is; `unknown` for one that is wrong, removed, expired or of somebody whose login is disabled,
 *   `no_rights` for a rep who may not see any case (Case Management §5.1). Throws `too_many_requests` after several wrong
 *   ones of the application or the address
 */
export async function findSecretHolder(
  desk: Desk,
  app: Credential,
  given: string,
  from: string,
): Promise<SecretHolder | 'unknown' | 'no_rights'> {
  const found = await findActiveCredential(desk, ['personal_secret'], given).catch((error: unknown) => {
    if (error instanceof DeskError) return undefined
    throw error
  })
  if (!found?.owner || !isIn(found.owner)) {
    beginTry(desk, [
      { kind: 'account', value: `personal secrets of application ${app.id}` },
      { kind: 'address', value: from },
    ])
    return 'unknown'
  }
  const holder = { secret: found.credential, person: found.owner }
  const actor = await actorOfHolder(desk, app, holder)
  return actor.reach.kind === 'none' ? 'no_rights' : holder
}

/**
 * @returns the holder named by a token that was issued through a personal secret; throws `unauthenticated` once the secret or
 *   the person's login is gone
 */
export async function loadSecretHolder(
  desk: Desk,
  secretId: number,
  personId: number | null,
): Promise<SecretHolder> {
  const secret = await findCredential(desk.db, secretId)
  const person = personId === null ? undefined : await findPerson(desk.db, personId)
  const live =
    secret?.kind === 'personal_secret' &&
    secret.active &&
    secret.personId === personId &&
    (secret.expiresAt === null || secret.expiresAt > desk.now())
  if (!live || !person || !isIn(person)) {
    throw new DeskError({ code: 'unauthenticated', reason: 'disabled' })
  }
  return { secret, person }
}

/** @returns the person acting through the application: a contact with their own cases, a rep with the rights of their roles */
export async function actorOfHolder(desk: Desk, app: Credential, { person }: SecretHolder): Promise<Actor> {
  return person.kind === 'rep'
    ? repActor('case-management', person, app, await catalogOf(desk))
    : contactActor('case-management', person, app)
}

function isIn(person: Person): boolean {
  return person.deletedAt === null && person.loginEnabled
}
