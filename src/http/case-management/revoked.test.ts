import assert from 'node:assert/strict'
import { connectCm, storedThings } from '../../../test/harness/case-management.ts'
import { newDesk } from '../../../test/harness/desk.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { deleteApp, listApps, renewApp } from '../../usecases/credentials/make-app.ts'

onEachEngine(
  'CM §2: once a key is deleted, no request that was under way with it changes anything any more',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const creator = await (await connectCm(on)).create('/v1/users', {
        name: 'Ann',
        address: 'ann@example.com',
      })
      for (let round = 0; round < 5; round++) {
        const client = await connectCm(on)
        const app = (await listApps(on.desk, on.as())).at(-1)
        let settled = 0
        const calls = Array.from({ length: 40 }, async (_, index) => {
          const path = index % 2 ? '/v1/tickets' : '/v1/media'
          const body = index % 2 ? { creator, message: `No ${index}` } : { name: 'a.txt', content: 'YQ==' }
          const { status } = await client.send('POST', path, body)
          settled += 1
          return status
        })
        // Let some of them be anywhere between the door and the transaction.
        for (let turn = 0; turn < round * 40; turn++) await new Promise((next) => setImmediate(next))
        await deleteApp(on.desk, on.as(), app?.id ?? 0)
        const after = await storedThings(on)
        const underWay = calls.length - settled
        const statuses = await Promise.all(calls)
        assert.deepEqual(
          await storedThings(on),
          after,
          `nothing is stored after the key is gone (${underWay} were under way)`,
        )
        assert.ok(
          statuses.every((status) => status === 200 || status === 403),
          String(statuses),
        )
      }
    } finally {
      await on.close()
    }
  },
)

onEachEngine('CM §2: a renewed key ends the old one and its tokens', async (engine) => {
  const on = await newDesk(engine)
  try {
    const client = await connectCm(on)
    const app = (await listApps(on.desk, on.as())).at(-1)
    const renewed = await renewApp(on.desk, on.as(), app?.id ?? 0)
    assert.equal((await client.get('/v1/users')).status, 403)
    assert.notEqual(renewed.key, client.key)
  } finally {
    await on.close()
  }
})
