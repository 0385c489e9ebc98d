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
  /** The records of every module; of one module only: `ModuleRight`. */
  'record.view',
  'record.add',
  'record.edit',
  'record.delete',
  /** May name another person as the author of what it writes: server-side applications, not people. */
  'author.choose',
] as const
/** A right on the records of the module with that id. */
export type ModuleRight = `${RecordRight}:${number}`
export type RecordRight = Extract<(typeof permissions)[number], `record.${string}`>
export type Permission = (typeof permissions)[number] | ModuleRight

/** @returns whether the rights contain the one; a right on all records contains that on the records of any module */
export function holds(rights: ReadonlySet<Permission>, need: Permission): boolean {
  const [general = need] = need.split(':', 1)
  return rights.has(need) || rights.has(general as Permission)
}

/** @returns whether the text is a right on the records of one module */
export function isModuleRight(text: string): text is ModuleRight {
  const [right = '', id = ''] = text.split(':')
  return /^record\.(view|add|edit|delete)$/.test(right) && /^[1-9]\d{0,14}$/.test(id)
}

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
  if (scopes.includes('*')) return undefined
  return new Set([
    ...permissions.filter((right) => scopes.includes(right)),
    ...scopes.filter((scope) => isModuleRight(scope)),
  ])
}

/** @returns of the rights those that the scopes name as well; of a right on all records and one on a module's, the latter */
export function narrowed(
  rights: ReadonlySet<Permission>,
  scopes: ReadonlySet<Permission>,
): ReadonlySet<Permission> {
  const inScopes = [...rights].filter((right) => holds(scopes, right))
  return new Set([...inScopes, ...[...scopes].filter((scope) => holds(rights, scope))])
}
