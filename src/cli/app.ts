import type { IssuedCredential } from '../usecases/credentials/issue-credential.ts'
import { deleteApp, listApps, makeApp, renewApp } from '../usecases/credentials/make-app.ts'
import { type Command, command } from './command.ts'
import { print, printJson, printTable, say } from './print.ts'
import { idOf, oneOf, shownTime } from './values.ts'
import { withDesk } from './with-desk.ts'

const wires = { 'case-management': 'case_management_app', 'support-ticket': 'support_ticket_app' } as const
const wireNames = ['case-management', 'support-ticket'] as const
const json = { kind: 'flag', about: 'prints JSON for programs' } as const
const id = { about: 'id of the application' }

const add = command({
  name: 'app add',
  about: 'registers an application, with a key (and a secret) for its API',
  arguments: { name: { about: 'what the application is called' } },
  options: {
    wire: { kind: 'text', about: 'the API it speaks', value: wireNames.join('|'), required: true },
    organisation: { kind: 'text', about: 'id of the partner it opens cases for', value: 'id' },
    json,
  },
  example: `caseloom app add 'Shop chat' --wire case-management`,
  run: (given) =>
    withDesk(async (desk, actor) => {
      const issued = await makeApp(desk, actor, {
        kind: wires[oneOf('wire', given.wire, wireNames)],
        name: given.name,
        organisationId: given.organisation === undefined ? null : idOf('organisation', given.organisation),
      })
      show(issued, given.json)
      return undefined
    }),
})

const list = command({
  name: 'app list',
  about: 'lists the applications',
  options: { json },
  example: 'caseloom app list',
  run: (given) =>
    withDesk(async (desk, actor) => {
      const rows = (await listApps(desk, actor)).map((app) => ({
        id: app.id,
        name: app.name,
        wire: wireNames.find((name) => wires[name] === app.kind) ?? app.kind,
        hint: app.hint,
        created: shownTime(app.createdAt),
        lastUsed: shownTime(app.lastUsedAt),
      }))
      if (given.json) printJson(rows)
      else {
        printTable(
          ['ID', 'NAME', 'API', 'KEY', 'LAST USED'],
          rows.map((row) => [row.id, row.name, row.wire, `…${row.hint}`, row.lastUsed]),
          'There are no applications. Add one: caseloom app add',
        )
      }
      return undefined
    }),
})

const renew = command({
  name: 'app renew',
  about: 'gives an application a new key and secret; the old ones stop working at once',
  arguments: { id },
  options: { json },
  example: 'caseloom app renew 4',
  run: (given) =>
    withDesk(async (desk, actor) => {
      show(await renewApp(desk, actor, idOf('application', given.id)), given.json)
      return undefined
    }),
})

const remove = command({
  name: 'app remove',
  about: 'removes an application: its key and every token issued through it stop working at once',
  arguments: { id },
  example: 'caseloom app remove 4',
  run: (given) =>
    withDesk(async (desk, actor) => {
      await deleteApp(desk, actor, idOf('application', given.id))
      print('Removed.')
      return undefined
    }),
})

export const appCommands: readonly Command[] = [add, list, renew, remove]

function show({ credential, key, secret }: IssuedCredential, asJson: boolean): void {
  if (asJson) {
    printJson({ id: credential.id, name: credential.name, key, secret })
    return
  }
  say(`${credential.name} is application ${credential.id}. Shown only now:`)
  print(secret === null ? key : `key     ${key}\nsecret  ${secret}`)
}
