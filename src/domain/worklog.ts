import type { Millis } from './case.ts'

/** Time spent on a case by a rep (REST v3 §9.2). */
export interface Worklog {
  readonly id: number
  readonly guid: string
  readonly caseNumber: number
  readonly ownerId: number
  readonly description: string | null
  readonly startedAt: Millis | null
  readonly endedAt: Millis | null
  readonly minutes: number
  readonly typeId: number | null
  /** Decimal text, so that no cent is lost. */
  readonly otherCost: string
  readonly ownerCost: string
  readonly includeNonOperational: boolean
  readonly createdById: number | null
  readonly createdAt: Millis
  readonly updatedAt: Millis
}
