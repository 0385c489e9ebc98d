import { isDeepStrictEqual } from 'node:util'
import type { Actor } from '../../domain/actor.ts'
import { DeskError, refuseIssues } from '../../domain/errors.ts'
import { mergeExtra, type Person, type PersonDraft, withMainAddress } from '../../domain/person.ts'
import { holdCredentials, removeCredentials } from '../../storage/credentials.ts'
import { type NewEvent, recordEvent } from '../../storage/events.ts'
import { findPerson, savePasswordHash, savePerson } from '../../storage/people.ts'
import type { Tx } from '../../storage/schema.ts'
import { hashPassword } from '../credentials/passwords.ts'
import { catalogOf, type Desk, write } from '../desk.ts'
import { checkManager, checkPerson, refuseTaken, refuseUnknown } from './create-person.ts'
import { joinGroups } from './join-groups.ts'
import { keepAdministrator } from './keep-administrator.ts'
import { permitActingFor } from './permit-acting-for.ts'

/**
 * What may change of a person; absent keys stay as they are, keys of `details` given as null are removed, `extra` is put in
 * place by id.
 */
export interface PersonChange extends Partial<Omit<PersonDraft, 'kind'>> {
  /** A new password, or null to take it away. */
  readonly password?: string | null
  /** Reps: the groups they are in from now on. */
  readonly groupIds?: readonly number[]
  /** Takes the place of the first address; the others stay. */
  readonly mainAddress?: string
}

/**
 * Changes a contact or a rep. Disabling the login of a rep deletes the rep's key, which does not come back (REST v3 §2.2),
 * and ends the sessions; a new password ends them too (threat model §2.2). A change that changes nothing leaves no trace.
 * @param kind what the caller takes the person for; another kind is `not_found`
 * @returns the person as it now is; throws `not_found`, `forbidden`, `invalid`, `last_administrator`, or `not_unique` for an
 *   address or login name
 */
export async function changePerson(
  desk: Desk,
  actor: Actor,
  kind: Person['kind'] | 'all',
  id: number,
  change: PersonChange,
): Promise<Person> {
  const { password, groupIds, details, mainAddress, ...given } = change
  const addresses = mainAddress === undefined ? given.addresses : [mainAddress]
  const checked = { ...given, ...(addresses ? { addresses } : {}) }
  refuseIssues(checkPerson({ ...checked, ...(typeof password === 'string' ? { password } : {}) }))
  const hash = typeof password === 'string' ? await hashPassword(password) : null
  return write(desk, async (tx) => {
    if (change.loginEnabled === false && Number.isSafeInteger(id)) await holdCredentials(tx, id)
    const current = await loadPerson(desk, tx, kind, id)
    const catalog = await catalogOf(desk, tx)
    await permitActingFor(desk, tx, actor, current)
    await refuseTaken(tx, checked, current.id)
    const added = (given.roleIds ?? []).filter((role) => !current.roleIds.includes(role))
    await refuseUnknown(desk, tx, actor, { ...given, ...(given.roleIds ? { roleIds: added } : {}) })
    refuseIssues(await checkManager(tx, details?.reporting_to))

    const now = desk.now()
    const next = merged(current, change, now)
    await keepAdministrator(desk, tx, current, next)
    const moved = groupIds && next.kind === 'rep' ? await joinGroups(tx, catalog, id, groupIds) : false
    if (!moved && password === undefined && isSame(current, next)) return current
    await savePerson(tx, next)
    if (password !== undefined) await savePasswordHash(tx, id, hash)
    await endAccess(tx, current, next, password !== undefined)
    await recordEvent(tx, actor, now, {
      kind: 'person.changed',
      subjectId: id,
      changes: changedFacts(current, next),
    })
    return { ...next, hasPassword: password === undefined ? current.hasPassword : hash !== null }
  })
}

/** @returns the person of that kind who is not deleted, locked until the transaction ends; throws `not_found` */
export async function loadPerson(
  desk: Desk,
  tx: Tx,
  kind: Person['kind'] | 'all',
  id: number,
): Promise<Person> {
  if (Number.isSafeInteger(id)) await desk.engine.lockRow(tx, 'people', id)
  const person = Number.isSafeInteger(id) ? await findPerson(tx, id) : undefined
  if (!person || person.deletedAt !== null || (kind !== 'all' && person.kind !== kind)) {
    throw new DeskError({ code: 'not_found', what: 'person', id: String(id) })
  }
  return person
}

function merged(
  current: Person,
  { password: _password, groupIds: _groups, mainAddress, details, ...given }: PersonChange,
  now: number,
): Person {
  const named = given.addresses?.map((address) => address.trim()) ?? current.addresses
  const addresses = mainAddress === undefined ? named : withMainAddress(named, mainAddress)
  const facts = Object.entries({ ...current.details, ...details }).filter(([, value]) => value !== null)
  return {
    ...current,
    ...given,
    name: given.name?.trim() ?? current.name,
    addresses,
    email: addresses[0] ?? null,
    extra: mergeExtra(current.extra, given.extra ?? []),
    details: Object.fromEntries(facts),
    updatedAt: now,
  }
}

async function endAccess(tx: Tx, before: Person, after: Person, newPassword: boolean): Promise<void> {
  const disabled = before.loginEnabled && !after.loginEnabled
  if (disabled) {
    await removeCredentials(tx, {
      personId: after.id,
      kinds: ['rep_key', 'desk_token', 'personal_secret', 'session', 'sign_in_link'],
    })
  } else if (newPassword) {
    await removeCredentials(tx, { personId: after.id, kinds: ['session', 'sign_in_link'] })
  }
}

/** Apart from the time of the change. */
function isSame(before: Person, after: Person): boolean {
  return isDeepStrictEqual({ ...before, updatedAt: 0 }, { ...after, updatedAt: 0 })
}

const watched = ['name', 'addresses', 'loginName', 'loginEnabled', 'roleIds', 'organisationId'] as const

function changedFacts(before: Person, after: Person): NonNullable<NewEvent['changes']> {
  return Object.fromEntries(
    watched
      .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
      .map((key) => [key, { from: before[key], to: after[key] }]),
  )
}
