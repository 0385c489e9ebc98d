import assert from 'node:assert/strict'
import { buildRep } from '../../../test/harness/build.ts'
import { connectCm, dataOf, type Json } from '../../../test/harness/case-management.ts'
import { newDesk } from '../../../test/harness/desk.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { builtIn } from '../../domain/catalog.ts'
import { changeCase } from '../../usecases/cases/change-case.ts'
import { addNote } from '../../usecases/messages/add-note.ts'
import { addPartyMessage } from '../../usecases/messages/add-party-message.ts'

/** An entry without what is the same in all, or given by the database. */
function brief({ id, actor, actor_name, ...entry }: Json): Json {
  assert.ok(Number.isInteger(id) && (actor === null || Number.isInteger(actor)))
  assert.equal(typeof actor_name, 'string')
  return entry
}

onEachEngine(
  'CM §7.7: the history of a ticket tells its changes in the words of the wire, and nothing internal',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const client = await connectCm(on)
      const rep = await buildRep(on)
      const creator = await client.create('/v1/users', { name: 'Ann', address: 'ann@example.com' })
      const ticket = await client.create('/v1/tickets', { creator, message: 'Printer', title: 'Old' })
      const start = Math.floor(on.clock.now / 1000)
      const path = `/v1/tickets/${ticket}`
      on.clock.advance(1500)
      await client.send('PUT', path, { title: 'New', status: 'pending', priority: 'high', solver: rep.id })
      await changeCase(on.desk, on.as(), ticket, { status: builtIn.status.onHold, dueAt: on.clock.now })
      await addNote(on.desk, on.as(), ticket, { body: 'psst', bodyFormat: 'text', showToRequester: false })
      await addPartyMessage(on.desk, on.as(), ticket, {
        body: 'hush',
        type: 'serviceComment',
        internal: true,
      })
      on.clock.advance(1000)
      const reply = await client.create(`${path}/replies`, { creator, message: 'Still' })
      await client.send('PUT', path, { status: 'solved', external_id: 'x' })

      const answer = await client.get(`${path}/history`)
      const entry = { item: 'ticket', resource: ticket, parent: null }
      assert.deepEqual(dataOf(answer).map(brief), [
        { ...entry, action: 'add', timestamp: start, changes: [] },
        {
          ...entry,
          action: 'update',
          timestamp: start + 1,
          changes: [
            { field: 'status', from: 'open', to: 'pending' },
            { field: 'priority', from: 'medium', to: 'high' },
            { field: 'title', from: 'Old', to: 'New' },
            { field: 'solver', from: null, to: rep.id },
          ],
        },
        { item: 'reply', resource: reply, parent: ticket, action: 'add', timestamp: start + 2, changes: [] },
        {
          ...entry,
          action: 'update',
          timestamp: start + 2,
          changes: [
            { field: 'status', from: 'pending', to: 'closed' },
            { field: 'external_id', from: null, to: 'x' },
          ],
        },
      ])
      assert.deepEqual({ ...answer.json, data: [] }, { total_count: 4, offset: 0, length: 20, data: [] })
      const page = await client.get(`${path}/history?offset=1&length=2`)
      assert.deepEqual(page.json.data, dataOf(answer).slice(1, 3))
      assert.equal(page.json.total_count, 4)
      assert.equal((await client.get('/v1/tickets/99/history')).json.message, 'Ticket 99 does not exist')
      assert.equal((await client.send('POST', `${path}/history`, {})).status, 405)
    } finally {
      await on.close()
    }
  },
)
