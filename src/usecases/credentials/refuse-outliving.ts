import type { Actor } from '../../domain/actor.ts'
import type { Millis } from '../../domain/case.ts'
import { refuseIssues } from '../../domain/errors.ts'
import { findCredential } from '../../storage/credentials.ts'
import type { Tx } from '../../storage/schema.ts'

/**
 * Throws `invalid` when somebody who holds a bearer token with an end asks for a key that lasts longer: then the end of the
 * token would mean nothing.
 * @param expiresAt ms, or null for never
 */
export async function refuseOutliving(tx: Tx, actor: Actor, expiresAt: Millis | null): Promise<void> {
  const by = actor.credentialId === null ? undefined : await findCredential(tx, actor.credentialId)
  if (by?.kind !== 'desk_token' || by.expiresAt === null) return
  if (expiresAt === null || expiresAt > by.expiresAt) {
    refuseIssues([{ field: 'expiresAt', rule: 'not_allowed', value: expiresAt }])
  }
}
