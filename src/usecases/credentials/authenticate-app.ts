import type { Actor } from '../../domain/actor.ts'
import type { Credential } from '../../domain/credential.ts'
import { DeskError } from '../../domain/errors.ts'
import type { Desk } from '../desk.ts'
import { beginTry } from '../session/sign-in-throttle.ts'
import { applicationActor } from './actors.ts'
import { findActiveCredential } from './find-active.ts'
import { actorOfHolder, loadSecretHolder, type SecretHolder } from './find-secret-holder.ts'

/** A signed token and when it ends, in ms. */
export interface IssuedToken {
  readonly token: string
  readonly expiresAt: number
}

/** @returns the application of an API key (Case Management §2); throws `unauthenticated` */
export async function findApp(desk: Desk, key: string | null | undefined): Promise<Credential> {
  return (await findActiveCredential(desk, ['case_management_app'], key)).credential
}

/** Who asks through an application: it itself, or the person to whom a personal secret has bound it. */
export interface AppCaller {
  readonly actor: Actor
  readonly app: Credential
  readonly holder: SecretHolder | null
}

/**
 * @param from the network address of the caller
 * @returns the application whose key and secret these are (Case Management §5.1); throws `unauthenticated`, `wrong_secret` for
 *   the secret, and `too_many_requests` in its place after several wrong ones of the application or the address. A right
 *   secret is never made to wait: it is far too long to be guessed, and whoever knows a key must not be able to lock its
 *   owner out
 */
export async function proveApp(desk: Desk, key: string, secret: string, from: string): Promise<Credential> {
  const { credential, secretHash } = await findActiveCredential(desk, ['case_management_app'], key)
  if (secretHash === null || !desk.secrets.matches(secret, secretHash)) {
    beginTry(desk, [
      { kind: 'account', value: `application ${credential.id}` },
      { kind: 'address', value: from },
    ])
    throw new DeskError({ code: 'unauthenticated', reason: 'wrong_secret' })
  }
  return credential
}

/**
 * @param holder the person it is bound to, if any; a token for a live token stays bound
 * @returns a fresh token of an application that has shown its secret or a live token (Case Management §5.1, §5.2)
 */
export async function signAppToken(
  desk: Desk,
  app: Credential,
  holder: SecretHolder | null,
  lifeMs: number,
): Promise<IssuedToken> {
  const now = desk.now()
  // Whole seconds, so that what we say of the token and what it says of itself are the same.
  const expiresAt = Math.floor((now + lifeMs) / 1000) * 1000
  const claims = {
    use: 'case-management',
    credentialId: app.id,
    personId: holder?.person.id ?? null,
    ...(holder ? { secretId: holder.secret.id } : {}),
  } as const
  return { token: await desk.secrets.signToken(claims, now, expiresAt), expiresAt }
}

/** @returns who asks with key and token, which must belong together; throws `unauthenticated` */
export async function authenticateApp(
  desk: Desk,
  key: string | null | undefined,
  token: string | null | undefined,
): Promise<AppCaller> {
  if (!key || !token) throw new DeskError({ code: 'unauthenticated', reason: 'missing' })
  const app = await findApp(desk, key)
  const claims = await desk.secrets.readToken(token, 'case-management', desk.now())
  if (claims === 'expired') throw new DeskError({ code: 'unauthenticated', reason: 'expired' })
  if (claims === 'invalid' || claims.credentialId !== app.id) {
    throw new DeskError({ code: 'unauthenticated', reason: 'unknown' })
  }
  if (claims.secretId === undefined) {
    return { actor: applicationActor('case-management', app), app, holder: null }
  }
  const holder = await loadSecretHolder(desk, claims.secretId, claims.personId)
  return { actor: await actorOfHolder(desk, app, holder), app, holder }
}
