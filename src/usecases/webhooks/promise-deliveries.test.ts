import assert from 'node:assert/strict'
import { buildCaseManagementApp, buildContact } from '../../../test/harness/build.ts'
import { newDesk, type TestDesk } from '../../../test/harness/desk.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { startReceiver } from '../../../test/harness/receiver.ts'
import { changeWebhook } from './change-webhook.ts'
import { createWebhook } from './create-webhook.ts'
import { promiseDeliveries } from './promise-deliveries.ts'

const follow = async (on: TestDesk): Promise<void> => {
  while (await promiseDeliveries(on.desk));
}

const idsIn = (bodies: readonly string[]): number[] =>
  bodies.flatMap((body) => (JSON.parse(body).events as { id: number }[]).map(({ id }) => id))

onEachEngine(
  'what happens is promised once, however many processes follow the feed at the same time',
  async (engine) => {
    await using receiver = await startReceiver()
    const on = await newDesk(engine, { callbackAllow: receiver.host })
    try {
      const before = await buildContact(on)
      const app = await buildCaseManagementApp(on)
      const hook = {
        wire: 'case-management',
        topic: 'person',
        url: receiver.url,
        credentialId: app.id,
      } as const
      for (let count = 0; count < 2; count += 1) await createWebhook(on.desk, on.as(), hook)
      const made: number[] = []
      const work = Array.from({ length: 60 }, async (_, index) => {
        if (index % 3 === 0) await Promise.all([promiseDeliveries(on.desk), promiseDeliveries(on.desk)])
        else made.push((await buildContact(on)).id)
      })
      await Promise.all(work)
      await Promise.all([follow(on), follow(on), follow(on)])
      await on.runJobs()
      const rows = await on.desk.db
        .selectFrom('jobs')
        .select('webhook_id')
        .where('kind', '=', 'webhook')
        .execute()
      assert.equal(rows.length, receiver.calls.length)
      const told = idsIn(receiver.calls.map(({ body }) => body))
      for (const id of made)
        assert.equal(told.filter((each) => each === id).length, 2, 'once for each webhook')
      assert.ok(!told.includes(before.id), 'nothing from before it was registered')
    } finally {
      await on.close()
    }
  },
)

onEachEngine(
  'a batch holds up to a hundred events, and the calls of one webhook keep their order',
  async (engine) => {
    await using receiver = await startReceiver()
    const on = await newDesk(engine, { callbackAllow: receiver.host })
    try {
      const app = await buildCaseManagementApp(on)
      const given = {
        wire: 'case-management',
        topic: 'person',
        url: receiver.url,
        credentialId: app.id,
      } as const
      const { webhook } = await createWebhook(on.desk, on.as(), given)
      const made: number[] = []
      for (let count = 0; count < 230; count += 1) made.push((await buildContact(on)).id)
      receiver.reactions.push(500)
      await on.runJobs()
      on.clock.advance(60_000)
      await on.runJobs()
      const [failed, ...calls] = receiver.calls.map(({ body }) => body)
      assert.equal(calls[0], failed, 'the rest waits for the first')
      assert.equal(calls.length, 3)
      assert.ok(calls.every((body) => idsIn([body]).length <= 100))
      assert.deepEqual(idsIn(calls), made)
      await changeWebhook(on.desk, on.as(), webhook.id, { active: false })
      await buildContact(on)
      await on.runJobs()
      assert.equal(receiver.calls.length, 4)
    } finally {
      await on.close()
    }
  },
)
