import type { Actor } from '../../domain/actor.ts'
import { DeskError, refuseIssues } from '../../domain/errors.ts'
import { removeCredentials } from '../../storage/credentials.ts'
import { findPerson } from '../../storage/people.ts'
import { issueCredential } from '../credentials/issue-credential.ts'
import { type Desk, write } from '../desk.ts'
import { permitActingFor } from '../people/permit-acting-for.ts'

/**
 * Makes a link with which a person signs in once without a password; earlier links of theirs stop working in the same
 * moment (threat model §2.4). The console takes it at `<address>/sign-in#token=<token>`.
 * @param lifeMs how long it can be used, in ms
 * @returns the token, shown only now; throws `not_found`, `forbidden` for a person with rights the actor lacks, or `invalid`
 *   for one who may not sign in
 */
export async function makeSignInLink(
  desk: Desk,
  actor: Actor,
  personId: number,
  lifeMs: number,
): Promise<string> {
  return write(desk, async (tx) => {
    // Two links made at once must not both count as the newest.
    await desk.engine.lockRow(tx, 'people', personId)
    const person = await findPerson(tx, personId)
    if (!person || person.deletedAt !== null)
      throw new DeskError({ code: 'not_found', what: 'person', id: String(personId) })
    await permitActingFor(desk, tx, actor, person)
    if (!person.loginEnabled)
      refuseIssues([{ field: 'personId', rule: 'not_allowed', what: 'person', value: personId }])
    await removeCredentials(tx, { personId, kinds: ['sign_in_link'] })
    const issued = await issueCredential(desk, tx, actor, {
      kind: 'sign_in_link',
      name: `Sign-in link for ${person.name}`,
      personId,
      expiresAt: desk.now() + lifeMs,
    })
    return issued.key
  })
}
