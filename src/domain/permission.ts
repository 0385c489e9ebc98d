import type { Actor, Side } from './actor.ts'
import type { Case } from './case.ts'
import { DeskError } from './errors.ts'
import type { Message } from './message.ts'
import { holds, type Permission, type Reach } from './rights.ts'

/** @returns whether the case lies within the reach. `storage/reach.ts` says the same in SQL; a test compares both. */
export function reaches(reach: Reach, of: Pick<Case, 'requesterId' | 'partnerId' | 'providerId'>): boolean {
  switch (reach.kind) {
    case 'all':
      return true
    case 'requester':
      return of.requesterId === reach.personId
    case 'partner':
      return of.partnerId === reach.organisationId
    case 'provider':
      return of.providerId === reach.organisationId
    case 'none':
      return false
  }
}

/** @returns whether the actor's reach includes everything on the desk's side, trash and notes included. */
export function isStaff(actor: Actor): boolean {
  return actor.kind === 'rep' || actor.kind === 'integration' || actor.kind === 'system'
}

/**
 * Who sees which message (threat model §1.5, Messages §3.5): staff see all; the requester's side never sees an
 * internal one, not even its own; a provider sees those of the desk's side that were written while the case was its own.
 */
export function seesMessage(
  actor: Pick<Actor, 'kind' | 'party' | 'organisationId'>,
  message: Pick<Message, 'internal' | 'side' | 'providerId'>,
): boolean {
  if (!message.internal) return true
  switch (actor.kind) {
    case 'rep':
    case 'integration':
    case 'system':
      return true
    case 'account':
      return (
        actor.party === 'provider' &&
        message.side !== 'requester' &&
        message.providerId === actor.organisationId
      )
    case 'application':
    case 'contact':
      return false
  }
}

/** Throws `forbidden` unless the actor holds the right. */
export function permit(actor: Actor, need: Permission): void {
  if (!holds(actor.permissions, need)) throw new DeskError({ code: 'forbidden', need })
}

/** Throws `out_of_reach` unless the actor can reach the case; a trashed one exists for staff only. */
export function permitReach(actor: Actor, of: Case): void {
  // First, so that whoever may not see the case cannot tell a trashed one from one that never was.
  if (of.trashedAt !== null && !isStaff(actor)) {
    throw new DeskError({ code: 'not_found', what: 'case', id: String(of.number) })
  }
  if (!reaches(actor.reach, of))
    throw new DeskError({ code: 'out_of_reach', what: 'case', id: String(of.number) })
}

/**
 * Whose voice a message has. A person who is the case's requester speaks as the requester when an application
 * writes for them (Case Management §7.6); reps and keys speak for the desk; accounts for their organisation.
 */
export function voiceOf(actor: Actor, authorId: number | null, of: Case): Side {
  switch (actor.kind) {
    case 'application':
      return authorId !== null && authorId === of.requesterId ? 'requester' : 'desk'
    case 'contact':
      return 'requester'
    case 'account':
      return actor.party === 'partner' ? 'requester' : 'desk'
    case 'rep':
    case 'integration':
    case 'system':
      return 'desk'
  }
}
