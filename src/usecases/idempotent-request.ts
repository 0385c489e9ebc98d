import { DeskError } from '../domain/errors.ts'
import { type KeptAnswer, keepAnswer, releaseKey, reserveKey, settleKey } from '../storage/idempotency.ts'
import type { Tx } from '../storage/schema.ts'
import type { Desk } from './desk.ts'

/** How long an answer is kept for its key (threat model §7.3). */
const keptMs = 24 * 3_600_000

/** One request with an Idempotency-Key: settled with its change, then either kept or released. */
export interface IdempotentRequest {
  settle(tx: Tx): Promise<void>
  /** Keeps the answer for whoever asks again. */
  keep(answer: KeptAnswer): Promise<void>
  /**
   * Frees the key of a request that was refused. If its change was made before the answer failed, the key stays taken
   * and the failure is what is said again.
   */
  refuse(answer: KeptAnswer): Promise<void>
}

/**
 * Begins a request with a key.
 * @param scope whose keys these are
 * @returns the kept answer of an earlier request with this key, or the request to go on with. Throws
 *   `idempotency_mismatch` for another body under the same key, `idempotency_running` while the first is worked on
 */
export async function beginIdempotent(
  desk: Desk,
  scope: string,
  key: string,
  requestHash: string,
): Promise<{ answer: KeptAnswer } | { request: IdempotentRequest }> {
  const now = desk.now()
  // Not through `write()`: nothing has happened yet that anyone would want to hear of.
  const found = await desk.engine.write((tx) => reserveKey(tx, { scope, key, requestHash, now }))
  switch (found.state) {
    case 'answered': {
      const body = desk.secrets.unseal(found.answer.body)
      // Kept under another installation secret: what was answered cannot be said again.
      if (body === null) throw new DeskError({ code: 'idempotency_mismatch' })
      return { answer: { ...found.answer, body } }
    }
    case 'mismatch':
      throw new DeskError({ code: 'idempotency_mismatch' })
    case 'running':
      throw new DeskError({ code: 'idempotency_running' })
    case 'new': {
      // Sealed, because an answer may show a key that is otherwise stored as a hash only.
      const keep = (tx: Tx, answer: KeptAnswer) =>
        keepAnswer(tx, scope, key, { ...answer, body: desk.secrets.seal(answer.body) }, now + keptMs)
      return {
        request: {
          settle: (tx) => settleKey(tx, scope, key, now + keptMs),
          keep: (answer) => desk.engine.write((tx) => keep(tx, answer)),
          refuse: (answer) =>
            desk.engine.write(async (tx) => {
              if (!(await releaseKey(tx, scope, key))) await keep(tx, answer)
            }),
        },
      }
    }
  }
}
