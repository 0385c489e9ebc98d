import assert from 'node:assert/strict'
import { buildRep } from '../../../test/harness/build.ts'
import { type CmClient, connectCm, dataOf, form } from '../../../test/harness/case-management.ts'
import { newDesk, type TestDesk } from '../../../test/harness/desk.ts'
import { type EngineName, onEachEngine } from '../../../test/harness/engines.ts'
import { builtIn } from '../../domain/catalog.ts'
import { changeCase } from '../../usecases/cases/change-case.ts'
import { addNote } from '../../usecases/messages/add-note.ts'
import { addPartyMessage } from '../../usecases/messages/add-party-message.ts'

async function withTicketDesk(
  engine: EngineName,
  body: (on: TestDesk, client: CmClient, creator: number) => Promise<void>,
): Promise<void> {
  const on = await newDesk(engine)
  try {
    const client = await connectCm(on)
    const creator = await client.create('/v1/users', { name: 'Ann', address: 'ann@example.com' })
    await body(on, client, creator)
  } finally {
    await on.close()
  }
}

onEachEngine('CM 11.5: the seed’s flow; creator is an integer, its digits or the textual id', (engine) =>
  withTicketDesk(engine, async (_on, client) => {
    const user = await client.send('POST', '/v1/users', { name: 'Lorem Ipsum', address: 'test@test.com' })
    const { uuid, hash_uuid } = user.json
    assert.equal(Number.isInteger(uuid), true)
    for (const creator of [uuid, String(uuid), hash_uuid, String(hash_uuid).toUpperCase()]) {
      const made = await client.send('POST', '/v1/tickets', { message: 'Lorem Ipsum', creator })
      assert.equal(made.status, 200, String(creator))
      assert.equal(Number.isInteger(made.json.uuid), true)
      assert.equal(made.json.id, made.json.uuid)
      assert.match(String(made.json.full_uuid), /^[0-9a-f]{8}-[0-9a-f]{4}-4/)
      assert.equal(made.headers.location, `/v1/tickets/${made.json.id}`)
      for (const id of [made.json.id, made.json.full_uuid]) {
        const { json } = await client.get(`/v1/tickets/${id}`)
        assert.deepEqual([json.id, json.creator, json.message], [made.json.id, uuid, 'Lorem Ipsum'])
      }
    }
  }),
)

onEachEngine('CM §7.1, §7.2: what is not given has a default, what is given is shown', (engine) =>
  withTicketDesk(engine, async (on, client, creator) => {
    const seconds = on.clock.now / 1000
    const bare = await client.create('/v1/tickets', { creator, message: '<p>Printer is <b>down</b></p>' })
    const { full_uuid: guid, ...shown } = (await client.get(`/v1/tickets/${bare}`)).json
    assert.equal(typeof guid, 'string')
    assert.deepEqual(shown, {
      id: bare,
      uuid: bare,
      external_id: null,
      title: 'Printer is down',
      message: '<p>Printer is <b>down</b></p>',
      status: 'open',
      priority: 'medium',
      queue: 1,
      source: 1,
      creator,
      solver: null,
      attachments: [],
      history: { messages: [] },
      created: seconds,
      last_update: seconds,
    })
    const rep = await buildRep(on)
    const full = await client.create('/v1/tickets', {
      creator,
      message: 'x'.repeat(100),
      title: 'Title',
      source: '3',
      queue: 2,
      autoclassify: true,
      external_id: 'chat-1',
      solver: rep.guid,
      priority: 'high',
      unknown: 'ignored',
    })
    const { json } = await client.get(`/v1/tickets/${full}`)
    assert.deepEqual(
      [json.title, json.source, json.queue, json.external_id, json.solver, json.priority],
      ['Title', 3, 2, 'chat-1', rep.id, 'high'],
    )
    const long = await client.create('/v1/tickets', { creator, message: 'x'.repeat(100) })
    assert.equal((await client.get(`/v1/tickets/${long}`)).json.title, 'x'.repeat(80))
  }),
)

onEachEngine('CM 11.11: a nested PHP form is stored and returned', (engine) =>
  withTicketDesk(engine, async (_on, client, creator) => {
    const transcript = [
      { message: 'Hello', user: 'guest' },
      { message: 'Hi & <welcome>', user: '' },
    ]
    const nested =
      `creator=${creator}&message=Hi&autoclassify=1&source=3&attachments=&` +
      'history%5Bmessages%5D%5B0%5D%5Bmessage%5D=Hello&history%5Bmessages%5D%5B0%5D%5Buser%5D=guest&' +
      'history[messages][1][message]=Hi+%26+%3Cwelcome%3E'
    const id = await client.create('/v1/tickets', nested, form)
    const { json } = await client.get(`/v1/tickets/${id}`)
    assert.deepEqual([json.history, json.source], [{ messages: transcript }, 3])
    for (const empty of [{ history: [] }, { history: {} }, { history: { messages: [] } }, { history: null }])
      assert.equal(
        (await client.send('POST', '/v1/tickets', { creator, message: 'x', ...empty })).status,
        200,
        JSON.stringify(empty),
      )
  }),
)

onEachEngine('CM 11.12: an external_id finds its tickets, the newest first', (engine) =>
  withTicketDesk(engine, async (on, client, creator) => {
    const ids: number[] = []
    for (const external_id of ['x', 'X', 'x', 'y']) {
      ids.push(await client.create('/v1/tickets', { creator, message: 'm', external_id }))
      on.clock.advance(1_000)
    }
    const found = dataOf(await client.get('/v1/tickets?external_id=x'))
    assert.deepEqual(
      found.map(({ id }) => id),
      [ids[2], ids[0]],
    )
    assert.equal(Number.isInteger(found[0]?.id), true)
    const none = await client.get('/v1/tickets?external_id=z')
    assert.deepEqual([none.status, none.json.data], [200, []])
  }),
)

onEachEngine('CM §7.2: every filter, both sort orders, pages', (engine) =>
  withTicketDesk(engine, async (on, client, creator) => {
    const start = on.clock.now / 1000
    const other = await client.send('POST', '/v1/users', { name: 'Bob', address: 'bob@example.com' })
    const rep = await buildRep(on)
    const make = async (values: Record<string, unknown>) => {
      const id = await client.create('/v1/tickets', { creator, message: 'm', ...values })
      on.clock.advance(10_000)
      return id
    }
    const a = await make({})
    const b = await make({ queue: 2, source: 5, priority: 'low', solver: rep.id })
    const c = await make({ creator: other.json.id })
    await client.send('PUT', `/v1/tickets/${a}`, { status: 'pending' })
    const found = async (query: string) =>
      dataOf(await client.get(`/v1/tickets?${query}`)).map(({ id }) => id)
    const table: [query: string, ids: number[]][] = [
      ['', [c, b, a]],
      ['order=asc', [a, b, c]],
      ['sort=last_update', [a, c, b]],
      ['sort=created&order=asc&offset=1&length=1', [b]],
      ['length=0', []],
      ['queue=2', [b]],
      ['source=5', [b]],
      ['source=1', [c, a]],
      ['priority=low', [b]],
      ['priority=medium', [c, a]],
      ['status=pending', [a]],
      ['status=open', [c, b]],
      ['status=solved', []],
      [`creator=${other.json.id}`, [c]],
      [`creator=${other.json.full_uuid}`, [c]],
      ['creator=99', []],
      ['creator=nobody', []],
      [`solver=${rep.guid}`, [b]],
      [`created_from=${start + 10}`, [c, b]],
      [`created_to=${start + 10}`, [b, a]],
      [`created_from=${start + 10}&created_to=${start + 10}&queue=2`, [b]],
    ]
    for (const [query, ids] of table) assert.deepEqual(await found(query), ids, query)
    assert.equal((await client.get('/v1/tickets?length=1')).json.total_count, 3)
    for (const query of [
      'status=x',
      'priority=1',
      'queue=x',
      'sort=id',
      'order=up',
      'created_from=-1',
      'state=open',
    ])
      assert.equal((await client.get(`/v1/tickets?${query}`)).status, 400, query)
  }),
)

onEachEngine('CM 11.13: PUT and PATCH change a ticket by form and by untyped JSON', (engine) =>
  withTicketDesk(engine, async (on, client, creator) => {
    const rep = await buildRep(on)
    const made = await client.send('POST', '/v1/tickets', { creator, message: 'm', external_id: 'e' })
    const path = `/v1/tickets/${made.json.id}`
    on.clock.advance(300_000)
    const formed = await client.send(
      'PUT',
      path,
      `status=solved&priority=high&queue=2&solver=${rep.id}`,
      form,
    )
    assert.deepEqual([formed.status, formed.json], [200, { uuid: made.json.id, id: made.json.id }])
    const untyped = await client.send('PATCH', `/v1/tickets/${made.json.full_uuid}`, '{"title":"New"}')
    assert.equal(untyped.status, 200)
    const { json } = await client.get(path)
    assert.deepEqual(
      [json.status, json.priority, json.queue, json.solver, json.title, json.external_id, json.message],
      ['closed', 'high', 2, rep.id, 'New', 'e', 'm'],
    )
    assert.equal(json.last_update, Number(json.created) + 300)

    await client.send('PUT', path, { solver: null, queue: null, external_id: null })
    const emptied = (await client.get(path)).json
    assert.deepEqual([emptied.solver, emptied.queue, emptied.external_id], [null, null, null])
  }),
)

onEachEngine('mapping.md: a word that the ticket already shows changes nothing', (engine) =>
  withTicketDesk(engine, async (on, client, creator) => {
    const id = await client.create('/v1/tickets', { creator, message: 'm' })
    const row = () => on.desk.db.selectFrom('cases').selectAll().where('number', '=', id).executeTakeFirst()
    const { status, priority } = builtIn
    for (const [statusId, priorityId] of [
      [status.onHold, priority.normal],
      [status.resolved, null],
      [status.cancelled, priority.medium],
    ] as const) {
      await changeCase(on.desk, on.as(), id, { status: statusId, priority: priorityId, group: null })
      const before = await row()
      on.clock.advance(1_000)
      const { json } = await client.get(`/v1/tickets/${id}`)
      assert.equal((await client.send('PUT', `/v1/tickets/${id}`, json)).status, 200)
      assert.deepEqual(await row(), before)
    }
  }),
)

onEachEngine(
  'CM §7.5, §7.6: replies are the public messages, by their side, and change no status',
  (engine) =>
    withTicketDesk(engine, async (on, client, creator) => {
      const rep = await buildRep(on)
      const id = await client.create('/v1/tickets', { creator, message: 'm' })
      const path = `/v1/tickets/${id}/replies`
      await client.send('PUT', `/v1/tickets/${id}`, { status: 'pending' })
      const first = await client.send('POST', path, { creator, message: 'Any\nnews?' })
      assert.equal(first.status, 200)
      assert.equal(first.json.uuid, first.json.id)
      assert.equal(first.headers.location, `${path}/${first.json.id}`)
      await client.send('POST', path, `creator=${rep.id}&message=%3Cp%3ESoon%3C%2Fp%3E`, form)
      const note = { body: 'secret', bodyFormat: 'text' } as const
      await addNote(on.desk, on.as(), id, note)
      await addNote(on.desk, on.as(), id, { ...note, body: 'a < b &amp; c', showToRequester: true })
      await addPartyMessage(on.desk, on.as(), id, { body: 'hidden', type: 'serviceComment', internal: true })
      await addPartyMessage(on.desk, on.as(), id, { body: null, type: 'statusRequest' })

      const replies = dataOf(await client.get(path))
      assert.deepEqual(
        replies.map(({ type, message, ticket, creator: by }) => [type, message, ticket, by]),
        [
          ['reply', 'Any\nnews?', id, creator],
          ['answer', '<p>Soon</p>', id, rep.id],
          ['answer', 'a &lt; b &amp;amp; c', id, null],
          ['answer', '', id, null],
        ],
      )
      assert.deepEqual((await client.get(`${path}/${first.json.id}`)).json, replies[0])
      assert.equal((await client.get(`${path}/999`)).status, 404)
      const page = await client.get(`${path}?offset=1&length=1`)
      assert.deepEqual([page.json.total_count, page.json.data], [4, [replies[1]]])
      assert.equal((await client.get(`/v1/tickets/${id}`)).json.status, 'pending')
      assert.equal(
        (await client.send('POST', '/v1/tickets/99/replies', { creator, message: 'x' })).status,
        404,
      )
    }),
)
