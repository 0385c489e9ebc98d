import type { Credential, CredentialKind } from '../../domain/credential.ts'
import { DeskError } from '../../domain/errors.ts'
import { type FoundCredential, findCredentialByHash } from '../../storage/credentials.ts'
import type { Desk } from '../desk.ts'

/**
 * @returns the usable credential that the key belongs to, with its person and the hash of its second secret; throws `unauthenticated` for a
 *   missing, unknown, inactive or expired one. An empty key never matches (threat model §2.4).
 */
export async function findActiveCredential(
  desk: Desk,
  kinds: readonly CredentialKind[],
  key: string | null | undefined,
): Promise<FoundCredential> {
  if (!key) throw new DeskError({ code: 'unauthenticated', reason: 'missing' })
  const found = await findCredentialByHash(desk.db, kinds, desk.secrets.hash(key))
  if (!found) throw new DeskError({ code: 'unauthenticated', reason: 'unknown' })
  refuseUnusable(found.credential, desk.now())
  noteUse(desk, found.credential)
  return found
}

function refuseUnusable(credential: Credential, now: number): void {
  if (!credential.active) throw new DeskError({ code: 'unauthenticated', reason: 'disabled' })
  if (credential.expiresAt !== null && credential.expiresAt <= now) {
    throw new DeskError({ code: 'unauthenticated', reason: 'expired' })
  }
}

/** Uses since the last time they were written down, by installation. */
const used = new WeakMap<object, Map<number, number>>()

/** "Last used" is a fact for people and may be a minute late; a write with every read would cost far more than it tells. */
function noteUse(desk: Desk, credential: Credential): void {
  const now = desk.now()
  if (credential.lastUsedAt !== null && now - credential.lastUsedAt < 60_000) return
  const uses = used.get(desk.engine) ?? new Map<number, number>()
  uses.set(credential.id, now)
  used.set(desk.engine, uses)
}

/** @returns the uses noted so far, which are then forgotten here */
export function takeNotedUses(desk: Desk): ReadonlyMap<number, number> {
  const uses = used.get(desk.engine) ?? new Map<number, number>()
  used.delete(desk.engine)
  return uses
}
