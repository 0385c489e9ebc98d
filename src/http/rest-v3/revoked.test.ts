import assert from 'node:assert/strict'
import { newDesk, type TestDesk } from '../../../test/harness/desk.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { clientFor, type RestClient, restClient } from '../../../test/harness/rest.ts'

type Caller = Pick<RestClient, 'post' | 'put' | 'delete'>
const tables = ['cases', 'messages', 'worklogs', 'files', 'events', 'catalog', 'jobs'] as const

/** How much of everything is stored. */
async function stored(on: TestDesk): Promise<number[]> {
  const counts = tables.map((table) =>
    on.desk.db
      .selectFrom(table)
      .select((of) => of.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow(),
  )
  return (await Promise.all(counts)).map(({ n }) => Number(n))
}

/** Everything that a key may be in the middle of. */
function changes(by: Caller, id: unknown, index: number) {
  switch (index % 6) {
    case 0:
      return by.post('requests', {
        request: { subject: `No ${index}`, requester: { email_id: `a${index}@x.example` } },
      })
    case 1:
      return by.put(`requests/${id}`, { request: { subject: `No ${index}` } })
    case 2:
      return by.post(`requests/${id}/notes`, { note: { description: 'x' } })
    case 3:
      return by.post(`requests/${id}/worklogs`, { worklog: { owner: { id: 1 } } })
    case 4:
      return by.post('levels', { level: { name: `Level ${index}` } })
    default:
      return by.put(`requests/${id}/${index % 12 < 6 ? 'pickup' : 'close'}`)
  }
}

for (const way of ['login disabled', 'key deleted', 'owner of an integration disabled'] as const) {
  onEachEngine(
    `R2.2-4: once it is answered that a key is gone (${way}), nothing that was under way with it is stored any more`,
    async (engine) => {
      const on = await newDesk(engine)
      try {
        const admin = await restClient(on)
        const { id } = (await admin.post('requests', { request: { subject: 's' } })).one('request')
        for (let round = 0; round < 4; round++) {
          const owner = await restClient(on)
          const made = await owner.post('integration_keys', {
            integration_key: { name: `Key ${round}`, roles: [{ id: 3 }] },
          })
          const integration = clientFor(on, String(made.one('integration_key').key))
          const by = way === 'owner of an integration disabled' ? integration : owner
          let settled = 0
          const calls = Array.from({ length: 36 }, async (_, index) => {
            const { status } = await changes(by, id, index + round * 100)
            settled += 1
            return status
          })
          // Let some of them be anywhere between the door and the transaction.
          for (let turn = 0; turn < round * 40; turn++) await new Promise((next) => setImmediate(next))
          const path = `technicians/${owner.rep.id}`
          const gone =
            way === 'key deleted'
              ? await admin.delete(`${path}/api_key`)
              : await admin.put(path, { technician: { login_enabled: false } })
          assert.equal(gone.status, 200, JSON.stringify(gone.body))
          const after = await stored(on)
          const underWay = calls.length - settled
          const statuses = await Promise.all(calls)
          assert.deepEqual(await stored(on), after, `${underWay} were under way`)
          assert.ok(
            statuses.every((status) => status === 200 || status === 201 || status === 401 || status === 400),
            String(statuses),
          )
          assert.equal((await by.put(`requests/${id}/pickup`)).status, 401)
        }
      } finally {
        await on.close()
      }
    },
  )
}
