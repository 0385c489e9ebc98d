import assert from 'node:assert/strict'
import { test } from 'node:test'
import fastify from 'fastify'
import { buildRep } from '../../../test/harness/build.ts'
import { newDesk } from '../../../test/harness/desk.ts'
import { clientWith, signedIn, withToken } from '../../../test/harness/desk-client.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { builtIn } from '../../domain/catalog.ts'
import { access } from './app.ts'
import { guardRoutes } from './auth.ts'

test('a route that does not say who may call it does not start (threat model 1.2)', async () => {
  const on = await newDesk('sqlite')
  try {
    const app = fastify()
    await guardRoutes(app, on.desk, { ...settings })
    app.get('/said', access('session'), async () => 'ok')
    assert.throws(() => app.get('/silent', async () => 'ok'), /GET \/silent does not say who may call it/)
    await app.close()
  } finally {
    await on.close()
  }
})

const settings = {
  publicUrl: null,
  trustProxy: null,
  timeZone: 'UTC',
  appTokenMs: 0,
  accessTokenMs: 0,
  refreshTokenMs: 0,
  caseManagementPerMinute: 0,
  caseManagementPerHour: 0,
  restPerMinute: 0,
  supportTicketPrefix: '/api/v1',
  messagesEnvelope: 'bare',
  messagesBodyBytes: 1_048_576,
  consoleFolder: null,
} as const

onEachEngine('a change by cookie needs the session’s own token and our own page (2.7)', async (engine) => {
  const on = await newDesk(engine, { settings: { publicUrl: 'https://desk.example' } })
  try {
    const me = await signedIn(on)
    const other = await signedIn(on)
    const cookie = me.headers.cookie ?? ''
    const token = me.headers['x-csrf-token'] ?? ''
    const cases: [headers: Record<string, string>, status: number][] = [
      [{ cookie }, 403],
      [{ cookie, 'x-csrf-token': '' }, 403],
      [{ cookie, 'x-csrf-token': other.headers['x-csrf-token'] ?? '' }, 403],
      [{ cookie, 'x-csrf-token': token }, 201],
      [{ cookie, 'x-csrf-token': token, origin: 'https://evil.example' }, 403],
      [{ cookie, 'x-csrf-token': token, origin: 'null' }, 403],
      [{ cookie, 'x-csrf-token': token, origin: 'https://desk.example' }, 201],
      [{ cookie, 'x-csrf-token': token, origin: 'http://127.0.0.1:4780', host: '127.0.0.1:4780' }, 201],
      [{ cookie, 'x-csrf-token': token, 'sec-fetch-site': 'cross-site' }, 403],
      [{ cookie, 'x-csrf-token': token, 'sec-fetch-site': 'same-site' }, 403],
      [{ cookie, 'x-csrf-token': token, 'sec-fetch-site': 'same-origin' }, 201],
    ]
    for (const [headers, status] of cases) {
      const answer = await clientWith(on, me.rep, headers).call('POST', '/cases', { subject: 's', text: 't' })
      assert.equal(answer.statusCode, status, JSON.stringify(headers))
      if (status === 403) assert.equal(answer.json().code, 'csrf')
    }
    const reads = await clientWith(on, me.rep, { cookie, 'sec-fetch-site': 'cross-site' }).call(
      'GET',
      '/views',
    )
    assert.equal(reads.statusCode, 200, 'reading changes nothing')
    const elsewhere = { origin: 'https://evil.example' }
    const login = await clientWith(on, me.rep, elsewhere).call('POST', '/session', { token: 'x' })
    assert.equal(login.json().code, 'csrf', 'nobody is signed in from another site')
  } finally {
    await on.close()
  }
})

onEachEngine(
  'a bearer token has the rights that its rep and its scopes both name (1.9, 2.3)',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const rep = await buildRep(on, { roleIds: [builtIn.role.rep] })
      const all = await withToken(on, rep, ['*'])
      const reads = await withToken(on, rep, ['case.view', 'keys.manage'])
      const draft = { subject: 's', text: 't' }
      assert.equal((await all.call('POST', '/cases', draft)).statusCode, 201)
      assert.equal((await all.call('GET', '/applications')).statusCode, 403, 'the rep may not')
      assert.equal((await reads.call('GET', '/cases')).json().items.length, 1)
      assert.equal((await reads.call('POST', '/cases', draft)).json().detail, 'It takes the right case.add.')
      assert.equal((await reads.call('GET', '/applications')).statusCode, 403)
      const session = await all.call('GET', '/session')
      assert.deepEqual([session.statusCode, session.json().code], [403, 'session_required'])
      const ends = on.clock.now + 1000
      const short = await withToken(on, rep, ['*'], ends)
      assert.equal((await short.call('GET', '/views')).statusCode, 200)
      on.clock.advance(1000)
      assert.equal((await short.call('GET', '/views')).statusCode, 401)
    } finally {
      await on.close()
    }
  },
)

onEachEngine('no token makes a way in that is wider or longer than it is itself (1.9)', async (engine) => {
  const on = await newDesk(engine)
  try {
    const rep = await buildRep(on, { roleIds: [builtIn.role.rep] })
    const narrow = await withToken(on, rep, ['case.view'])
    const token = (scopes: string[], expiresAt?: string) => ({
      name: 'next',
      scopes,
      ...(expiresAt ? { expiresAt } : {}),
    })
    assert.equal((await narrow.call('POST', '/tokens', token(['case.view']))).statusCode, 201)
    assert.equal((await narrow.call('POST', '/tokens', token(['*']))).statusCode, 403)
    assert.equal((await narrow.call('POST', '/tokens', token(['case.add']))).statusCode, 403)
    assert.equal((await narrow.call('POST', `/reps/${rep.id}/key`, {})).statusCode, 403)
    const ending = await withToken(on, rep, ['*'], on.clock.now + 60_000)
    const later = new Date(on.clock.now + 60_001).toISOString()
    const sooner = new Date(on.clock.now + 60_000).toISOString()
    for (const body of [token(['case.view']), token(['case.view'], later)]) {
      const answer = await ending.call('POST', '/tokens', body)
      assert.deepEqual(answer.json().errors, [
        { field: 'expiresAt', rule: 'not_allowed', message: 'is not allowed here' },
      ])
    }
    assert.equal((await ending.call('POST', '/tokens', token(['case.view'], sooner))).statusCode, 201)
    assert.equal((await ending.call('POST', `/reps/${rep.id}/key`)).statusCode, 400)
    const session = await signedIn(on, { roleIds: [builtIn.role.rep] })
    assert.equal((await session.call('POST', '/tokens', token(['*']))).statusCode, 201)
    assert.equal((await session.call('POST', '/tokens', token(['case.fly']))).statusCode, 400)
  } finally {
    await on.close()
  }
})

onEachEngine(
  'a rep sees their own tokens only, and a token belongs to the account beside it (1.3)',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const admin = await signedIn(on)
      const rep = await signedIn(on, { roleIds: [builtIn.role.rep] })
      const draft = { name: 'mine', scopes: ['case.view'] }
      const theirs = (await admin.call('POST', '/tokens', draft)).json()
      const mine = (await rep.call('POST', '/tokens', draft)).json()
      const listed = (await rep.call('GET', '/tokens')).json().items
      assert.deepEqual([listed.length, listed[0].id], [1, mine.id])
      assert.equal((await rep.call('DELETE', `/tokens/${theirs.id}`)).statusCode, 404)
      assert.equal((await admin.call('GET', '/tokens')).json().items.length, 2)
      assert.equal((await admin.call('DELETE', `/tokens/${mine.id}`)).statusCode, 204)
      const owner = (await admin.call('POST', '/organisations', { name: 'Fixit', party: 'provider' })).json()
      const make = async (name: string) =>
        (await admin.call('POST', `/organisations/${owner.id}/accounts`, { name })).json()
      const [one, two] = [await make('one'), await make('two')]
      const crossed = await admin.call('DELETE', `/accounts/${one.account.id}/tokens/${two.token.id}`)
      assert.equal(crossed.statusCode, 404)
      const hidden = (await rep.call('GET', '/organisations')).json().items
      assert.deepEqual(hidden[0].accounts, [], 'accounts are for those who manage keys')
    } finally {
      await on.close()
    }
  },
)
