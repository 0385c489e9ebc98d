import type { Actor } from '../../domain/actor.ts'
import { findCaseToChange } from '../../storage/cases.ts'
import type { Tx } from '../../storage/schema.ts'
import type { Desk } from '../desk.ts'
import { applyChange } from './apply-change.ts'

/**
 * Gives a locked case the status that a message asks for, after the message in the same transaction: "send and resolve".
 * Does nothing without a status. Throws `forbidden` or `invalid`, and then there is no message either.
 */
export async function thenSetStatus(
  desk: Desk,
  tx: Tx,
  actor: Actor,
  caseNumber: number,
  status: number | undefined,
): Promise<void> {
  if (status === undefined) return
  // Storing the message has changed the case, so it is read again.
  const of = await findCaseToChange(desk.engine, tx, caseNumber)
  if (of) await applyChange(desk, tx, actor, of, { status })
}
