import type { Actor } from '../../domain/actor.ts'
import type { Credential } from '../../domain/credential.ts'
import { DeskError, refuseIssues } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import { findCredential, listCredentials, removeCredentials } from '../../storage/credentials.ts'
import { recordEvent } from '../../storage/events.ts'
import { type Desk, write } from '../desk.ts'
import { loadPerson } from '../people/change-person.ts'
import { permitActingFor, permitWayIn } from '../people/permit-acting-for.ts'
import { type IssuedCredential, issueCredential } from './issue-credential.ts'
import { refuseOutliving } from './refuse-outliving.ts'

/** What a personal secret is for. */
export interface PersonalSecretDraft {
  readonly personId: number
  readonly name: string
  /** ms, or null for never */
  readonly expiresAt: number | null
}

/** Most personal secrets of one person. */
const mostSecrets = 50

/**
 * Makes a personal secret, with which an application acts as that person (Case Management §5.1). People make their own;
 * for others it takes the right to manage them and every right that they have.
 * @returns the secret, shown only now; throws `forbidden`, `not_found`, or `invalid` for a blank name, a time past, or a
 *   person whose login is disabled
 */
export async function makePersonalSecret(
  desk: Desk,
  actor: Actor,
  draft: PersonalSecretDraft,
): Promise<IssuedCredential> {
  if (draft.name.trim() === '') refuseIssues([{ field: 'name', rule: 'blank' }])
  if (draft.expiresAt !== null && draft.expiresAt <= desk.now())
    refuseIssues([{ field: 'expiresAt', rule: 'past', value: draft.expiresAt }])
  return write(desk, async (tx) => {
    const person = await loadPerson(desk, tx, 'all', draft.personId)
    if (actor.personId === person.id) await permitWayIn(desk, tx, actor, person)
    else await permitActingFor(desk, tx, actor, person)
    await refuseOutliving(tx, actor, draft.expiresAt)
    if (!person.loginEnabled)
      refuseIssues([{ field: 'personId', rule: 'not_allowed', what: 'person', value: person.id }])
    const before = await listCredentials(tx, { kinds: ['personal_secret'], personId: person.id })
    if (before.length >= mostSecrets)
      refuseIssues([{ field: 'personId', rule: 'too_many', limit: mostSecrets }])
    return issueCredential(desk, tx, actor, {
      kind: 'personal_secret',
      name: draft.name.trim(),
      personId: person.id,
      expiresAt: draft.expiresAt,
    })
  })
}

/** @returns the actor's own personal secrets without what they are, by id; with `keys.manage` and `all` those of everyone */
export async function listPersonalSecrets(
  desk: Desk,
  actor: Actor,
  of: 'own' | 'all',
): Promise<Credential[]> {
  if (of === 'all') {
    permit(actor, 'keys.manage')
    return listCredentials(desk.db, { kinds: ['personal_secret'] })
  }
  if (actor.personId === null) return []
  return listCredentials(desk.db, { kinds: ['personal_secret'], personId: actor.personId })
}

/**
 * Removes a personal secret: it and every token issued through it stop working at once. For its person and for
 * `keys.manage`; for everybody else it does not exist. Throws `not_found`.
 */
export async function deletePersonalSecret(desk: Desk, actor: Actor, id: number): Promise<void> {
  await write(desk, async (tx) => {
    const secret = await findCredential(tx, id)
    const own = actor.personId !== null && secret?.personId === actor.personId
    if (secret?.kind !== 'personal_secret' || !(own || actor.permissions.has('keys.manage')))
      throw new DeskError({ code: 'not_found', what: 'credential', id: String(id) })
    await removeCredentials(tx, { id })
    await recordEvent(tx, actor, desk.now(), { kind: 'credential.removed', subjectId: id })
  })
}
