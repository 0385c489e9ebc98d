import type { Config } from '../config.ts'
import { makeRepKey } from '../usecases/credentials/make-rep-key.ts'
import { catalogOf } from '../usecases/desk.ts'
import { changePerson } from '../usecases/people/change-person.ts'
import { createPerson } from '../usecases/people/create-person.ts'
import { findByLogin } from '../usecases/people/find-by-login.ts'
import { listPeople } from '../usecases/people/list-people.ts'
import { makeSignInLink } from '../usecases/session/make-sign-in-link.ts'
import { type Command, command } from './command.ts'
import { print, printJson, printTable, say } from './print.ts'
import { entryOf, shownTime, timeOf, wholeNumber } from './values.ts'
import { withDesk } from './with-desk.ts'

const login = { about: 'login name, e-mail address or id of the rep' }
const json = { kind: 'flag', about: 'prints JSON for programs' } as const

const add = command({
  name: 'rep add',
  about: 'registers a rep; "rep link" then lets them in, "rep key" gives them an API key',
  arguments: { login: { about: 'name to sign in with' } },
  options: {
    name: { kind: 'text', about: 'full name', value: 'name', required: true },
    email: { kind: 'text', about: 'e-mail address', value: 'address', required: true },
    role: { kind: 'list', about: 'a role by its name; Support Rep without one', value: 'name' },
    json,
  },
  example: `caseloom rep add ann --name 'Ann Lee' --email ann@desk.example --role SDAdmin`,
  run: (given) =>
    withDesk(async (desk, actor) => {
      const catalog = await catalogOf(desk)
      const roles = given.role.length === 0 ? ['Support Rep'] : given.role
      const rep = await createPerson(desk, actor, {
        kind: 'rep',
        name: given.name,
        addresses: [given.email],
        loginName: given.login,
        loginEnabled: true,
        roleIds: roles.map((name) => entryOf(catalog, 'role', name).id),
      })
      if (given.json) printJson({ id: rep.id, login: rep.loginName, name: rep.name, email: rep.email })
      else print(`${rep.name} is rep ${rep.id}. To sign in: caseloom rep link ${rep.loginName}`)
      return undefined
    }),
})

const list = command({
  name: 'rep list',
  about: 'lists the reps',
  options: { json },
  example: 'caseloom rep list',
  run: (given) =>
    withDesk(async (desk, actor) => {
      const { people, keys, catalog } = await listPeople(desk, actor, 'rep', {
        where: [],
        sort: { by: { column: 'id' }, order: 'asc' },
        offset: 0,
        limit: 100_000,
      })
      const rows = people.map((rep) => {
        const key = keys.get(rep.id)
        return {
          id: rep.id,
          login: rep.loginName,
          name: rep.name,
          email: rep.email,
          roles: rep.roleIds.flatMap((id) => catalog.find('role', id)?.name ?? []),
          enabled: rep.loginEnabled,
          key: key
            ? { hint: key.hint, expires: shownTime(key.expiresAt), lastUsed: shownTime(key.lastUsedAt) }
            : null,
        }
      })
      if (given.json) printJson(rows)
      else {
        printTable(
          ['ID', 'LOGIN', 'NAME', 'E-MAIL', 'ROLES', 'KEY', 'STATE'],
          rows.map(({ key, ...rep }) => [
            rep.id,
            rep.login,
            rep.name,
            rep.email,
            rep.roles.join(', '),
            key === null ? null : `…${key.hint}`,
            rep.enabled ? 'enabled' : 'disabled',
          ]),
          'There are no reps. Add one: caseloom rep add',
        )
      }
      return undefined
    }),
})

const key = command({
  name: 'rep key',
  about: 'gives a rep a new API key for REST v3; an earlier key stops working at once',
  arguments: { login },
  options: {
    expires: { kind: 'text', about: 'when it stops working; never without it', value: 'date' },
    json,
  },
  example: 'caseloom rep key ann --expires 2027-12-31',
  run: (given) =>
    withDesk(async (desk, actor) => {
      const rep = await findByLogin(desk, actor, 'rep', given.login)
      const issued = await makeRepKey(desk, actor, rep.id, timeOf('expires', given.expires))
      if (given.json) {
        printJson({
          key: issued.key,
          expires: shownTime(issued.credential.expiresAt),
          replaced: issued.replaced,
        })
        return undefined
      }
      say(`Key of ${rep.name}, shown only now${issued.replaced ? '; the earlier one no longer works' : ''}:`)
      print(issued.key)
      return undefined
    }),
})

const disable = command({
  name: 'rep disable',
  about: 'takes a rep’s login, key and sessions away at once; their work stays',
  arguments: { login },
  example: 'caseloom rep disable ann',
  run: (given) =>
    withDesk(async (desk, actor) => {
      const rep = await findByLogin(desk, actor, 'rep', given.login)
      await changePerson(desk, actor, 'rep', rep.id, { loginEnabled: false })
      print(`${rep.name} can no longer sign in, and the key is deleted.`)
      return undefined
    }),
})

const enable = command({
  name: 'rep enable',
  about: 'lets a disabled rep sign in again; a deleted key does not come back',
  arguments: { login },
  example: 'caseloom rep enable ann',
  run: (given) =>
    withDesk(async (desk, actor) => {
      const rep = await findByLogin(desk, actor, 'rep', given.login)
      await changePerson(desk, actor, 'rep', rep.id, { loginEnabled: true })
      print(`${rep.name} can sign in again.`)
      return undefined
    }),
})

const link = command({
  name: 'rep link',
  about: 'makes a link that signs a rep in once, without a password; earlier links stop working',
  arguments: { login },
  options: { hours: { kind: 'text', about: 'how long it works; 24 without it', value: 'number' } },
  example: 'caseloom rep link ann',
  run: (given) =>
    withDesk(async (desk, actor, config) => {
      const hours = wholeNumber('hours', given.hours ?? '24')
      const rep = await findByLogin(desk, actor, 'rep', given.login)
      const token = await makeSignInLink(desk, actor, rep.id, hours * 3_600_000)
      say(`Signs ${rep.name} in once, within ${hours} hour${hours === 1 ? '' : 's'}:`)
      print(`${addressOf(config)}/sign-in#token=${token}`)
      return undefined
    }),
})

export const repCommands: readonly Command[] = [add, list, key, disable, enable, link]

/** Where people reach the server, as far as the settings of this command say it. */
function addressOf({ publicUrl, host, port }: Config): string {
  if (publicUrl !== null) return publicUrl
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? 'localhost' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}
