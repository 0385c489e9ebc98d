import type { SealGroup } from './seal.ts'

/** Under which key of `meta` the state of encryption stands. */
export const stateKey = 'encryption'

/** What is sealed, and with which key, as the database says it. No two states of one database read the same. */
export interface SealState {
  readonly version: number
  /** Id of the key that new values are sealed with. */
  readonly key: string
  readonly covered: readonly SealGroup[]
  /** Whether the rows were not all gone through yet since keys or groups changed. */
  readonly unsettled: boolean
}

/** @returns the state of a database that has just got its keys and seals nothing but secrets */
export function firstState(key: string): SealState {
  return { version: 1, key, covered: [], unsettled: false }
}

/** @returns the state that the stored text says */
export function readState(text: string): SealState {
  return JSON.parse(text) as SealState
}
