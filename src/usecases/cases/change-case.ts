import type { Actor } from '../../domain/actor.ts'
import { type GroupRule, outsideGroup } from '../../domain/assignment.ts'
import type { Case, CaseChange } from '../../domain/case.ts'
import { DeskError, refuseIssues, unknownReference } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import { findPerson } from '../../storage/people.ts'
import type { Tx } from '../../storage/schema.ts'
import { catalogOf, type Desk, write } from '../desk.ts'
import { attachToCase } from '../files/attach-to-case.ts'
import type { FileRef } from '../files/use-files.ts'
import { ensureContact, type NamedContact } from '../people/ensure-contact.ts'
import { applyChange } from './apply-change.ts'
import { type CaseRef, loadCaseToChange, refuseTrashed } from './load-case.ts'

export interface CaseEdit extends Omit<CaseChange, 'requesterId'> {
  readonly requester?: number | NamedContact
  /** HTML or text of the resolution; null removes it. */
  readonly resolution?: string | null
  /** Files to attach to the case besides those it has. */
  readonly files?: readonly FileRef[]
  /** Values that depend on what the case is now, decided inside the transaction. */
  readonly decide?: (current: Case) => CaseChange
  /** Refuse a rep who is not in the group that the case then has, if one of the two changes. */
  readonly repInGroup?: GroupRule
  /** The version that the caller has seen; any other throws `stale` (Desk API `If-Match`). */
  readonly ifVersion?: number
}

/**
 * Changes a case. Absent keys stay as they are; keys of `fields` and `details` given as null are removed.
 * @returns the case as it now is; throws `not_found`, `out_of_reach`, `forbidden`, `case_in_trash`, `stale` or `invalid`
 */
export async function changeCase(desk: Desk, actor: Actor, ref: CaseRef, given: CaseEdit): Promise<Case> {
  const { ifVersion, ...edit } = given
  return write(desk, async (tx) => {
    const current = await loadCaseToChange(desk, tx, actor, ref)
    if (ifVersion !== undefined && ifVersion !== current.version) {
      throw new DeskError({ code: 'stale', version: current.version })
    }
    return changeLoadedCase(desk, tx, actor, current, edit)
  })
}

/** The same for a case that is loaded and locked already. */
export async function changeLoadedCase(
  desk: Desk,
  tx: Tx,
  actor: Actor,
  current: Case,
  edit: Omit<CaseEdit, 'ifVersion'>,
): Promise<Case> {
  refuseTrashed(current)
  const { decide, requester, resolution, files, repInGroup, ...given } = edit
  const change = { ...given, ...decide?.(current) }
  if (needsEdit(change) || requester !== undefined || (files?.length ?? 0) > 0) permit(actor, 'case.edit')
  if (resolution !== undefined) permit(actor, 'resolution.edit')
  checkChange(desk, change, current)
  const now = desk.now()
  const next = await applyChange(desk, tx, actor, current, {
    ...change,
    ...(requester === undefined ? {} : { requesterId: await requesterId(desk, tx, actor, requester) }),
    ...(resolution === undefined
      ? {}
      : { resolution: resolution === null ? null : { content: resolution, byId: actor.personId, at: now } }),
  })
  const reassigned = next.assigneeId !== current.assigneeId || next.group !== current.group
  if (repInGroup && reassigned) refuseIssues(outsideGroup(await catalogOf(desk, tx), next, repInGroup))
  if (files && files.length > 0) {
    return attachToCase(desk, tx, actor, next, files)
  }
  return next
}

/** Closing, picking up and assigning have rights of their own, checked where the change takes effect. */
function needsEdit(change: CaseChange): boolean {
  return Object.keys(change).some((key) => !['status', 'closure', 'assigneeId', 'group'].includes(key))
}

function checkChange(desk: Desk, change: CaseChange, current: Case): void {
  if (change.subject !== undefined && change.subject.trim() === '')
    refuseIssues([{ field: 'subject', rule: 'blank' }])
  const url = change.callbackUrl
  if (url && url !== current.callbackUrl && !desk.mayCall(url)) {
    refuseIssues([{ field: 'callbackUrl', rule: 'not_allowed', value: url }])
  }
}

async function requesterId(desk: Desk, tx: Tx, actor: Actor, named: number | NamedContact): Promise<number> {
  if (typeof named !== 'number') return (await ensureContact(desk, tx, actor, named)).id
  const person = await findPerson(tx, named)
  if (!person || person.deletedAt !== null) throw unknownReference('requesterId', 'person', named)
  return person.id
}
