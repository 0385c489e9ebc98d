import type { Permission, Reach } from './rights.ts'

/** The five HTTP APIs, and the two doors that are not HTTP. Recorded with everything that is written. */
export const wires = [
  'case-management',
  'support-ticket',
  'rest-v3',
  'messages',
  'desk',
  'cli',
  'system',
] as const
export type Wire = (typeof wires)[number]

/** The two parties of a case. Messages wire: the requester's side is the partner, the desk's side the provider. */
export type Side = 'requester' | 'desk'
export type Party = 'partner' | 'provider'

/** Who is asking. Built by an `authenticate-*` operation only; carries everything a decision needs. */
export interface Actor {
  readonly kind: 'rep' | 'contact' | 'account' | 'application' | 'integration' | 'system'
  readonly wire: Wire
  /** The person behind the credential; null for applications, accounts and the system. */
  readonly personId: number | null
  /** How the history names them: the person, else the credential. */
  readonly name: string
  readonly accountId: number | null
  /** The organisation an account belongs to or acts for, or that a credential opens cases for. */
  readonly organisationId: number | null
  readonly party: Party | null
  readonly credentialId: number | null
  readonly credentialName: string | null
  readonly permissions: ReadonlySet<Permission>
  readonly reach: Reach
}

/** The desk itself, for jobs and the command line. It may do everything. */
export function systemActor(wire: Wire, all: readonly Permission[]): Actor {
  return {
    kind: 'system',
    wire,
    personId: null,
    name: 'Caseloom',
    accountId: null,
    organisationId: null,
    party: null,
    credentialId: null,
    credentialName: null,
    permissions: new Set(all),
    reach: { kind: 'all' },
  }
}
