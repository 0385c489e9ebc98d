import { removeCredentials } from '../../storage/credentials.ts'
import { recordEvent } from '../../storage/events.ts'
import { type Desk, write } from '../desk.ts'
import type { LiveSession } from './start-session.ts'

/** Ends the session; its token means nothing from now on, in every process. */
export async function endSession(desk: Desk, session: LiveSession): Promise<void> {
  await write(desk, async (tx) => {
    const ended = await removeCredentials(tx, { id: session.credential.id })
    if (ended > 0) {
      await recordEvent(tx, session.actor, desk.now(), {
        kind: 'session.ended',
        subjectId: session.person.id,
      })
    }
  })
}
