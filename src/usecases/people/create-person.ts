import type { Actor } from '../../domain/actor.ts'
import { DeskError, type Issue, refuseIssues } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import { addressKey, isEmailAddress, type Person, type PersonDraft } from '../../domain/person.ts'
import { recordEvent } from '../../storage/events.ts'
import { findOrganisation } from '../../storage/organisations.ts'
import {
  addPerson,
  findLogin,
  findPerson,
  findPersonByAddress,
  savePasswordHash,
} from '../../storage/people.ts'
import type { Tx } from '../../storage/schema.ts'
import { hashPassword, shortestPassword } from '../credentials/passwords.ts'
import { catalogOf, type Desk, write } from '../desk.ts'
import { joinGroups } from './join-groups.ts'

export interface NewPerson extends PersonDraft {
  /** Lets the person sign in, with their login name or any address. */
  readonly password?: string
  /** Reps: the groups they are in. */
  readonly groupIds?: readonly number[]
}

/**
 * Registers a contact or a rep.
 * @returns the person; throws `forbidden`, `invalid`, or `not_unique` for an address or login name in use
 */
export async function createPerson(desk: Desk, actor: Actor, draft: NewPerson): Promise<Person> {
  permit(actor, draft.kind === 'rep' ? 'people.manage' : 'contact.manage')
  refuseIssues(checkPerson(draft))
  const hash = draft.password === undefined ? null : await hashPassword(draft.password)
  return write(desk, async (tx) => {
    await refuseTaken(tx, draft, null)
    await refuseUnknown(desk, tx, actor, draft)
    refuseIssues(await checkManager(tx, draft.details?.reporting_to))
    const now = desk.now()
    const clean = { ...draft, name: draft.name.trim(), addresses: draft.addresses.map((each) => each.trim()) }
    const id = await addPerson(tx, clean, desk.newId(), now)
    if (hash !== null) await savePasswordHash(tx, id, hash)
    if (draft.groupIds && draft.kind === 'rep')
      await joinGroups(tx, await catalogOf(desk, tx), id, draft.groupIds)
    await recordEvent(tx, actor, now, { kind: 'person.added', subjectId: id })
    const person = await findPerson(tx, id)
    if (!person) throw new Error('a person just added is not there')
    return person
  })
}

/** @returns what is wrong with name, addresses and password on their own */
export function checkPerson(draft: Partial<NewPerson>): Issue[] {
  const issues: Issue[] = []
  if (draft.name !== undefined) {
    if (draft.name.trim() === '') issues.push({ field: 'name', rule: 'blank' })
    if (draft.name.trim().length > 255) issues.push({ field: 'name', rule: 'too_long', limit: 255 })
  }
  for (const address of draft.addresses ?? []) {
    if (!isEmailAddress(address.trim())) issues.push({ field: 'address', rule: 'format', value: address })
  }
  if (draft.password !== undefined && draft.password.length < shortestPassword) {
    issues.push({ field: 'password', rule: 'format', limit: shortestPassword })
  }
  return issues
}

/** Throws `not_unique` when an address or the login name belongs to somebody else than `selfId`. */
export async function refuseTaken(tx: Tx, draft: Partial<PersonDraft>, selfId: number | null): Promise<void> {
  for (const address of draft.addresses ?? []) {
    const owner = await findPersonByAddress(tx, address)
    if (owner && owner.id !== selfId) throw taken('address', address)
  }
  if (draft.loginName) {
    const owner = (await findLogin(tx, draft.loginName))?.person
    if (owner && owner.id !== selfId && addressKey(owner.loginName ?? '') === addressKey(draft.loginName)) {
      throw taken('loginName', draft.loginName)
    }
  }
}

function taken(field: string, value: string): DeskError {
  return new DeskError({ code: 'not_unique', what: 'person', field, value })
}

/** @returns what is wrong with the rep somebody reports to */
export async function checkManager(tx: Tx, managerId: unknown): Promise<Issue[]> {
  if (managerId === undefined || managerId === null) return []
  const manager = typeof managerId === 'number' ? await findPerson(tx, managerId) : undefined
  if (manager?.kind === 'rep' && manager.deletedAt === null) return []
  return [{ field: 'details.reporting_to', rule: 'unknown', what: 'person', value: managerId }]
}

/** Roles must exist and give nothing that the actor does not hold (threat model §1.9); organisations must exist. */
export async function refuseUnknown(
  desk: Desk,
  tx: Tx,
  actor: Actor,
  draft: Partial<PersonDraft>,
): Promise<void> {
  if (draft.organisationId != null) {
    const organisation = await findOrganisation(tx, draft.organisationId)
    if (!organisation || organisation.deletedAt !== null) {
      refuseIssues([
        { field: 'organisationId', rule: 'unknown', what: 'organisation', value: draft.organisationId },
      ])
    }
  }
  const catalog = await catalogOf(desk, tx)
  for (const id of draft.roleIds ?? []) {
    if (!catalog.usable('role', id))
      refuseIssues([{ field: 'roleIds', rule: 'unknown', what: 'role', value: id }])
    for (const right of catalog.rightsOf([id])) permit(actor, right)
  }
}
