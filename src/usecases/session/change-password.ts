import { DeskError, refuseIssues } from '../../domain/errors.ts'
import { removeCredentials } from '../../storage/credentials.ts'
import { recordEvent } from '../../storage/events.ts'
import { findPerson, passwordHashOf, savePasswordHash } from '../../storage/people.ts'
import { hashPassword, shortestPassword, verifyPassword } from '../credentials/passwords.ts'
import { type Desk, write } from '../desk.ts'
import { maySignIn } from './sign-in.ts'
import { beginTry } from './sign-in-throttle.ts'
import { type LiveSession, type StartedSession, startSession } from './start-session.ts'

/**
 * Sets the password of whoever is signed in. All their sessions and links end; the caller goes on in a new one
 * (threat model §2.2). The current password must be given, unless there is none or the session began with a link, which is
 * how a forgotten password is replaced.
 * @param address where the call comes from
 * @returns the new session; throws `invalid` for a wrong current or a short new password, `too_many_requests`
 */
export async function changePassword(
  desk: Desk,
  session: LiveSession,
  given: { current?: string; password: string },
  address: string,
): Promise<StartedSession> {
  if (given.password.length < shortestPassword) {
    refuseIssues([{ field: 'password', rule: 'format', limit: shortestPassword }])
  }
  await checkCurrent(desk, session, given.current)
  const hash = await hashPassword(given.password)
  const personId = session.person.id
  return write(desk, async (tx) => {
    await desk.engine.lockRow(tx, 'people', personId)
    const person = await findPerson(tx, personId)
    if (!person || !maySignIn(person)) throw new DeskError({ code: 'unauthenticated', reason: 'disabled' })
    await savePasswordHash(tx, personId, hash)
    await removeCredentials(tx, { personId, kinds: ['session', 'sign_in_link'] })
    await recordEvent(tx, session.actor, desk.now(), {
      kind: 'person.changed',
      subjectId: personId,
      changes: { password: { from: person.hasPassword, to: true } },
    })
    return startSession(
      desk,
      tx,
      session.actor.wire,
      { ...person, hasPassword: true },
      {
        proof: 'password',
        address,
      },
    )
  })
}

async function checkCurrent(desk: Desk, session: LiveSession, current: string | undefined): Promise<void> {
  const stored = await passwordHashOf(desk.db, session.person.id)
  if (stored === null || session.credential.description === 'link') return
  if (current === undefined) {
    refuseIssues([{ field: 'current', rule: 'required' }])
    return
  }
  const tries = beginTry(desk, [{ kind: 'account', value: `#${session.person.id}` }])
  if (!(await verifyPassword(current, stored))) refuseIssues([{ field: 'current', rule: 'mismatch' }])
  tries.succeed()
}
