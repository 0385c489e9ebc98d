import { addAccountToken } from '../usecases/organisations/change-account.ts'
import { createAccount } from '../usecases/organisations/create-account.ts'
import { type Command, command } from './command.ts'
import { print, printJson, say } from './print.ts'
import { idOf } from './values.ts'
import { withDesk } from './with-desk.ts'

const json = { kind: 'flag', about: 'prints JSON for programs' } as const

const add = command({
  name: 'account add',
  about: 'adds an account of a partner or provider, with its first token for the Messages API',
  arguments: { name: { about: 'what the account is called' } },
  options: {
    organisation: { kind: 'text', about: 'id of the partner or provider', value: 'id', required: true },
    'all-providers': { kind: 'flag', about: 'may choose its provider with X-Service-Provider' },
    json,
  },
  example: `caseloom account add 'Service desk Lyon' --organisation 2`,
  run: (given) =>
    withDesk(async (desk, actor) => {
      const { account, token } = await createAccount(desk, actor, {
        organisationId: idOf('organisation', given.organisation),
        name: given.name,
        allProviders: given['all-providers'],
      })
      if (given.json) printJson({ id: account.id, name: account.name, token: token.key })
      else {
        say(`${account.name} is account ${account.id}. Its token, shown only now:`)
        print(token.key)
      }
      return undefined
    }),
})

const token = command({
  name: 'account token',
  about: 'gives an account one more token; earlier ones go on working',
  arguments: { id: { about: 'id of the account' } },
  options: { json },
  example: 'caseloom account token 3',
  run: (given) =>
    withDesk(async (desk, actor) => {
      const issued = await addAccountToken(desk, actor, idOf('account', given.id))
      if (given.json) printJson({ id: issued.credential.id, token: issued.key })
      else {
        say(`Token of ${issued.credential.name}, shown only now:`)
        print(issued.key)
      }
      return undefined
    }),
})

export const accountCommands: readonly Command[] = [add, token]
