import type { Catalog } from '../../domain/catalog.ts'
import { modulesIn } from '../../domain/custom-module.ts'
import { isModuleRight, type Permission, permissions } from '../../domain/rights.ts'
import { invalidInput } from './errors.ts'

/** Rights by their name on this wire (REST v3 §17). Rights that only other wires know have none. */
const rightsByName = {
  'requests.view': 'case.view',
  'requests.add': 'case.add',
  'requests.edit': 'case.edit',
  'requests.close': 'case.close',
  'requests.pickup': 'case.pick_up',
  'requests.assign': 'case.assign',
  'requests.reply': 'case.reply',
  'requests.delete': 'case.delete',
  'notes.add': 'note.add',
  'notes.edit': 'note.edit',
  'notes.delete': 'note.delete',
  'worklogs.view': 'worklog.view',
  'worklogs.add': 'worklog.add',
  'worklogs.edit': 'worklog.edit',
  'worklogs.delete': 'worklog.delete',
  'resolution.edit': 'resolution.edit',
  'contacts.view': 'contact.view',
  'contacts.manage': 'contact.manage',
  'admin.setup': 'setup.manage',
  'admin.users': 'people.manage',
  'admin.keys': 'keys.manage',
} as const satisfies Record<string, Permission>

const recordRights = ['view', 'add', 'edit', 'delete'] as const

/** Every name with its right: `cm_*.view` is the right on the records of every module, `cm_books.view` that on those of one. */
function rightsIn(catalog: Catalog): [name: string, right: Permission][] {
  return [
    ...Object.entries(rightsByName),
    ...recordRights.map((right): [string, Permission] => [`cm_*.${right}`, `record.${right}`]),
    ...modulesIn(catalog).flatMap(({ id, apiPluralName }) =>
      recordRights.map((right): [string, Permission] => [
        `${apiPluralName}.${right}`,
        `record.${right}:${id}`,
      ]),
    ),
  ]
}

/** @returns the rights by their names here, in the order of §17 */
export function rightNames(rights: readonly Permission[], catalog: Catalog): string[] {
  return rightsIn(catalog)
    .filter(([, right]) => rights.includes(right))
    .map(([name]) => name)
}

/**
 * @param names of rights; `notes.*` stands for all that begin so
 * @param kept rights of the role as it is: those without a name here stay, because this wire cannot say them
 * @returns the rights; throws a refusal (4001) for a name that there is not
 */
export function rightsOf(
  names: readonly unknown[],
  kept: readonly Permission[],
  catalog: Catalog,
): Permission[] {
  const all = rightsIn(catalog)
  const named = new Set<Permission>(all.map(([, right]) => right))
  const wanted = new Set<Permission>(kept.filter((right) => !named.has(right)))
  for (const name of names) {
    const found = all.filter(([each]) =>
      typeof name === 'string' && name.endsWith('.*') ? each.startsWith(name.slice(0, -1)) : each === name,
    )
    if (found.length === 0) throw invalidInput('permissions', `permissions "${String(name)}" does not exist`)
    for (const [, right] of found) wanted.add(right)
  }
  return [...permissions.filter((right) => wanted.has(right)), ...[...wanted].filter(isModuleRight)]
}
