import { foundation } from './0001-foundation.ts'
import { fourContracts } from './0002-four-contracts.ts'
import type { Migration } from './migration.ts'

/** Append only. */
export const migrations: readonly Migration[] = [foundation, fourContracts]
