import { randomUUID } from 'node:crypto'
import type { Actor } from '../../domain/actor.ts'
import type { Credential, CredentialKind } from '../../domain/credential.ts'
import { addCredential, findCredential } from '../../storage/credentials.ts'
import { recordEvent } from '../../storage/events.ts'
import type { Tx } from '../../storage/schema.ts'
import type { Desk } from '../desk.ts'

/** A new credential with what its holder must be told now, because it is stored only as a hash. */
export interface IssuedCredential {
  readonly credential: Credential
  readonly key: string
  readonly secret: string | null
}

/** What a new credential is for. */
export interface CredentialDraft {
  readonly kind: CredentialKind
  readonly name: string
  readonly personId?: number | null
  readonly accountId?: number | null
  readonly organisationId?: number | null
  readonly roleIds?: readonly number[]
  readonly scopes?: readonly string[]
  readonly description?: string | null
  readonly active?: boolean
  readonly expiresAt?: number | null
  /** Keep the key sealed too, so that it can be shown again (`reveal-integration-key.ts`). */
  readonly revealable?: boolean
}

/** Stores a credential under a fresh key, inside a transaction; the caller has checked rights and values. */
export async function issueCredential(
  desk: Desk,
  tx: Tx,
  actor: Actor,
  draft: CredentialDraft,
): Promise<IssuedCredential> {
  const { key, secret } = freshKey(desk, draft.kind)
  const now = desk.now()
  const id = await addCredential(
    tx,
    {
      guid: desk.newId(),
      kind: draft.kind,
      name: draft.name,
      hint: key.slice(-4),
      personId: draft.personId ?? null,
      accountId: draft.accountId ?? null,
      organisationId: draft.organisationId ?? null,
      roleIds: draft.roleIds ?? [],
      scopes: draft.scopes ?? [],
      active: draft.active ?? true,
      description: draft.description ?? null,
      createdById: actor.personId,
      createdAt: now,
      expiresAt: draft.expiresAt ?? null,
    },
    {
      lookup: desk.secrets.hash(key),
      secret: secret === null ? null : desk.secrets.hash(secret),
      ...(draft.revealable ? { key } : {}),
    },
  )
  // Signing in is recorded by its own events; the rest is a change of who may do what.
  if (draft.kind !== 'session') await recordEvent(tx, actor, now, { kind: 'credential.added', subjectId: id })
  const credential = await findCredential(tx, id)
  if (!credential) throw new Error('a credential just added is not there')
  return { credential, key, secret }
}

/**
 * @returns a fresh key in the form that its wire's clients expect: an upper-case GUID for REST v3 (§2.2), base64 with a
 *   secret of letters, digits, `.`, `_` and `-` for Case Management (§2), plain tokens elsewhere
 */
export function freshKey(desk: Desk, kind: CredentialKind): { key: string; secret: string | null } {
  switch (kind) {
    case 'rep_key':
    case 'integration_key':
      return { key: randomUUID().toUpperCase(), secret: null }
    case 'case_management_app':
      return {
        key: Buffer.from(desk.secrets.newToken(24)).toString('base64'),
        secret: desk.secrets.newToken(36),
      }
    case 'support_ticket_app':
    case 'account_token':
    case 'desk_token':
    case 'personal_secret':
    case 'session':
    case 'sign_in_link':
      return { key: desk.secrets.newToken(), secret: null }
  }
}
