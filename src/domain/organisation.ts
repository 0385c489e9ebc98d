import type { Party } from './actor.ts'
import type { Millis } from './case.ts'

/** A customer's organisation; as a partner it orders service, as a provider it does the work (Messages §2.1). */
export interface Organisation {
  readonly id: number
  readonly guid: string
  readonly name: string
  readonly party: Party | null
  /** Partners: who gets their cases unless a case says otherwise. */
  readonly defaultProviderId: number | null
  /** The organisation that this one is a part of; parts have no parts of their own (REST v3 §10.4). */
  readonly parentId: number | null
  readonly details: Readonly<Record<string, unknown>>
  readonly createdAt: Millis
  readonly updatedAt: Millis
  readonly deletedAt: Millis | null
}

/** The holder of access tokens on the Messages wire; belongs to one partner or provider. */
export interface Account {
  readonly id: number
  readonly organisationId: number
  readonly name: string
  /** May choose its provider with `X-Service-Provider` (Messages §1.3). */
  readonly allProviders: boolean
  readonly disabledAt: Millis | null
  readonly createdAt: Millis
}
