import type { Actor } from '../../domain/actor.ts'
import { permit, reaches, seesMessage } from '../../domain/permission.ts'
import { findCases, touchCase } from '../../storage/cases.ts'
import { recordEvent } from '../../storage/events.ts'
import { confirmMessage, findMessages } from '../../storage/messages.ts'
import type { Tx } from '../../storage/schema.ts'
import { type Desk, write } from '../desk.ts'

/** Why a message was not confirmed. */
export interface ConfirmFailure {
  readonly id: number
  readonly reason: 'not_found' | 'no_access'
}

/**
 * Confirms that messages were read by whoever has to read them (Messages §5). Works through all of them and never undoes
 * one because of another; confirming again keeps the first time.
 * @returns the ids that could not be confirmed, each once, in the order asked
 */
export async function confirmMessages(
  desk: Desk,
  actor: Actor,
  ids: readonly number[],
): Promise<ConfirmFailure[]> {
  permit(actor, 'case.view')
  const distinct = [...new Set(ids)]
  return write(desk, async (tx) => {
    const failures: ConfirmFailure[] = []
    const messages = await findMessages(tx, distinct.filter(Number.isSafeInteger))
    const cases = await findCases(
      tx,
      [...messages.values()].map((message) => message.caseNumber),
    )
    // In the order of ids, so that two calls at once lock rows in the same order.
    for (const id of distinct.toSorted((a, b) => a - b)) {
      const message = messages.get(id)
      const of = message && cases.get(message.caseNumber)
      if (!message || message.deletedAt !== null || !of || of.trashedAt !== null)
        failures.push({ id, reason: 'not_found' })
      else if (!reaches(actor.reach, of)) failures.push({ id, reason: 'no_access' })
      else if (!seesMessage(actor, message)) failures.push({ id, reason: 'not_found' })
      else if (message.confirmedAt === null) await confirm(desk, tx, actor, id, of.number, message.internal)
    }
    const order = new Map(distinct.map((id, index) => [id, index]))
    return failures.toSorted((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0))
  })
}

async function confirm(
  desk: Desk,
  tx: Tx,
  actor: Actor,
  id: number,
  caseNumber: number,
  internal: boolean,
): Promise<void> {
  const now = desk.now()
  if (!(await confirmMessage(tx, id, now))) return
  await touchCase(tx, caseNumber, now)
  await recordEvent(tx, actor, now, { kind: 'message.confirmed', caseNumber, subjectId: id, internal })
}
