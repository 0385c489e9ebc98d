/** Rights a role can hold. REST v3 §17 lists the same under its own names. */
export const permissions = [
  'case.view',
  'case.add',
  'case.edit',
  'case.close',
  'case.pick_up',
  'case.assign',
  'case.reply',
  'case.delete',
  'case.accept',
  'note.add',
  'note.edit',
  'note.delete',
  'worklog.view',
  'worklog.add',
  'worklog.edit',
  'worklog.delete',
  'resolution.edit',
  'contact.view',
  'contact.manage',
  'setup.manage',
  'people.manage',
  'keys.manage',
  /** May name another person as the author of what it writes: server-side applications, not people. */
  'author.choose',
] as const
export type Permission = (typeof permissions)[number]

/** Which cases an actor can reach. One value for single reads, lists, search and feed alike. */
export type Reach =
  | { readonly kind: 'all' }
  | { readonly kind: 'requester'; readonly personId: number }
  | { readonly kind: 'partner'; readonly organisationId: number }
  | { readonly kind: 'provider'; readonly organisationId: number }
  | { readonly kind: 'none' }

/** Rights of actors that hold no role. */
export const grants: Readonly<
  Record<'contact' | 'partner' | 'provider' | 'application', readonly Permission[]>
> = {
  contact: ['case.view', 'case.add', 'case.edit', 'case.close', 'case.reply'],
  partner: ['case.view', 'case.add', 'case.edit', 'case.reply', 'note.add'],
  provider: ['case.view', 'case.edit', 'case.close', 'case.reply', 'case.accept', 'note.add'],
  application: [
    'case.view',
    'case.add',
    'case.edit',
    'case.close',
    'case.assign',
    'case.reply',
    'contact.view',
    'contact.manage',
    'author.choose',
  ],
}

/** @returns the rights that the scopes of a token name; undefined for `*`, which narrows nothing */
export function rightsOfScopes(scopes: readonly string[]): ReadonlySet<Permission> | undefined {
  return scopes.includes('*') ? undefined : new Set(permissions.filter((right) => scopes.includes(right)))
}
