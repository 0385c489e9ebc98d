import { systemActor } from '../../domain/actor.ts'
import { permissions } from '../../domain/rights.ts'
import { findCaseToChange } from '../../storage/cases.ts'
import { type Desk, write } from '../desk.ts'
import { applyChange } from './apply-change.ts'

/** Clears the callback URL of a case whose receiver says it is gone for good (REST v3 §15.4), if it still is that URL. */
export async function stopCallbacks(desk: Desk, caseNumber: number, url: string): Promise<void> {
  await write(desk, async (tx) => {
    const of = await findCaseToChange(desk.engine, tx, caseNumber)
    if (of?.callbackUrl === url) {
      await applyChange(desk, tx, systemActor('system', permissions), of, { callbackUrl: null })
    }
  })
}
