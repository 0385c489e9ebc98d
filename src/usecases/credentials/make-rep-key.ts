import type { Actor } from '../../domain/actor.ts'
import type { Credential } from '../../domain/credential.ts'
import { DeskError, refuseIssues } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import { listCredentials, removeCredentials } from '../../storage/credentials.ts'
import { recordEvent } from '../../storage/events.ts'
import { findPerson } from '../../storage/people.ts'
import { type Desk, write } from '../desk.ts'
import { permitWayIn } from '../people/permit-acting-for.ts'
import { type IssuedCredential, issueCredential } from './issue-credential.ts'
import { refuseOutliving } from './refuse-outliving.ts'

/**
 * Generates the one key of a rep; an earlier one stops working in the same moment (REST v3 §2.2, §12.1). A rep may do it for
 * themselves, for others it takes `people.manage`.
 * @param expiresAt ms, or null for never
 * @returns the key, shown only now, and whether it replaced one; throws `not_found`, `forbidden`, `invalid` for a time past or
 *   a rep whose login is disabled
 */
export async function makeRepKey(
  desk: Desk,
  actor: Actor,
  repId: number,
  expiresAt: number | null,
): Promise<IssuedCredential & { replaced: boolean }> {
  const forOther = actor.personId !== repId || actor.kind !== 'rep'
  if (forOther) permit(actor, 'people.manage')
  if (expiresAt !== null && expiresAt <= desk.now()) {
    refuseIssues([{ field: 'expiresAt', rule: 'past', value: expiresAt }])
  }
  return write(desk, async (tx) => {
    await desk.engine.lockRow(tx, 'people', repId)
    const rep = await findPerson(tx, repId)
    if (rep?.kind !== 'rep' || rep.deletedAt !== null) {
      throw new DeskError({ code: 'not_found', what: 'person', id: String(repId) })
    }
    await permitWayIn(desk, tx, actor, rep)
    await refuseOutliving(tx, actor, expiresAt)
    if (!rep.loginEnabled)
      refuseIssues([{ field: 'repId', rule: 'not_allowed', what: 'person', value: repId }])
    const replaced = (await removeCredentials(tx, { personId: repId, kinds: ['rep_key'] })) > 0
    const issued = await issueCredential(desk, tx, actor, {
      kind: 'rep_key',
      name: `Key of ${rep.name}`,
      personId: repId,
      expiresAt,
    })
    return { ...issued, replaced }
  })
}

/** @returns the rep's key without the key itself, or null; for the rep and for `people.manage` */
export async function readRepKey(desk: Desk, actor: Actor, repId: number): Promise<Credential | null> {
  if (actor.personId !== repId) permit(actor, 'people.manage')
  const [key] = await listCredentials(desk.db, { kinds: ['rep_key'], personId: repId })
  return key ?? null
}

/** Deletes the rep's key. @returns false if there was none */
export async function deleteRepKey(desk: Desk, actor: Actor, repId: number): Promise<boolean> {
  if (actor.personId !== repId) permit(actor, 'people.manage')
  return write(desk, async (tx) => {
    const removed = await removeCredentials(tx, { personId: repId, kinds: ['rep_key'] })
    if (removed > 0)
      await recordEvent(tx, actor, desk.now(), { kind: 'credential.removed', subjectId: repId })
    return removed > 0
  })
}
