import assert from 'node:assert/strict'
import { newDesk } from '../../../test/harness/desk.ts'
import { signedIn, signInAs, withToken } from '../../../test/harness/desk-client.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'

const draft = { subject: 'once', text: 't' }

onEachEngine(
  'the same key with the same request makes one object, also at the same moment (7.3)',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const me = await signedIn(on)
      const key = { 'idempotency-key': 'k1' }
      const parallel = await Promise.all(
        Array.from({ length: 6 }, () => me.call('POST', '/cases', draft, key)),
      )
      const done = parallel.filter((answer) => answer.statusCode === 201)
      const busy = parallel.filter((answer) => answer.statusCode === 409)
      assert.equal(done.length + busy.length, 6)
      assert.ok(busy.every((answer) => answer.json().code === 'idempotency_running'))
      assert.equal((await me.call('GET', '/cases')).json().items.length, 1)
      const again = await me.call('POST', '/cases', draft, key)
      assert.equal(again.body, done[0]?.body)
      assert.deepEqual(
        [again.statusCode, again.headers['idempotency-replayed'], again.headers.etag, again.headers.location],
        [201, 'true', '"v1"', '/api/desk/v1/cases/1'],
      )
      const other = await me.call('POST', '/cases', { ...draft, subject: 'twice' }, key)
      assert.deepEqual([other.statusCode, other.json().code], [422, 'idempotency_mismatch'])
      const later = await signInAs(on, me.rep)
      assert.equal(
        (await later.call('POST', '/cases', draft, key)).body,
        again.body,
        'in a later session too',
      )
      const someone = await signedIn(on)
      assert.notEqual((await someone.call('POST', '/cases', draft, key)).json().number, 1)
      const program = await withToken(on, me.rep, ['case.add', 'case.view'])
      assert.notEqual((await program.call('POST', '/cases', draft, key)).json().number, 1)
      const refused = await me.call('POST', '/cases', { subject: 'x' }, { 'idempotency-key': 'k2' })
      assert.equal(refused.statusCode, 400)
      const mended = await me.call('POST', '/cases', draft, { 'idempotency-key': 'k2' })
      assert.equal(mended.statusCode, 201, 'a refused request leaves its key free')
      on.clock.advance(24 * 3_600_000 + 1)
      const next = await signInAs(on, me.rep)
      assert.notEqual((await next.call('POST', '/cases', draft, key)).json().number, 1)
    } finally {
      await on.close()
    }
  },
)

onEachEngine('changes without an answer and uploads are repeated safely as well', async (engine) => {
  const on = await newDesk(engine)
  try {
    const me = await signedIn(on)
    const { number } = (await me.call('POST', '/cases', draft)).json()
    const token = (await me.call('POST', '/tokens', { name: 't', scopes: ['case.view'] })).json()
    for (const path of [`/tokens/${token.id}`, `/cases/${number}`]) {
      const key = { 'idempotency-key': path }
      const first = await me.call('DELETE', path, undefined, key)
      const again = await me.call('DELETE', path, undefined, key)
      assert.deepEqual([first.statusCode, again.statusCode, again.body], [204, 204, ''], path)
    }
    const headers = { 'idempotency-key': 'up', 'content-type': 'text/plain', 'x-file-name': 'a.txt' }
    const one = await me.call('POST', '/files', Buffer.from('bytes'), headers)
    const two = await me.call('POST', '/files', Buffer.from('bytes'), headers)
    assert.equal(two.json().id, one.json().id)
    const longer = await me.call('POST', '/files', Buffer.from('other bytes'), headers)
    assert.equal(longer.json().code, 'idempotency_mismatch')
  } finally {
    await on.close()
  }
})

onEachEngine(
  'a key that is shown once is shown again to a repeated request, and readable nowhere else (2.3)',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const me = await signedIn(on)
      const draftToken = { name: 't', scopes: ['case.view'] }
      const key = { 'idempotency-key': 'secret' }
      const first = (await me.call('POST', '/tokens', draftToken, key)).json()
      assert.deepEqual((await me.call('POST', '/tokens', draftToken, key)).json(), first)
      const tables = await Promise.all([
        on.desk.db.selectFrom('idempotency').selectAll().execute(),
        on.desk.db.selectFrom('credentials').selectAll().execute(),
        on.desk.db.selectFrom('events').selectAll().execute(),
      ])
      assert.ok(!JSON.stringify(tables).includes(first.key))
    } finally {
      await on.close()
    }
  },
)

onEachEngine(
  'a change that was made before its answer failed is not made again by a repeated request (7.3)',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const me = await signedIn(on)
      const key = { 'idempotency-key': 'late' }
      const { engine } = on.desk
      const { announce } = engine
      // A fault between the commit and the answer.
      Object.assign(engine, {
        announce() {
          throw new Error('after the commit')
        },
      })
      const first = await me.call('POST', '/cases', draft, key)
      Object.assign(engine, { announce })
      assert.equal(first.statusCode, 500)
      const again = await me.call('POST', '/cases', draft, key)
      assert.deepEqual([again.statusCode, again.headers['idempotency-replayed']], [500, 'true'])
      assert.equal((await me.call('GET', '/cases')).json().items.length, 1)
    } finally {
      await on.close()
    }
  },
)
