import type { Actor } from '../../domain/actor.ts'
import type { Person } from '../../domain/person.ts'
import { wireTime } from '../../domain/wire-time.ts'
import type { PeoplePage } from '../../usecases/people/list-people.ts'

/** @returns the person inside other entities (REST v3 §10.1), null for nobody */
export function personObject(person: Person | undefined | null): Record<string, unknown> | null {
  if (!person) return null
  return {
    id: String(person.id),
    name: person.name,
    email_id: person.email,
    phone: person.phone,
    mobile: person.mobile,
    is_vipuser: person.isVip,
    profile_pic: { 'content-url': '/images/default-profile-pic.svg' },
    department: null,
  }
}

/** Further facts of a person by their name on the wire, which is also the one they are kept under (§10.2). */
export const personDetails = [
  'first_name',
  'middle_name',
  'last_name',
  'employee_id',
  'jobtitle',
  'description',
  'sms_mail_id',
] as const

/**
 * @param actor a rep sees of colleagues the name and the address only, unless the right to manage people says more (§10.2)
 * @returns the person as an entity of its own (§10.2, §10.3)
 */
export function presentPerson(
  person: Person,
  page: PeoplePage,
  actor: Actor,
  timeZone: string,
): Record<string, unknown> {
  const { id, name, email_id, ...more } = personObject(person) ?? {}
  const isRep = person.kind === 'rep'
  if (isRep && !seesWholeRep(actor, person)) return { id, name, email_id, is_technician: true }
  const { cost_per_hour, reporting_to } = person.details
  return {
    id,
    name,
    email_id,
    ...more,
    ...Object.fromEntries(personDetails.map((key) => [key, person.details[key] ?? null])),
    login_name: person.loginName,
    secondary_emailids: person.addresses.slice(1),
    cost_per_hour: cost_per_hour ?? (isRep ? '0' : null),
    reporting_to: personObject(
      typeof reporting_to === 'number' ? page.managers.get(reporting_to) : undefined,
    ),
    status: person.deletedAt === null && person.details.inactive !== true ? 'active' : 'inactive',
    is_technician: isRep,
    ...(isRep ? ofRep(person, page, actor, timeZone) : ofContact(person, page)),
  }
}

/** @returns whether the actor sees more of a rep than name and address */
function seesWholeRep(actor: Actor, rep: Person): boolean {
  return actor.permissions.has('people.manage') || actor.personId === rep.id
}

function ofRep(person: Person, page: PeoplePage, actor: Actor, timeZone: string): Record<string, unknown> {
  const groups = page.catalog.list('group').filter((group) => group.data.memberIds?.includes(person.id))
  const roles = person.roleIds.flatMap((id) => page.catalog.usable('role', id) ?? [])
  const key = page.keys.get(person.id)
  return {
    associated_groups: groups.map(({ id, name }) => ({ id: String(id), name })),
    associated_roles: roles.map(({ id, name }) => ({ id: String(id), name })),
    login_enabled: person.loginEnabled,
    ...(actor.permissions.has('people.manage')
      ? {
          api_key: {
            exists: key !== undefined,
            expires_on: key?.expiresAt == null ? null : wireTime(key.expiresAt, timeZone),
          },
        }
      : {}),
  }
}

function ofContact(person: Person, page: PeoplePage): Record<string, unknown> {
  const account = person.organisationId === null ? undefined : page.organisations.get(person.organisationId)
  return { account: account ? { id: String(account.id), name: account.name } : null }
}
