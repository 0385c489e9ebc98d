import type { Millis } from './case.ts'
import { builtIn } from './catalog.ts'

/** A contact (customer's person) or a rep (staff). One id space, because every wire may name either. */
export interface Person {
  readonly id: number
  readonly guid: string
  readonly kind: 'contact' | 'rep'
  readonly name: string
  /** The first of `addresses`. */
  readonly email: string | null
  /** All e-mail addresses, trimmed as given; compared without regard to case. */
  readonly addresses: readonly string[]
  readonly phone: string | null
  readonly mobile: string | null
  readonly isVip: boolean
  readonly organisationId: number | null
  readonly loginName: string | null
  readonly loginEnabled: boolean
  readonly hasPassword: boolean
  /** Reps only. */
  readonly roleIds: readonly number[]
  /** Numbered custom fields of the Case Management wire, in the order they were first given (§6.2). */
  readonly extra: readonly { readonly id: number; readonly content: string }[]
  /** Further facts by neutral name: first_name, job_title, cost_per_hour … */
  readonly details: Readonly<Record<string, unknown>>
  readonly createdAt: Millis
  readonly updatedAt: Millis
  readonly deletedAt: Millis | null
}

/** What a new person is made from. */
export interface PersonDraft {
  readonly kind: Person['kind']
  readonly name: string
  readonly addresses: readonly string[]
  readonly phone?: string | null
  readonly mobile?: string | null
  readonly isVip?: boolean
  readonly organisationId?: number | null
  readonly loginName?: string | null
  readonly loginEnabled?: boolean
  readonly roleIds?: readonly number[]
  readonly extra?: Person['extra']
  readonly details?: Person['details']
}

/**
 * @returns the custom fields with the given ones put in place by id, new ones at the end; an empty content clears its
 *   field (Case Management §6.4)
 */
export function mergeExtra(current: Person['extra'], given: Person['extra']): Person['extra'] {
  const merged = new Map(current.map((field) => [field.id, field]))
  for (const field of given) merged.set(field.id, field)
  return [...merged.values()].filter(({ content }) => content !== '')
}

/**
 * @returns the addresses with another one as the first; the former first one goes, the rest stay, because a caller that
 *   knows one address only must not lose the others
 */
export function withMainAddress(addresses: readonly string[], main: string): readonly string[] {
  const rest = addresses.slice(1).filter((address) => addressKey(address) !== addressKey(main))
  return [main.trim(), ...rest]
}

/** @returns whether the person can log in and do everything */
export function isAdministrator(
  person: Pick<Person, 'kind' | 'loginEnabled' | 'deletedAt' | 'roleIds'>,
): boolean {
  const canLogIn = person.kind === 'rep' && person.loginEnabled && person.deletedAt === null
  return canLogIn && person.roleIds.includes(builtIn.role.administrator)
}

/** @returns the address as it is compared and kept unique: trimmed, lower case. */
export function addressKey(address: string): string {
  return address.trim().toLowerCase()
}

/** @returns whether the text is an e-mail address we accept: one @, no spaces or control characters, at most 254. */
export function isEmailAddress(text: string): boolean {
  if (text.length > 254 || /[\s\u0000-\u001f\u007f<>(),;:"]/.test(text)) return false
  const at = text.lastIndexOf('@')
  return at > 0 && at === text.indexOf('@') && at < text.length - 1 && at <= 64
}
