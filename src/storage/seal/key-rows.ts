import { type Kysely, sql } from 'kysely'
import type { Db, Tables, Tx } from '../schema.ts'
import type { KeyRows } from './key-ring.ts'
import { readState, type SealState, stateKey } from './state.ts'

/** @returns what the database says about its keys now; nothing for one that has none */
export async function readKeyRows(db: Db): Promise<KeyRows> {
  const state = await readStateText(db)
  const keys = await db
    .selectFrom('encryption_keys')
    .select(['id', 'purpose', 'wrapped', 'state'])
    .orderBy('created_at')
    .execute()
  return { state, keys }
}

/** The same over a connection that knows SQL texts only. */
export const keyRowsText = {
  state: `select value from meta where key = '${stateKey}'`,
  keys: 'select id, purpose, wrapped, state from encryption_keys order by created_at',
} as const

async function readStateText(db: Db): Promise<string | null> {
  const row = await db.selectFrom('meta').select('value').where('key', '=', stateKey).executeTakeFirst()
  return row?.value ?? null
}

/** @returns the state of encryption, locked until the transaction ends. Throws for a database without keys */
export async function lockState(tx: Tx): Promise<SealState> {
  // The row is locked by writing it as it is: both databases do, and PostgreSQL then reads the newest.
  const { rows } = await sql<{ value: string }>`update meta set value = value where key = ${stateKey}
    returning value`.execute(tx as Kysely<Tables>)
  const [row] = rows
  if (!row) throw new Error('the database has no keys yet')
  return readState(row.value)
}

/** Writes the state of encryption; with its new version every process notices it at its next transaction. */
export async function saveState(tx: Tx, state: SealState): Promise<void> {
  await tx
    .updateTable('meta')
    .set({ value: JSON.stringify(state) })
    .where('key', '=', stateKey)
    .execute()
}
