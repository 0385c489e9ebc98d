import { pino } from 'pino'
import { readConfig } from '../../src/config.ts'
import { systemActor } from '../../src/domain/actor.ts'
import { builtIn } from '../../src/domain/catalog.ts'
import { permissions } from '../../src/domain/rights.ts'
import { openDesk, startServer } from '../../src/start.ts'
import { openCase } from '../../src/usecases/cases/open-case.ts'
import { issueCredential } from '../../src/usecases/credentials/issue-credential.ts'
import { write } from '../../src/usecases/desk.ts'
import { createPerson } from '../../src/usecases/people/create-person.ts'

/**
 * The product as a fresh installation runs it, filled with cases. Arguments: number of cases to make (0 = use what is
 * there). The data folder and database come from the environment, as always. Prints its address and a token.
 */
const cases = Number(process.argv[2] ?? 0)
const silent = pino({ level: 'silent' })
const open = await openDesk(readConfig(), silent)
const { desk } = open
const actor = systemActor('cli', permissions)
let token = process.argv[3] ?? ''

if (cases > 0) {
  const rep = await createPerson(desk, actor, {
    kind: 'rep',
    name: 'Bench',
    addresses: ['bench@desk.example'],
    loginEnabled: true,
    roleIds: [builtIn.role.administrator],
  })
  const draft = { kind: 'desk_token', name: 'bench', personId: rep.id, scopes: ['*'] } as const
  token = (await write(desk, (tx) => issueCredential(desk, tx, actor, draft))).key
  const requester = { email: 'customer@example.org', name: 'Customer' }
  const one = (index: number) =>
    openCase(desk, actor, {
      subject: `Printer ${index} is on fire`,
      description: 'x'.repeat(206),
      descriptionFormat: 'text',
      requester,
    })
  await one(0)
  for (let done = 1; done < cases; done += 200) {
    await Promise.all(Array.from({ length: Math.min(200, cases - done) }, (_, index) => one(done + index)))
  }
}
const running = await startServer(open, silent)
process.stdout.write(`${running.address} ${token}\n`)
process.once('SIGTERM', () => void running.stop().then(() => process.exit(0)))
