import { handOverCase } from '../usecases/cases/hand-over-case.ts'
import { listCases } from '../usecases/cases/list-cases.ts'
import { type Command, command } from './command.ts'
import { print, printJson, printTable } from './print.ts'
import { idOf } from './values.ts'
import { withDesk } from './with-desk.ts'

const list = command({
  name: 'case list',
  about: 'lists the newest hundred cases with their partner and provider',
  options: { json: { kind: 'flag', about: 'prints JSON for programs' } },
  example: 'caseloom case list',
  run: (given) =>
    withDesk(async (desk, actor) => {
      const { cases, organisations, catalog } = await listCases(desk, actor, {
        trash: 'without',
        where: [],
        sort: { by: 'number', order: 'desc' },
        limit: 100,
      })
      const named = (id: number | null) =>
        id === null ? null : { id, name: organisations.get(id)?.name ?? null }
      const rows = cases.map((of) => ({
        id: of.number,
        guid: of.guid,
        subject: of.subject,
        status: catalog.find('status', of.status)?.name ?? null,
        partner: named(of.partnerId),
        provider: named(of.providerId),
      }))
      if (given.json) printJson(rows)
      else {
        printTable(
          ['ID', 'GUID', 'STATUS', 'PARTNER', 'PROVIDER', 'SUBJECT'],
          rows.map((row) => [
            row.id,
            row.guid,
            row.status,
            row.partner && `${row.partner.id} ${row.partner.name}`,
            row.provider && `${row.provider.id} ${row.provider.name}`,
            row.subject,
          ]),
          'There are no cases.',
        )
      }
      return undefined
    }),
})

const provider = command({
  name: 'case provider',
  about: 'gives a case to a provider, who then has to accept it; the one that had it loses access',
  arguments: {
    case: { about: 'its id' },
    provider: { about: 'id of the provider, as "organisation list" shows it' },
  },
  example: 'caseloom case provider 118 1',
  run: (given) =>
    withDesk(async (desk, actor) => {
      const to = idOf('provider', given.provider)
      const { number } = await handOverCase(desk, actor, idOf('case', given.case), to)
      print(`Case ${number} is with provider ${to}.`)
      return undefined
    }),
})

export const caseCommands: readonly Command[] = [list, provider]
