import { deleteDeskToken, listDeskTokens, makeDeskToken } from '../usecases/credentials/make-desk-token.ts'
import { findByLogin } from '../usecases/people/find-by-login.ts'
import { type Command, command } from './command.ts'
import { print, printJson, printTable, say } from './print.ts'
import { idOf, shownTime, timeOf } from './values.ts'
import { withDesk } from './with-desk.ts'

const json = { kind: 'flag', about: 'prints JSON for programs' } as const

const add = command({
  name: 'token add',
  about: 'makes a bearer token of the Desk API that acts as a rep',
  arguments: { login: { about: 'login name, e-mail address or id of the rep' } },
  options: {
    name: { kind: 'text', about: 'what it is for', value: 'name', required: true },
    scope: {
      kind: 'list',
      about: 'a right to narrow it to, e.g. case.view; all of the rep’s without one',
      value: 'right',
    },
    expires: { kind: 'text', about: 'when it stops working; never without it', value: 'date' },
    json,
  },
  example: `caseloom token add ann --name 'Nightly report' --scope case.view --expires 2027-12-31`,
  run: (given) =>
    withDesk(async (desk, actor) => {
      const rep = await findByLogin(desk, actor, 'rep', given.login)
      const { credential, key } = await makeDeskToken(desk, actor, {
        personId: rep.id,
        name: given.name,
        scopes: given.scope.length === 0 ? ['*'] : given.scope,
        expiresAt: timeOf('expires', given.expires),
      })
      if (given.json) {
        printJson({ id: credential.id, token: key, expires: shownTime(credential.expiresAt) })
        return undefined
      }
      say(`${credential.name} is token ${credential.id}, shown only now:`)
      print(key)
      return undefined
    }),
})

const list = command({
  name: 'token list',
  about: 'lists the bearer tokens of the Desk API',
  options: { json },
  example: 'caseloom token list',
  run: (given) =>
    withDesk(async (desk, actor) => {
      const rows = (await listDeskTokens(desk, actor, 'all')).map((token) => ({
        id: token.id,
        name: token.name,
        rep: token.personId,
        scopes: token.scopes,
        hint: token.hint,
        expires: shownTime(token.expiresAt),
        lastUsed: shownTime(token.lastUsedAt),
      }))
      if (given.json) printJson(rows)
      else {
        printTable(
          ['ID', 'NAME', 'REP', 'SCOPES', 'TOKEN', 'EXPIRES', 'LAST USED'],
          rows.map((row) => [
            row.id,
            row.name,
            row.rep,
            row.scopes.join(' '),
            `…${row.hint}`,
            row.expires,
            row.lastUsed,
          ]),
          'There are no tokens. Add one: caseloom token add',
        )
      }
      return undefined
    }),
})

const remove = command({
  name: 'token remove',
  about: 'removes a bearer token, which stops working at once',
  arguments: { id: { about: 'id of the token' } },
  example: 'caseloom token remove 7',
  run: (given) =>
    withDesk(async (desk, actor) => {
      await deleteDeskToken(desk, actor, idOf('token', given.id))
      print('Removed.')
      return undefined
    }),
})

export const tokenCommands: readonly Command[] = [add, list, remove]
