import type { Millis } from './case.ts'

/** Every kind of credential that the contracts know. Tokens signed by us (JWT) are not stored. */
export const credentialKinds = [
  'case_management_app', // key + secret
  'support_ticket_app', // apikey, people log in through it
  'rep_key', // one per rep
  'integration_key', // several, with roles of their own
  'account_token', // Messages wire
  'desk_token', // bearer token of the Desk API, with scopes
  'personal_secret', // binds a session of a Case Management application to a person
  'session', // console login, by cookie
  'sign_in_link', // single use
] as const
export type CredentialKind = (typeof credentialKinds)[number]

/** A stored credential. The secret itself is never here: only keyed hashes are stored. */
export interface Credential {
  readonly id: number
  readonly guid: string
  readonly kind: CredentialKind
  readonly name: string
  /** Last characters of the key, to tell keys apart in a list. */
  readonly hint: string
  readonly personId: number | null
  readonly accountId: number | null
  /** Applications: the partner whose cases it opens. */
  readonly organisationId: number | null
  readonly roleIds: readonly number[]
  readonly scopes: readonly string[]
  readonly active: boolean
  readonly description: string | null
  readonly createdById: number | null
  readonly createdAt: Millis
  readonly expiresAt: Millis | null
  readonly lastUsedAt: Millis | null
}
