import assert from 'node:assert/strict'
import {
  type CmAnswer,
  type CmClient,
  callCm,
  connectCm,
  form,
  type Json,
  type Method,
  storedThings,
} from '../../../test/harness/case-management.ts'
import { newDesk, type TestDesk } from '../../../test/harness/desk.ts'
import { type EngineName, onEachEngine } from '../../../test/harness/engines.ts'

/** CM 11.14, asked of every refusal here. */
function assertErrorBody({ status, json, headers }: CmAnswer, label: string): void {
  const { error, errors } = json as { error: Json; errors: Json[] }
  assert.equal(headers['content-type'], 'application/json; charset=utf-8', label)
  assert.equal(error.code, status, label)
  assert.equal(errors[0]?.code, status, label)
  assert.deepEqual([error.message, errors[0]?.message], [json.message, json.message], label)
  assert.ok(json.message, label)
  assert.equal(json.Message, status === 403 ? json.message : undefined, label)
}

/** Runs the body on a desk with one user, one ticket and one medium, all of number 1, and sees that nothing is added. */
async function withNothingStored(
  engine: EngineName,
  body: (on: TestDesk, client: CmClient) => Promise<void>,
): Promise<void> {
  const on = await newDesk(engine)
  try {
    const client = await connectCm(on)
    const creator = await client.create('/v1/users', { name: 'Ann', address: 'ann@example.com' })
    await client.create('/v1/tickets', { creator, message: 'm' })
    await client.create('/v1/media', { name: 'a', content: 'YQ==' })
    const before = await storedThings(on)
    await body(on, client)
    assert.deepEqual(await storedThings(on), before)
  } finally {
    await on.close()
  }
}

const writes: [method: Method, path: string][] = [
  ['POST', '/v1/users'],
  ['PUT', '/v1/users/1'],
  ['PATCH', '/v1/users/1'],
  ['POST', '/v1/tickets'],
  ['PUT', '/v1/tickets/1'],
  ['PATCH', '/v1/tickets/1'],
  ['POST', '/v1/tickets/1/replies'],
  ['POST', '/v1/media'],
]

onEachEngine('CM 11.14, §3: a body that cannot be read is 400 and leaves nothing', (engine) =>
  withNothingStored(engine, async (_on, client) => {
    const bodies: [type: string | undefined, body: string][] = [
      ['application/json', '{"name": "Ann"'],
      ['application/json', '"text"'],
      ['application/json', '[1]'],
      ['application/json', '12'],
      ['application/json', '{"name":"\\ud800"}'],
      ['application/json', 'name=Ann'],
      ['application/json', `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`],
      [undefined, '{"name"'],
      [undefined, '[1,2'],
      [form, `a${'[b]'.repeat(40)}=1`],
    ]
    for (const [method, path] of writes) {
      for (const [type, body] of bodies) {
        const answer = await client.send(method, path, body, type)
        const label = `${method} ${path} ${body.slice(0, 20)}`
        assert.deepEqual([answer.status, answer.json.message], [400, 'Invalid JSON body'], label)
        assertErrorBody(answer, label)
      }
    }
  }),
)

const creator = 1
/** Method, path, body, the parameters that are told of. */
const wrongValues: [method: Method, path: string, body: Json | string, fields: string[]][] = [
  ['POST', '/v1/users', {}, ['name', 'address']],
  ['POST', '/v1/users', '', ['name', 'address']],
  ['POST', '/v1/users', { name: ' ', address: ' ' }, ['name', 'address']],
  ['POST', '/v1/users', { name: 7, address: ['a@b.c'] }, ['name', 'address']],
  ['POST', '/v1/users', { name: 'a\u0000b', address: 'a@b.c' }, ['name']],
  ['POST', '/v1/users', { name: 'x'.repeat(256), address: 'a@b.c' }, ['name']],
  ['POST', '/v1/users', { name: 'x', address: 'nobody' }, ['address']],
  ['POST', '/v1/users', { name: 'x', address: `${'x'.repeat(250)}@b.c` }, ['address']],
  ['POST', '/v1/users', { name: 'x', address: 'a@b.c', extra: { id: 1 } }, ['extra']],
  ['POST', '/v1/users', { name: 'x', address: 'a@b.c', extra: [{ id: 'x', content: '' }] }, ['extra']],
  ['POST', '/v1/users', { name: 'x', address: 'a@b.c', extra: [{ id: 1, content: 2 }] }, ['extra']],
  [
    'POST',
    '/v1/users',
    { name: 'x', address: 'a@b.c', extra: [{ id: 1, content: 'x'.repeat(2001) }] },
    ['extra'],
  ],
  ['PUT', '/v1/users/1', { name: '', address: 'x' }, ['name', 'address']],
  ['PUT', '/v1/users/1', { extra: ['x'] }, ['extra']],
  ['POST', '/v1/tickets', {}, ['creator', 'message']],
  ['POST', '/v1/tickets', { creator: '', message: ' \n' }, ['creator', 'message']],
  ['POST', '/v1/tickets', { creator: { id: 1 }, message: 7 }, ['creator', 'message']],
  ['POST', '/v1/tickets', { creator: 1.5, message: 'm' }, ['creator']],
  ['POST', '/v1/tickets', { creator: -1, message: 'm' }, ['creator']],
  ['POST', '/v1/tickets', { creator, message: 'x'.repeat(1_000_001) }, ['message']],
  ['POST', '/v1/tickets', { creator, message: 'm', title: 'x'.repeat(501) }, ['title']],
  ['POST', '/v1/tickets', { creator, message: 'm', external_id: 'x'.repeat(513) }, ['external_id']],
  ['POST', '/v1/tickets', { creator, message: 'm', source: 'x', queue: 1.5 }, ['source', 'queue']],
  ['POST', '/v1/tickets', { creator, message: 'm', priority: 'urgent' }, ['priority']],
  ['POST', '/v1/tickets', { creator, message: 'm', autoclassify: 'maybe' }, ['autoclassify']],
  ['POST', '/v1/tickets', { creator, message: 'm', attachments: [{}] }, ['attachments']],
  [
    'POST',
    '/v1/tickets',
    { creator, message: 'm', attachments: Array.from({ length: 51 }, (_, id) => id + 1) },
    ['attachments'],
  ],
  ['POST', '/v1/tickets', { creator, message: 'm', attachments: Array(1001).fill(1) }, ['attachments']],
  ['POST', '/v1/tickets', { creator, message: 'm', history: 'x' }, ['history']],
  [
    'POST',
    '/v1/tickets',
    { creator, message: 'm', history: { messages: [{ user: 'x' }] } },
    ['history.messages'],
  ],
  [
    'POST',
    '/v1/tickets',
    { creator, message: 'm', history: { messages: [{ message: 'x'.repeat(1_000_001) }] } },
    ['history.messages'],
  ],
  ['PUT', '/v1/tickets/1', { status: 'done', priority: 1, title: ' ' }, ['title', 'status', 'priority']],
  ['PUT', '/v1/tickets/1', { queue: 'x', solver: [] }, ['queue', 'solver']],
  ['POST', '/v1/tickets/1/replies', {}, ['creator', 'message']],
  ['POST', '/v1/media', {}, ['name', 'content']],
  ['POST', '/v1/media', { name: 'a', content: 'not base64!' }, ['content']],
  ['POST', '/v1/media', { name: 'a', content: 'data:text/plain;base64,' }, ['content']],
  ['POST', '/v1/media', 'name=a&content=', ['content']],
]

onEachEngine('CM 11.14, §4.2: every wrong value is told, 400, and leaves nothing', (engine) =>
  withNothingStored(engine, async (_on, client) => {
    for (const [method, path, body, fields] of wrongValues) {
      const answer = await client.send(method, path, body)
      const label = `${method} ${path} ${JSON.stringify(body).slice(0, 80)}`
      assert.equal(answer.status, 400, label)
      assert.deepEqual(
        (answer.json.errors as Json[]).map(({ field }) => field),
        fields,
        label,
      )
      assertErrorBody(answer, label)
    }
    const status = await client.send('PUT', '/v1/tickets/1', { status: 'done' })
    assert.equal(status.json.message, 'The "status" parameter is not valid')
    const address = await client.send('POST', '/v1/users', { name: 'x', address: 'nobody' })
    assert.equal(address.json.message, 'The "address" parameter is not valid')
  }),
)

onEachEngine('CM 11.15: what is named and does not exist is 422, and leaves nothing', (engine) =>
  withNothingStored(engine, async (_on, client) => {
    const guid = '8a1d0000-0000-4000-8000-000000000000'
    const ticket = { creator, message: 'm' }
    const media = (id: unknown) => `Media ${id} does not exist or has expired`
    const table: [method: Method, path: string, body: Json, message: string][] = [
      ['POST', '/v1/tickets', { ...ticket, creator: 99 }, 'User 99 does not exist'],
      ['POST', '/v1/tickets', { ...ticket, creator: 'UUID' }, 'User UUID does not exist'],
      ['POST', '/v1/tickets', { ...ticket, creator: guid }, `User ${guid} does not exist`],
      ['POST', '/v1/tickets', { ...ticket, solver: 99 }, 'User 99 does not exist'],
      ['POST', '/v1/tickets', { ...ticket, solver: 1 }, 'User 1 does not exist'],
      ['POST', '/v1/tickets', { ...ticket, queue: 99 }, 'Queue 99 does not exist'],
      ['POST', '/v1/tickets', { ...ticket, source: 99 }, 'Source 99 does not exist'],
      ['POST', '/v1/tickets', { ...ticket, attachments: [1, 99] }, media(99)],
      ['POST', '/v1/tickets', { ...ticket, attachments: [guid] }, media(guid)],
      ['POST', '/v1/tickets', { ...ticket, message: '<img src="att:99">', attachments: [1] }, media(99)],
      ['POST', '/v1/tickets', { ...ticket, message: "<img src='att:UUID'/>" }, media('UUID')],
      ['POST', '/v1/tickets/1/replies', { ...ticket, creator: 99 }, 'User 99 does not exist'],
      ['POST', '/v1/tickets/1/replies', { ...ticket, attachments: ['UUID'] }, media('UUID')],
      ['POST', '/v1/tickets/1/replies', { ...ticket, message: '<img src=att:99>' }, media(99)],
      ['PUT', '/v1/tickets/1', { queue: 99 }, 'Queue 99 does not exist'],
      ['PUT', '/v1/tickets/1', { title: 'new', solver: 99 }, 'User 99 does not exist'],
    ]
    for (const [method, path, body, message] of table) {
      const answer = await client.send(method, path, body)
      const label = `${method} ${path} ${JSON.stringify(body)}`
      assert.deepEqual([answer.status, answer.json.message], [422, message], label)
      assertErrorBody(answer, label)
    }
    assert.equal((await client.get('/v1/tickets/1')).json.title, 'm')
  }),
)

onEachEngine('CM §4.3: unknown paths and ids are 404, wrong methods 405 with Allow', (engine) =>
  withNothingStored(engine, async (on, client) => {
    const unknown: [method: Method, path: string, message: string][] = [
      ['GET', '/v1', 'Not found'],
      ['GET', '/v1/nothing', 'Not found'],
      ['POST', '/v1/surveys/1/start', 'Not found'],
      ['GET', '/prod/ticketing', 'Not found'],
      ['GET', '/prod/ticketing/v2/tickets', 'Not found'],
      ['POST', '/ticketing/v1/auth', 'Not found'],
      ['GET', '/v1/tickets/99/history', 'Ticket 99 does not exist'],
      ['POST', '/v1/surveys/1/submit', 'Not found'],
      ['GET', '/v1/users/%zz', 'Not found'],
      ['GET', '/v1/users/99', 'User 99 does not exist'],
      ['GET', '/v1/tickets/99', 'Ticket 99 does not exist'],
      ['GET', '/v1/tickets/99999999999999999999', 'Ticket 99999999999999999999 does not exist'],
      ['GET', '/v1/tickets/-1/replies', 'Ticket -1 does not exist'],
      ['GET', '/v1/media/UUID', 'Media UUID does not exist'],
      ['GET', '/v1/media/99/download', 'Media 99 does not exist'],
      ['PUT', '/v1/tickets/99', 'Ticket 99 does not exist'],
    ]
    for (const [method, path, message] of unknown) {
      const answer = method === 'GET' ? await client.get(path) : await client.send(method, path, '{}')
      assert.deepEqual([answer.status, answer.json.message], [404, message], path)
      assertErrorBody(answer, path)
    }
    const wrong: [method: Method, path: string, allow: string][] = [
      ['GET', '/v1/auth', 'POST'],
      ['POST', '/v1/apis', 'GET, HEAD'],
      ['DELETE', '/v1/tickets/1', 'GET, HEAD, PATCH, PUT'],
      ['DELETE', '/prod/ticketing/v1/users/', 'GET, HEAD, POST'],
      ['PUT', '/ticketing/v1/media/1/download', 'GET, HEAD'],
    ]
    for (const [method, path, allow] of wrong) {
      // Path and method are judged before the caller.
      for (const headers of [client.headers, {}]) {
        const answer = await callCm(on, method, path, headers)
        assert.deepEqual([answer.status, answer.headers.allow], [405, allow], path)
        assertErrorBody(answer, path)
      }
    }
  }),
)

onEachEngine('CM §2: without the right credentials nothing is read or written', (engine) =>
  withNothingStored(engine, async (on, client) => {
    const user = JSON.stringify({ name: 'x', address: 'x@example.com' })
    for (const [method, path] of writes) {
      for (const [headers, status] of [
        [{}, 401],
        [{ 'x-inbenta-key': client.key }, 401],
        [{ 'x-inbenta-key': client.key, authorization: 'Bearer x' }, 403],
      ] as const) {
        for (const body of [user, '{"broken']) {
          const answer = await callCm(on, method, path, headers, body)
          assert.equal(answer.status, status, `${method} ${path}`)
          assertErrorBody(answer, `${method} ${path}`)
        }
      }
    }
  }),
)

onEachEngine('CM §8.1: a payload over 10 MiB is 413 and leaves nothing', (engine) =>
  withNothingStored(engine, async (_on, client) => {
    const body = `name=${'x'.repeat(10_485_760)}`
    for (const path of ['/v1/users', '/v1/media', '/prod/ticketing/v1/tickets']) {
      const answer = await client.send('POST', path, body, form)
      assert.deepEqual([answer.status, answer.json.message], [413, 'Request payload is larger than 10 MB'])
      assertErrorBody(answer, path)
    }
  }),
)

onEachEngine('threat model §7.3: a write with an Idempotency-Key happens once', async (engine) => {
  const on = await newDesk(engine)
  try {
    const client = await connectCm(on)
    const headers = { ...client.headers, 'idempotency-key': 'one' }
    const body = JSON.stringify({ name: 'Ann', address: 'ann@example.com' })
    const first = await callCm(on, 'POST', '/v1/users', headers, body)
    const before = await storedThings(on)
    const again = await callCm(on, 'POST', '/v1/users', headers, body)
    assert.deepEqual(
      [again.status, again.json, again.headers.location],
      [200, first.json, first.headers.location],
    )
    assert.equal(again.headers['idempotency-replayed'], 'true')
    const other = await callCm(on, 'POST', '/v1/users', headers, body.replace('Ann', 'Bob'))
    assert.equal(other.status, 422)
    assertErrorBody(other, 'another body')
    assert.deepEqual(await storedThings(on), before)

    const auth = { 'x-inbenta-key': client.key, 'idempotency-key': 'two' }
    const secret = JSON.stringify({ secret: client.secret })
    await callCm(on, 'POST', '/v1/auth', auth, secret)
    const token = await callCm(on, 'POST', '/v1/auth', auth, secret)
    assert.equal(token.headers['idempotency-replayed'], undefined, 'tokens are never kept')
  } finally {
    await on.close()
  }
})
