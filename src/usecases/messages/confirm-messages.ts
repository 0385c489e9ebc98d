import type { Actor } from '../../domain/actor.ts'
import type { Case } from '../../domain/case.ts'
import { confirmedBy } from '../../domain/happening.ts'
import type { Message } from '../../domain/message.ts'
import { permit, reaches, seesMessage, voiceOf } from '../../domain/permission.ts'
import { findCases, touchCases } from '../../storage/cases.ts'
import { recordEvents } from '../../storage/events.ts'
import { findMessages, confirmMessages as storeConfirmations } from '../../storage/messages.ts'
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
    const fit: Message[] = []
    const messages = await findMessages(tx, distinct.filter(Number.isSafeInteger))
    const cases = await findCases(
      tx,
      [...messages.values()].map((message) => message.caseNumber),
    )
    for (const id of distinct) {
      const message = messages.get(id)
      const of = message && cases.get(message.caseNumber)
      if (!message || message.deletedAt !== null || !of || of.trashedAt !== null)
        failures.push({ id, reason: 'not_found' })
      else if (!reaches(actor.reach, of)) failures.push({ id, reason: 'no_access' })
      else if (!seesMessage(actor, message)) failures.push({ id, reason: 'not_found' })
      else if (message.confirmedAt === null) fit.push(message)
    }
    await confirmAll(desk, tx, actor, fit, cases)
    return failures
  })
}

/** Ids in rising order, so that two calls at once lock rows in the same order. */
async function confirmAll(
  desk: Desk,
  tx: Tx,
  actor: Actor,
  fit: readonly Message[],
  cases: ReadonlyMap<number, Case>,
): Promise<void> {
  const now = desk.now()
  const byId = new Map(fit.map((message) => [message.id, message]))
  const done = await storeConfirmations(
    tx,
    [...byId.keys()].sort((a, b) => a - b),
    now,
  )
  const confirmed = done.flatMap((id) => byId.get(id) ?? [])
  await touchCases(
    tx,
    confirmed.map(({ caseNumber }) => caseNumber),
    now,
  )
  await recordEvents(
    tx,
    actor,
    now,
    confirmed.map(({ id, caseNumber, internal }) => {
      const of = cases.get(caseNumber)
      const side = of ? voiceOf(actor, actor.personId, of) : null
      return {
        kind: 'message.confirmed',
        caseNumber,
        subjectId: id,
        internal,
        // Only the other side's confirmation is told to whoever wrote the message (Messages §9).
        changes: { [confirmedBy]: { from: null, to: side } },
      }
    }),
  )
}
