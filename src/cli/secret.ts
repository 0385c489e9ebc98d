import type { Actor } from '../domain/actor.ts'
import { DeskError } from '../domain/errors.ts'
import type { Person } from '../domain/person.ts'
import {
  deletePersonalSecret,
  listPersonalSecrets,
  makePersonalSecret,
} from '../usecases/credentials/personal-secrets.ts'
import type { Desk } from '../usecases/desk.ts'
import { findByLogin } from '../usecases/people/find-by-login.ts'
import { type Command, command } from './command.ts'
import { print, printJson, printTable, say } from './print.ts'
import { idOf, shownTime, timeOf } from './values.ts'
import { withDesk } from './with-desk.ts'

const json = { kind: 'flag', about: 'prints JSON for programs' } as const

const add = command({
  name: 'secret add',
  about: 'makes a personal secret, with which a Case Management application acts as one rep or contact',
  arguments: { login: { about: 'login name, e-mail address or id of the person' } },
  options: {
    name: { kind: 'text', about: 'what it is for', value: 'name', required: true },
    expires: { kind: 'text', about: 'when it stops working; never without it', value: 'date' },
    json,
  },
  example: `caseloom secret add bo@customer.example --name 'Phone app' --expires 2027-12-31`,
  run: (given) =>
    withDesk(async (desk, actor) => {
      const person = await findPerson(desk, actor, given.login)
      const { credential, key } = await makePersonalSecret(desk, actor, {
        personId: person.id,
        name: given.name,
        expiresAt: timeOf('expires', given.expires),
      })
      if (given.json) {
        printJson({ id: credential.id, secret: key, expires: shownTime(credential.expiresAt) })
        return undefined
      }
      say(`${credential.name} is personal secret ${credential.id} of ${person.name}, shown only now:`)
      print(key)
      return undefined
    }),
})

const list = command({
  name: 'secret list',
  about: 'lists the personal secrets',
  options: { json },
  example: 'caseloom secret list',
  run: (given) =>
    withDesk(async (desk, actor) => {
      const rows = (await listPersonalSecrets(desk, actor, 'all')).map((secret) => ({
        id: secret.id,
        name: secret.name,
        person: secret.personId,
        hint: secret.hint,
        expires: shownTime(secret.expiresAt),
        lastUsed: shownTime(secret.lastUsedAt),
      }))
      if (given.json) printJson(rows)
      else {
        printTable(
          ['ID', 'NAME', 'PERSON', 'SECRET', 'EXPIRES', 'LAST USED'],
          rows.map((row) => [row.id, row.name, row.person, `…${row.hint}`, row.expires, row.lastUsed]),
          'There are no personal secrets. Add one: caseloom secret add',
        )
      }
      return undefined
    }),
})

const remove = command({
  name: 'secret remove',
  about: 'removes a personal secret, which stops working at once',
  arguments: { id: { about: 'id of the secret' } },
  example: 'caseloom secret remove 7',
  run: (given) =>
    withDesk(async (desk, actor) => {
      await deletePersonalSecret(desk, actor, idOf('secret', given.id))
      print('Removed.')
      return undefined
    }),
})

/** Reps first; throws `not_found`. */
async function findPerson(desk: Desk, actor: Actor, login: string): Promise<Person> {
  try {
    return await findByLogin(desk, actor, 'rep', login)
  } catch (error) {
    if (!(error instanceof DeskError) || error.fault.code !== 'not_found') throw error
    return findByLogin(desk, actor, 'contact', login)
  }
}

export const secretCommands: readonly Command[] = [add, list, remove]
