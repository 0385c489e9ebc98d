import {
  deleteIntegrationKey,
  listIntegrationKeys,
  makeIntegrationKey,
} from '../usecases/credentials/integration-keys.ts'
import { catalogOf } from '../usecases/desk.ts'
import { type Command, command } from './command.ts'
import { print, printJson, printTable, say } from './print.ts'
import { entryOf, idOf, shownTime, timeOf } from './values.ts'
import { withDesk } from './with-desk.ts'

const json = { kind: 'flag', about: 'prints JSON for programs' } as const

const add = command({
  name: 'integration add',
  about: 'makes a key of REST v3 for an integration, with rights of its own and nobody behind it',
  arguments: { name: { about: 'what it is for' } },
  options: {
    role: { kind: 'list', about: 'a role by its name; Support Rep without one', value: 'name' },
    expires: { kind: 'text', about: 'when it stops working; never without it', value: 'date' },
    json,
  },
  example: `caseloom integration add monitoring --role 'Support Rep' --expires 2027-12-31`,
  run: (given) =>
    withDesk(async (desk, actor) => {
      const catalog = await catalogOf(desk)
      const roles = given.role.length === 0 ? ['Support Rep'] : given.role
      const { credential, key } = await makeIntegrationKey(desk, actor, {
        name: given.name,
        roleIds: roles.map((name) => entryOf(catalog, 'role', name).id),
        expiresAt: timeOf('expires', given.expires),
      })
      if (given.json) {
        printJson({ id: credential.id, key, expires: shownTime(credential.expiresAt) })
        return undefined
      }
      say(`${credential.name} is integration key ${credential.id}, shown only now:`)
      print(key)
      return undefined
    }),
})

const list = command({
  name: 'integration list',
  about: 'lists the keys of integrations',
  options: { json },
  example: 'caseloom integration list',
  run: (given) =>
    withDesk(async (desk, actor) => {
      const catalog = await catalogOf(desk)
      const rows = (await listIntegrationKeys(desk, actor)).map((key) => ({
        id: key.id,
        name: key.name,
        roles: key.roleIds.flatMap((id) => catalog.find('role', id)?.name ?? []),
        active: key.active,
        hint: key.hint,
        expires: shownTime(key.expiresAt),
        lastUsed: shownTime(key.lastUsedAt),
      }))
      if (given.json) printJson(rows)
      else {
        printTable(
          ['ID', 'NAME', 'ROLES', 'ACTIVE', 'KEY', 'EXPIRES', 'LAST USED'],
          rows.map((row) => [
            row.id,
            row.name,
            row.roles.join(', '),
            row.active ? 'yes' : 'no',
            `…${row.hint}`,
            row.expires,
            row.lastUsed,
          ]),
          'There are no integration keys. Add one: caseloom integration add',
        )
      }
      return undefined
    }),
})

const remove = command({
  name: 'integration remove',
  about: 'removes the key of an integration, which stops working at once',
  arguments: { id: { about: 'id of the key' } },
  example: 'caseloom integration remove 7',
  run: (given) =>
    withDesk(async (desk, actor) => {
      await deleteIntegrationKey(desk, actor, idOf('integration key', given.id))
      print('Removed.')
      return undefined
    }),
})

export const integrationCommands: readonly Command[] = [add, list, remove]
