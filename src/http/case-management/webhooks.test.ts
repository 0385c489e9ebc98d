import assert from 'node:assert/strict'
import {
  type CmAnswer,
  type CmClient,
  connectCm,
  dataOf,
  type Json,
  storedThings,
} from '../../../test/harness/case-management.ts'
import { newDesk, type TestDesk } from '../../../test/harness/desk.ts'
import { type EngineName, onEachEngine } from '../../../test/harness/engines.ts'
import { type Receiver, startReceiver } from '../../../test/harness/receiver.ts'
import { trashCase } from '../../usecases/cases/trash-case.ts'
import { addEntry } from '../../usecases/catalog/add-entry.ts'
import { deleteApp } from '../../usecases/credentials/make-app.ts'
import { addNote } from '../../usecases/messages/add-note.ts'
import { replyToCase } from '../../usecases/messages/reply-to-case.ts'

interface Given {
  readonly on: TestDesk
  readonly cm: CmClient
  readonly receiver: Receiver
  hook(item: string, more?: Json): Promise<number>
  /** @returns the events of the calls since the last time, call by call */
  told(): Promise<Json[][]>
}

const secret = 'a secret of ours'

async function withHooks(
  engine: EngineName,
  body: (given: Given) => Promise<void>,
  others: readonly Receiver[] = [],
): Promise<void> {
  await using receiver = await startReceiver()
  const on = await newDesk(engine, { callbackAllow: [receiver, ...others].map(({ host }) => host).join() })
  try {
    const cm = await connectCm(on)
    await body({
      on,
      cm,
      receiver,
      hook: (item, more = {}) => cm.create('/v1/webhooks', { item, url: receiver.url, secret, ...more }),
      async told() {
        await on.runJobs()
        return receiver.calls.splice(0).map((call) => JSON.parse(call.body).events as Json[])
      },
    })
  } finally {
    await on.close()
  }
}

const words = (events: readonly Json[]) =>
  events.map(({ item, action, id, parent }) => [item, action, id, parent])

onEachEngine(
  'CM §10: a webhook is registered once its address has answered the challenge',
  async (engine) => {
    await withHooks(engine, async ({ on, cm, receiver }) => {
      const made = await cm.send('POST', '/v1/webhooks', { item: 'ticket', url: receiver.url, secret })
      assert.equal(made.status, 200)
      const { uuid, id, full_uuid } = made.json
      assert.ok(Number.isInteger(uuid) && uuid === id && typeof full_uuid === 'string')
      assert.equal(made.headers.location, `/v1/webhooks/${id}`)
      const shown = {
        uuid,
        id,
        full_uuid,
        item: 'ticket',
        url: receiver.url,
        active: true,
        created: 1767603600,
        last_update: 1767603600,
      }
      assert.deepEqual((await cm.get(`/v1/webhooks/${id}`)).json, shown)
      assert.deepEqual((await cm.get(`/v1/webhooks/${full_uuid}`)).json, shown)
      assert.deepEqual(dataOf(await cm.get('/v1/webhooks')), [shown])
      const row = await on.desk.db.selectFrom('webhooks').selectAll().executeTakeFirstOrThrow()
      assert.equal(JSON.stringify(row).includes(secret), false, 'kept sealed')
      const recorded = await on.desk.db
        .selectFrom('events')
        .select('kind')
        .where('kind', 'like', 'webhook.%')
        .execute()
      assert.deepEqual(
        recorded.map(({ kind }) => kind),
        ['webhook.added'],
      )
    })
  },
)

onEachEngine(
  'CM §10: what fails the verification is refused with one text, and nothing is stored',
  async (engine) => {
    await using wrong = await startReceiver(() => ({ status: 200, body: 'something else' }))
    await using refusing = await startReceiver((asked) => ({ status: 404, body: asked }))
    await using created = await startReceiver((asked) => ({ status: 201, body: asked }))
    const addresses: Readonly<Record<string, string[]>> = {
      'inner.example': ['10.1.2.3'],
      'mixed.example': ['93.184.216.34', '127.0.0.1'],
    }
    const on = await newDesk(engine, {
      callbackAllow: [wrong, refusing, created].map(({ host }) => host).join(),
      outbound: { totalMs: 500, resolve: async (host) => addresses[host] ?? [] },
    })
    try {
      const cm = await connectCm(on)
      const before = await storedThings(on)
      const refused = async (url: string, item = 'ticket'): Promise<CmAnswer> =>
        cm.send('POST', '/v1/webhooks', { item, url, secret })
      const texts = new Set<unknown>()
      for (const url of [
        wrong.url,
        refusing.url,
        created.url,
        'https://inner.example/',
        'https://mixed.example/',
        'https://gone.example/',
      ]) {
        const { status, json } = await refused(url)
        assert.equal(status, 400, url)
        texts.add(json.message)
      }
      assert.deepEqual([...texts], ['The "url" did not answer the verification with its challenge'])
      for (const url of [
        'http://public.example/',
        'https://10.0.0.1/',
        'https://u:p@x.example/',
        'nonsense',
        `http://127.0.0.1:1/`,
      ]) {
        const { status, json } = await refused(url)
        assert.deepEqual([status, json.message], [400, 'The "url" parameter is not valid'], url)
      }
      for (const [body, message] of [
        [{ url: wrong.url, secret }, 'The "item" parameter is required'],
        [{ item: 'worklog', url: wrong.url, secret }, 'The "item" parameter is not valid'],
        [{ item: 'ticket', secret }, 'The "url" parameter is required'],
        [{ item: 'ticket', url: wrong.url }, 'The "secret" parameter is required'],
        [{ item: 'ticket', url: wrong.url, secret: 'a\nb' }, 'The "secret" parameter is not valid'],
      ] as const) {
        const { status, json } = await cm.send('POST', '/v1/webhooks', body)
        assert.deepEqual([status, json.message], [400, message])
        assert.deepEqual((json.errors as Json[])[0]?.code, 400)
      }
      assert.deepEqual(dataOf(await cm.get('/v1/webhooks')), [])
      assert.deepEqual(await storedThings(on), before)
    } finally {
      await on.close()
    }
  },
)

onEachEngine('CM §10: only the key that owns a webhook sees, changes and deletes it', async (engine) => {
  await withHooks(engine, async ({ on, cm, hook }) => {
    const id = await hook('ticket')
    const stranger = await connectCm(on)
    assert.deepEqual(dataOf(await stranger.get('/v1/webhooks')), [])
    for (const [method, body] of [
      ['GET', ''],
      ['PUT', { item: 'reply' }],
      ['PATCH', { secret: 'mine now' }],
      ['DELETE', ''],
    ] as const) {
      const { status, json } = await stranger.send(method, `/v1/webhooks/${id}`, body)
      assert.deepEqual([status, json.message], [404, `Webhook ${id} does not exist`], method)
    }
    assert.equal((await cm.get('/v1/webhooks/999')).status, 404)
    assert.equal((await cm.send('PATCH', `/v1/webhooks/${id}`, { item: 'reply' })).status, 200)
    assert.equal((await cm.get(`/v1/webhooks/${id}`)).json.item, 'reply')
    assert.equal((await cm.send('DELETE', `/v1/webhooks/${id}`, '')).status, 200)
    assert.equal((await cm.get(`/v1/webhooks/${id}`)).status, 404)
    assert.equal((await cm.send('DELETE', '/v1/webhooks', '')).status, 405)
  })
})

onEachEngine(
  'CM §10: one call holds a list of events, with what receivers read of an answer',
  async (engine) => {
    await withHooks(engine, async ({ on, cm, receiver, hook, told }) => {
      await hook('reply')
      const creator = await cm.create('/v1/users', { name: 'Ann', address: 'ann@example.com' })
      const ticket = await cm.create('/v1/tickets', { creator, message: 'It smokes', title: 'Kettle' })
      const { full_uuid } = (await cm.get(`/v1/tickets/${ticket}`)).json
      const own = await cm.create(`/v1/tickets/${ticket}/replies`, { creator, message: 'Still' })
      on.clock.advance(5_000)
      const answer = await replyToCase(on.desk, on.as('desk'), ticket, {
        body: '<p>Unplug it</p>',
        bodyFormat: 'html',
      })
      await addNote(on.desk, on.as('desk'), ticket, { body: 'Warranty is over', bodyFormat: 'text' })
      await on.runJobs()
      assert.equal(receiver.calls.length, 1, 'both in one call')
      const [call] = receiver.calls
      assert.equal(call?.method, 'POST')
      assert.equal(call?.headers['x-hook-signature'], secret)
      const about = {
        resource: full_uuid,
        resource_data: {
          id: ticket,
          uuid: ticket,
          title: 'Kettle',
          creator: { id: creator, name: 'Ann', identifier: 'ann@example.com' },
        },
      }
      assert.deepEqual((await told())[0], [
        {
          id: own,
          item: 'reply',
          action: 'add',
          timestamp: 1767603600,
          actor: creator,
          parent: ticket,
          ...about,
          action_data: { text: 'Still' },
        },
        {
          id: answer.id,
          item: 'reply',
          action: 'add',
          timestamp: 1767603605,
          actor: 0,
          parent: ticket,
          ...about,
          action_data: { text: '<p>Unplug it</p>' },
        },
      ])
    })
  },
)

onEachEngine('CM §10: each item is told of its own things, and nothing internal', async (engine) => {
  await withHooks(engine, async ({ on, cm, receiver, hook, told }) => {
    for (const item of ['alert', 'ticket', 'user', 'media', 'queue', 'classification']) {
      await hook(item, { url: `${receiver.url}/${item}` })
    }
    const user = await cm.create('/v1/users', { name: 'Bo', address: 'bo@example.com' })
    const medium = await cm.create('/v1/media', { name: 'a.txt', content: 'Y29udGVudA==' })
    const second = await cm.create('/v1/media', { name: 'b.txt', content: 'Yg==' })
    const ticket = await cm.create('/v1/tickets', { creator: user, message: 'x', attachments: [medium] })
    await cm.create(`/v1/tickets/${ticket}/replies`, { creator: user, message: 'y', attachments: [second] })
    await cm.send('PUT', `/v1/tickets/${ticket}`, { title: 'Renamed' })
    const queue = await addEntry(on.desk, on.as(), { kind: 'group', name: 'Night shift' })
    const category = await addEntry(on.desk, on.as(), { kind: 'category', name: 'Heat' })
    const below = await addEntry(on.desk, on.as(), {
      kind: 'subcategory',
      name: 'Steam',
      parentId: category.id,
    })
    await addEntry(on.desk, on.as(), { kind: 'mode', name: 'Pigeon' })
    await trashCase(on.desk, on.as(), ticket)
    const calls = await told()
    assert.ok(calls.every((events) => new Set(events.map(({ item }) => item)).size === 1))
    const of = (item: string) => words(calls.flat().filter((event) => event.item === item))
    assert.deepEqual(of('alert'), [])
    assert.deepEqual(of('user'), [['user', 'add', user, null]])
    assert.deepEqual(of('ticket'), [
      ['ticket', 'add', ticket, null],
      ['ticket', 'update', ticket, null],
      ['ticket', 'remove', ticket, null],
    ])
    assert.deepEqual(of('media'), [
      ['media', 'add', medium, ticket],
      ['media', 'add', second, ticket],
    ])
    assert.deepEqual(of('queue'), [['queue', 'add', queue.id, null]])
    assert.deepEqual(of('classification'), [
      ['classification', 'add', category.id, null],
      ['classification', 'add', below.id, category.id],
    ])
  })
})

onEachEngine(
  'CM §10: a new url is verified, waiting calls go to it, a removed webhook drops them',
  async (engine) => {
    let willing = false
    await using other = await startReceiver((asked) => ({ status: willing ? 200 : 404, body: asked }))
    await withHooks(
      engine,
      async ({ on, cm, receiver, hook }) => {
        const id = await hook('user')
        receiver.reactions.push(500)
        await cm.create('/v1/users', { name: 'Bo', address: 'bo@example.com' })
        await on.runJobs()
        const change = () => cm.send('PUT', `/v1/webhooks/${id}`, { url: other.url })
        assert.equal((await change()).status, 400)
        assert.equal((await cm.get(`/v1/webhooks/${id}`)).json.url, receiver.url)
        willing = true
        assert.equal((await change()).status, 200)
        on.clock.advance(60_000)
        other.reactions.push(500)
        await on.runJobs()
        assert.deepEqual([receiver.calls.length, other.calls.length], [1, 1])
        assert.equal(other.calls[0]?.body, receiver.calls[0]?.body)
        assert.equal((await cm.send('DELETE', `/v1/webhooks/${id}`, '')).status, 200)
        on.clock.advance(86_400_000)
        await on.runJobs()
        assert.equal(other.calls.length, 1)
        const left = await on.desk.db.selectFrom('jobs').select('id').where('kind', '=', 'webhook').execute()
        assert.deepEqual(left, [])
      },
      [other],
    )
  },
)

onEachEngine('CM §10: with the application go its webhooks and what they wait for', async (engine) => {
  await withHooks(engine, async ({ on, cm, receiver, hook }) => {
    await hook('user')
    receiver.reactions.push(500)
    await cm.create('/v1/users', { name: 'Bo', address: 'bo@example.com' })
    await on.runJobs()
    const app = await on.desk.db.selectFrom('webhooks').select('credential_id').executeTakeFirstOrThrow()
    await deleteApp(on.desk, on.as(), app.credential_id ?? 0)
    on.clock.advance(3_600_000)
    await on.runJobs()
    assert.equal(receiver.calls.length, 1)
    assert.deepEqual(await on.desk.db.selectFrom('webhooks').select('id').execute(), [])
  })
})

onEachEngine(
  'CM §10: a receiver that said it was gone is turned on again by a change, once it answers',
  async (engine) => {
    await withHooks(engine, async ({ cm, receiver, hook, told }) => {
      const id = await hook('user')
      receiver.reactions.push(410)
      await cm.create('/v1/users', { name: 'Bo', address: 'bo@example.com' })
      await told()
      assert.equal((await cm.get(`/v1/webhooks/${id}`)).json.active, false)
      await cm.create('/v1/users', { name: 'Cy', address: 'cy@example.com' })
      assert.deepEqual(await told(), [])
      assert.equal((await cm.send('PUT', `/v1/webhooks/${id}`, { url: receiver.url })).status, 200)
      assert.equal((await cm.get(`/v1/webhooks/${id}`)).json.active, true)
      const di = await cm.create('/v1/users', { name: 'Di', address: 'di@example.com' })
      assert.deepEqual((await told()).map(words), [[['user', 'add', di, null]]])
    })
  },
)
