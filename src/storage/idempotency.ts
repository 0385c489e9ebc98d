import { fromJson, toJson } from './json.ts'
import type { Tx } from './schema.ts'

/** What was answered to the first request with a key. */
export interface KeptAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export type Reservation =
  | { readonly state: 'new' }
  /** The first request is still being worked on, or its answer was lost with the process. */
  | { readonly state: 'running' }
  | { readonly state: 'mismatch' }
  | { readonly state: 'answered'; readonly answer: KeptAnswer }

/** How long a request may take before its unanswered key is free again. */
const runningMs = 60_000

/**
 * Reserves the key for this request, unless it is taken. In one transaction, so that of parallel duplicates only one
 * goes on.
 * @param scope whose keys these are: the credential
 */
export async function reserveKey(
  tx: Tx,
  of: { scope: string; key: string; requestHash: string; now: number },
): Promise<Reservation> {
  await tx.deleteFrom('idempotency').where('expires_at', '<', of.now).execute()
  const made = await tx
    .insertInto('idempotency')
    .values({
      scope: of.scope,
      key: of.key,
      request_hash: of.requestHash,
      state: 'running',
      status: null,
      headers: null,
      body: null,
      created_at: of.now,
      expires_at: of.now + runningMs,
    })
    .onConflict((on) => on.columns(['scope', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst()
  if (made) return { state: 'new' }
  const row = await tx
    .selectFrom('idempotency')
    .selectAll()
    .where('scope', '=', of.scope)
    .where('key', '=', of.key)
    .executeTakeFirst()
  if (!row || row.state === 'running')
    return row && row.request_hash !== of.requestHash ? { state: 'mismatch' } : { state: 'running' }
  if (row.request_hash !== of.requestHash) return { state: 'mismatch' }
  return {
    state: 'answered',
    answer: {
      status: row.status ?? 200,
      headers: fromJson<KeptAnswer['headers']>(row.headers ?? '{}'),
      body: row.body ?? '',
    },
  }
}

/**
 * Keeps the reserved key beyond its minute, in the transaction of the change itself: from now on the change has
 * happened, so the key must not be free again even if the answer is never written down.
 */
export async function settleKey(tx: Tx, scope: string, key: string, expiresAt: number): Promise<void> {
  await tx
    .updateTable('idempotency')
    .set({ expires_at: expiresAt })
    .where('scope', '=', scope)
    .where('key', '=', key)
    .execute()
}

/** Keeps the answer for whoever asks again with the key. */
export async function keepAnswer(
  tx: Tx,
  scope: string,
  key: string,
  answer: KeptAnswer,
  expiresAt: number,
): Promise<void> {
  await tx
    .updateTable('idempotency')
    .set({
      state: 'answered',
      status: answer.status,
      headers: toJson(answer.headers),
      body: answer.body,
      expires_at: expiresAt,
    })
    .where('scope', '=', scope)
    .where('key', '=', key)
    .execute()
}

/**
 * Frees the key of a request that changed nothing, so that it may be tried again.
 * @returns false if the change is made and the key therefore stays taken
 */
export async function releaseKey(tx: Tx, scope: string, key: string): Promise<boolean> {
  const freed = await tx
    .deleteFrom('idempotency')
    .where('scope', '=', scope)
    .where('key', '=', key)
    .where((of) => of('expires_at', '=', of('created_at', '+', runningMs)))
    .executeTakeFirst()
  return freed.numDeletedRows > 0n
}
