import type { Actor } from '../../domain/actor.ts'
import type { Credential } from '../../domain/credential.ts'
import { DeskError, refuseIssues } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import { isModuleRight, permissions, rightsOfScopes } from '../../domain/rights.ts'
import { findCredential, listCredentials, removeCredentials } from '../../storage/credentials.ts'
import { recordEvent } from '../../storage/events.ts'
import { findPerson } from '../../storage/people.ts'
import { type Desk, write } from '../desk.ts'
import { permitActingFor, permitWayIn } from '../people/permit-acting-for.ts'
import { type IssuedCredential, issueCredential } from './issue-credential.ts'
import { refuseOutliving } from './refuse-outliving.ts'

/** What a bearer token of the Desk API is for. */
export interface DeskTokenDraft {
  /** The rep it acts as. */
  readonly personId: number
  readonly name: string
  /** Rights it is narrowed to, or `*` for all that the rep has. */
  readonly scopes: readonly string[]
  /** ms, or null for never */
  readonly expiresAt: number | null
}

/**
 * Makes a bearer token of the Desk API. It has the rights that both its rep and its scopes name. A rep may make one for
 * themselves, for others it takes `people.manage` and every right that the other one has.
 * @returns the token, shown only now; throws `forbidden`, `not_found` or `invalid`
 */
export async function makeDeskToken(
  desk: Desk,
  actor: Actor,
  draft: DeskTokenDraft,
): Promise<IssuedCredential> {
  if (draft.name.trim() === '') refuseIssues([{ field: 'name', rule: 'blank' }])
  if (draft.scopes.length === 0) refuseIssues([{ field: 'scopes', rule: 'required' }])
  const known: readonly string[] = ['*', ...permissions]
  const unknown = draft.scopes.filter((scope) => !known.includes(scope) && !isModuleRight(scope))
  refuseIssues(unknown.map((value) => ({ field: 'scopes', rule: 'choice', value })))
  if (draft.expiresAt !== null && draft.expiresAt <= desk.now())
    refuseIssues([{ field: 'expiresAt', rule: 'past', value: draft.expiresAt }])
  return write(desk, async (tx) => {
    const person = await findPerson(tx, draft.personId)
    if (person?.kind !== 'rep' || person.deletedAt !== null)
      throw new DeskError({ code: 'not_found', what: 'person', id: String(draft.personId) })
    if (actor.personId !== person.id) await permitActingFor(desk, tx, actor, person)
    else await permitWayIn(desk, tx, actor, person, rightsOfScopes(draft.scopes))
    await refuseOutliving(tx, actor, draft.expiresAt)
    if (!person.loginEnabled)
      refuseIssues([{ field: 'personId', rule: 'not_allowed', what: 'person', value: person.id }])
    return issueCredential(desk, tx, actor, {
      kind: 'desk_token',
      name: draft.name.trim(),
      personId: person.id,
      scopes: [...new Set(draft.scopes)],
      expiresAt: draft.expiresAt,
    })
  })
}

/** @returns the actor's own bearer tokens, by id; with `keys.manage` and `all` those of everyone */
export async function listDeskTokens(desk: Desk, actor: Actor, of: 'own' | 'all'): Promise<Credential[]> {
  if (of === 'all') permit(actor, 'keys.manage')
  if (of === 'own' && actor.personId === null) return []
  return listCredentials(desk.db, {
    kinds: ['desk_token'],
    ...(of === 'own' && actor.personId !== null ? { personId: actor.personId } : {}),
  })
}

/**
 * Removes a bearer token, which stops working at once; for its rep and for `keys.manage`. For everybody else it does not
 * exist. Throws `not_found`.
 */
export async function deleteDeskToken(desk: Desk, actor: Actor, id: number): Promise<void> {
  await write(desk, async (tx) => {
    const credential = await findCredential(tx, id)
    const own = actor.personId !== null && credential?.personId === actor.personId
    if (credential?.kind !== 'desk_token' || !(own || actor.permissions.has('keys.manage')))
      throw new DeskError({ code: 'not_found', what: 'credential', id: String(id) })
    await removeCredentials(tx, { id })
    await recordEvent(tx, actor, desk.now(), { kind: 'credential.removed', subjectId: id })
  })
}
