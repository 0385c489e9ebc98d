import { listDeliveries, retryDelivery } from '../usecases/jobs/list-deliveries.ts'
import { isDelivery, type StoredJob } from '../usecases/jobs/work-queue.ts'
import { type Command, command } from './command.ts'
import { print, printJson, printTable } from './print.ts'
import { idOf, oneOf, shownTime } from './values.ts'
import { withDesk } from './with-desk.ts'

const states = { waiting: 'waiting', delivered: 'done', failed: 'failed' } as const
const kinds = { 'call-back': 'callback', 'fetch-file': 'file', webhook: 'webhook' } as const
const stateNames = ['waiting', 'delivered', 'failed'] as const

const list = command({
  name: 'job list',
  about:
    'lists calls to others that were promised: callbacks, webhooks and files to fetch; the newest hundred',
  options: {
    state: { kind: 'text', about: 'only those', value: stateNames.join('|') },
    webhook: { kind: 'text', about: 'only those of the webhook', value: 'id' },
    json: { kind: 'flag', about: 'prints JSON for programs' },
  },
  example: 'caseloom job list --state failed',
  run: (given) =>
    withDesk(async (desk, actor) => {
      const rows = (
        await listDeliveries(desk, actor, {
          ...(given.state === undefined ? {} : { state: states[oneOf('state', given.state, stateNames)] }),
          ...(given.webhook === undefined ? {} : { webhookId: idOf('webhook', given.webhook) }),
          limit: 100,
        })
      ).flatMap(rowOf)
      if (given.json) printJson(rows)
      else {
        printTable(
          ['ID', 'KIND', 'OF', 'STATE', 'TRIES', 'STATUS', 'ERROR', 'NEXT TRY'],
          rows.map((row) => [
            row.id,
            row.kind,
            row.of,
            row.state,
            row.attempts,
            row.lastStatus,
            row.lastError,
            row.nextAttempt,
          ]),
          'There are none.',
        )
      }
      return undefined
    }),
})

const retry = command({
  name: 'job retry',
  about: 'makes a call now that waits or has failed, with all its tries before it',
  arguments: { id: { about: 'id of the call, as "job list" shows it' } },
  example: 'caseloom job retry 120',
  run: (given) =>
    withDesk(async (desk, actor) => {
      const { state } = await retryDelivery(desk, actor, idOf('job', given.id))
      print(state === 'done' ? 'It was delivered already.' : 'A running server makes the call now.')
      return undefined
    }),
})

export const jobCommands: readonly Command[] = [list, retry]

function rowOf(stored: StoredJob) {
  if (!isDelivery(stored)) return []
  return [
    {
      id: stored.id,
      kind: kinds[stored.job.kind],
      of: stored.job.kind === 'webhook' ? `webhook ${stored.webhookId}` : `case ${stored.caseNumber}`,
      state: stateNames.find((name) => states[name] === stored.state) ?? stored.state,
      attempts: stored.attempts,
      lastStatus: stored.lastStatus,
      lastError: stored.lastError,
      nextAttempt: stored.state === 'waiting' ? shownTime(stored.runAt) : null,
    },
  ]
}
