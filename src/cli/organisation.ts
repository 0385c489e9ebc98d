import { createOrganisation } from '../usecases/organisations/create-organisation.ts'
import { listOrganisations } from '../usecases/organisations/list-organisations.ts'
import { type Command, command } from './command.ts'
import { print, printJson, printTable } from './print.ts'
import { idOf, oneOf } from './values.ts'
import { withDesk } from './with-desk.ts'

const parties = ['partner', 'provider'] as const
const json = { kind: 'flag', about: 'prints JSON for programs' } as const
const party = {
  kind: 'text',
  about: 'partner orders service, provider does the work; neither without it',
  value: 'partner|provider',
} as const

const add = command({
  name: 'organisation add',
  about: 'adds an organisation',
  arguments: { name: { about: 'its name, not used yet' } },
  options: {
    party,
    provider: { kind: 'text', about: 'id of the provider who gets a partner’s cases', value: 'id' },
    json,
  },
  example: `caseloom organisation add 'Elkona Stores' --party partner --provider 1`,
  run: (given) =>
    withDesk(async (desk, actor) => {
      const made = await createOrganisation(desk, actor, {
        name: given.name,
        party: given.party === undefined ? null : oneOf('party', given.party, parties),
        defaultProviderId: given.provider === undefined ? null : idOf('provider', given.provider),
      })
      if (given.json) printJson({ id: made.id, name: made.name, party: made.party })
      else print(`${made.name} is organisation ${made.id}.`)
      return undefined
    }),
})

const list = command({
  name: 'organisation list',
  about: 'lists the organisations with their accounts',
  options: { party, json },
  example: 'caseloom organisation list --party partner',
  run: (given) =>
    withDesk(async (desk, actor) => {
      const wanted = given.party === undefined ? undefined : oneOf('party', given.party, parties)
      const rows = (await listOrganisations(desk, actor, wanted)).map(({ organisation, accounts }) => ({
        id: organisation.id,
        name: organisation.name,
        party: organisation.party,
        defaultProvider: organisation.defaultProviderId,
        accounts: accounts.map(({ account, tokens }) => ({
          id: account.id,
          name: account.name,
          allProviders: account.allProviders,
          disabled: account.disabledAt !== null,
          tokens: tokens.map(({ id, hint }) => ({ id, hint })),
        })),
      }))
      if (given.json) printJson(rows)
      else {
        printTable(
          ['ID', 'NAME', 'PARTY', 'PROVIDER', 'ACCOUNTS'],
          rows.map((row) => [
            row.id,
            row.name,
            row.party,
            row.defaultProvider,
            row.accounts
              .map(({ id, name, disabled }) => `${id} ${name}${disabled ? ' (disabled)' : ''}`)
              .join(', '),
          ]),
          'There are no organisations. Add one: caseloom organisation add',
        )
      }
      return undefined
    }),
})

export const organisationCommands: readonly Command[] = [add, list]
