import type { Actor } from '../../domain/actor.ts'
import type { Credential } from '../../domain/credential.ts'
import { DeskError, type Issue, refuseIssues } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import {
  findCredential,
  listCredentials,
  removeCredentials,
  saveCredential,
} from '../../storage/credentials.ts'
import { type NewEvent, recordEvent } from '../../storage/events.ts'
import { findPerson } from '../../storage/people.ts'
import type { Tx } from '../../storage/schema.ts'
import { catalogOf, type Desk, write } from '../desk.ts'
import { type IssuedCredential, issueCredential } from './issue-credential.ts'

/** What may be said of an integration key; its key itself never changes (REST v3 §12.2). */
export interface IntegrationKeyFacts {
  readonly roleIds: readonly number[]
  readonly active?: boolean
  readonly description?: string | null
  /** ms, null for never */
  readonly expiresAt?: number | null
}

/**
 * Makes a key for an integration, with the rights of its own roles, in the name of the caller.
 * @returns the key, shown only now; throws `forbidden` (also for roles that give more than the caller has), `invalid` or
 *   `not_unique` for its name
 */
export async function makeIntegrationKey(
  desk: Desk,
  actor: Actor,
  draft: IntegrationKeyFacts & { readonly name: string },
): Promise<IssuedCredential> {
  permit(actor, 'keys.manage')
  const name = draft.name.trim()
  refuseIssues([
    ...(name === '' ? [{ field: 'name', rule: 'blank' } as const] : []),
    ...(name.length > 255 ? [{ field: 'name', rule: 'too_long', limit: 255 } as const] : []),
  ])
  try {
    return await write(desk, async (tx) => {
      const namesake = (await listCredentials(tx, { kinds: ['integration_key'] })).find(
        (each) => each.name.trim().toLowerCase() === name.toLowerCase(),
      )
      if (namesake) throw nameTaken(name)
      await checkFacts(desk, tx, actor, draft, [])
      return issueCredential(desk, tx, actor, {
        ...draft,
        kind: 'integration_key',
        name,
        personId: actor.personId,
        revealable: true,
      })
    })
  } catch (error) {
    // Of two at the same moment the database lets one through.
    throw desk.engine.isUniqueViolation(error) ? nameTaken(name) : error
  }
}

function nameTaken(name: string): DeskError {
  return new DeskError({ code: 'not_unique', what: 'credential', field: 'name', value: name })
}

/** @returns every integration key, by id */
export function listIntegrationKeys(desk: Desk, actor: Actor): Promise<Credential[]> {
  permit(actor, 'keys.manage')
  return listCredentials(desk.db, { kinds: ['integration_key'] })
}

/** Changes what a key may do and for how long; only its owner may. @returns it as it now is */
export async function changeIntegrationKey(
  desk: Desk,
  actor: Actor,
  id: number,
  change: Partial<IntegrationKeyFacts>,
): Promise<Credential> {
  permit(actor, 'keys.manage')
  return write(desk, async (tx) => {
    const current = await load(tx, id)
    if (current.personId !== actor.personId) throw new DeskError({ code: 'forbidden', need: 'own' })
    await checkFacts(desk, tx, actor, change, current.roleIds)
    return save(desk, tx, actor, { ...current, ...change })
  })
}

/**
 * Gives the key to another administrator, which wakes one whose owner is gone (REST v3 §12.2).
 * @param comments why, for the record
 * @returns it as it now is
 */
export async function reassignIntegrationKey(
  desk: Desk,
  actor: Actor,
  id: number,
  ownerId: number,
  comments: string | null = null,
): Promise<Credential> {
  permit(actor, 'keys.manage')
  return write(desk, async (tx) => {
    const current = await load(tx, id)
    const catalog = await catalogOf(desk, tx)
    // Whoever could not make such a key may not bring one back to life either (threat model §1.9).
    for (const right of catalog.rightsOf(current.roleIds)) permit(actor, right)
    // An owner who is disabled at the same moment is seen as disabled here, or waits until this is done.
    await desk.engine.lockRow(tx, 'people', ownerId)
    const owner = await findPerson(tx, ownerId)
    const fits = owner?.kind === 'rep' && owner.deletedAt === null && owner.loginEnabled
    if (!fits || !catalog.rightsOf(owner.roleIds).has('keys.manage')) {
      refuseIssues([{ field: 'personId', rule: 'unknown', what: 'person', value: ownerId }])
    }
    const changes = {
      ...(current.personId === ownerId ? {} : { personId: { from: current.personId, to: ownerId } }),
      ...(comments === null ? {} : { comments: { from: null, to: comments } }),
    }
    return save(desk, tx, actor, { ...current, personId: ownerId }, changes)
  })
}

/** Removes the key, which stops working at once. */
export async function deleteIntegrationKey(desk: Desk, actor: Actor, id: number): Promise<void> {
  permit(actor, 'keys.manage')
  await write(desk, async (tx) => {
    await load(tx, id)
    await removeCredentials(tx, { id })
    await recordEvent(tx, actor, desk.now(), { kind: 'credential.removed', subjectId: id })
  })
}

async function load(tx: Tx, id: number): Promise<Credential> {
  const found = await findCredential(tx, id)
  if (found?.kind === 'integration_key') return found
  throw new DeskError({ code: 'not_found', what: 'credential', id: String(id) })
}

async function save(
  desk: Desk,
  tx: Tx,
  actor: Actor,
  next: Credential,
  changes: NonNullable<NewEvent['changes']> = {},
): Promise<Credential> {
  await saveCredential(tx, next)
  await recordEvent(tx, actor, desk.now(), { kind: 'credential.changed', subjectId: next.id, changes })
  return next
}

async function checkFacts(
  desk: Desk,
  tx: Tx,
  actor: Actor,
  facts: Partial<IntegrationKeyFacts>,
  had: readonly number[],
): Promise<void> {
  const catalog = await catalogOf(desk, tx)
  const issues: Issue[] = []
  if (facts.roleIds?.length === 0) issues.push({ field: 'roleIds', rule: 'required' })
  for (const value of facts.roleIds ?? []) {
    if (!catalog.usable('role', value))
      issues.push({ field: 'roleIds', rule: 'unknown', what: 'role', value })
  }
  if (facts.expiresAt != null && facts.expiresAt <= desk.now()) {
    issues.push({ field: 'expiresAt', rule: 'past', value: facts.expiresAt })
  }
  refuseIssues(issues)
  const added = (facts.roleIds ?? []).filter((id) => !had.includes(id))
  for (const right of catalog.rightsOf(added)) permit(actor, right)
}
