import assert from 'node:assert/strict'
import { buildContact, buildRep } from '../../../test/harness/build.ts'
import { newDesk, type TestDesk } from '../../../test/harness/desk.ts'
import { clientWith, sessionHeaders, signedIn, signInAs } from '../../../test/harness/desk-client.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { builtIn } from '../../domain/catalog.ts'
import { makeRepKey } from '../../usecases/credentials/make-rep-key.ts'
import { changePerson } from '../../usecases/people/change-person.ts'
import { makeSignInLink } from '../../usecases/session/make-sign-in-link.ts'

const password = 'correct horse battery'
const hour = 3_600_000

function signIn(on: TestDesk, body: object, headers: Record<string, string> = {}) {
  return on.app.inject({ method: 'POST', url: '/api/desk/v1/session', payload: body, headers })
}

async function codeOf(answer: ReturnType<typeof signIn>): Promise<[number, string]> {
  const { statusCode, body } = await answer
  return [statusCode, JSON.parse(body).code]
}

onEachEngine(
  'a sign-in link works once, until its end, and not after a newer one (threat model 2.4)',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const rep = await buildRep(on)
      const link = () => makeSignInLink(on.desk, on.as(), rep.id, hour)
      const older = await link()
      const newer = await link()
      assert.deepEqual(await codeOf(signIn(on, { token: older })), [401, 'link_spent'])
      const both = await Promise.all([signIn(on, { token: newer }), signIn(on, { token: newer })])
      assert.deepEqual(both.map((answer) => answer.statusCode).sort(), [201, 401])
      const late = await link()
      on.clock.advance(hour)
      assert.deepEqual(await codeOf(signIn(on, { token: late })), [401, 'link_spent'])
      assert.deepEqual(await codeOf(signIn(on, { token: 'x' })), [401, 'link_spent'])
      assert.equal((await signIn(on, { token: '' })).statusCode, 400)
      const stored = JSON.stringify(await on.desk.db.selectFrom('credentials').selectAll().execute())
      assert.ok(!stored.includes(late), 'a link is stored as a hash only')
    } finally {
      await on.close()
    }
  },
)

onEachEngine(
  'unknown names, wrong passwords, contacts and the disabled are refused alike (2.1)',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const rep = await buildRep(on, { password, loginName: 'Robin' })
      await buildContact(on, { password, addresses: ['contact@customer.example'] })
      await buildRep(on, { password, loginName: 'off', loginEnabled: false })
      await buildRep(on, { loginName: 'no-password' })
      const refused = [
        { login: 'nobody', password },
        { login: 'robin', password: 'wrong' },
        { login: 'contact@customer.example', password },
        { login: 'off', password },
        { login: 'no-password', password: 'x' },
      ]
      const answers = await Promise.all(refused.map((each) => signIn(on, each)))
      for (const answer of answers) {
        assert.equal(answer.statusCode, 401)
        assert.equal(answer.json().title, 'Login or password is wrong')
        assert.equal(answer.headers['set-cookie'], undefined)
      }
      const started = await signIn(on, { login: ' ROBIN ', password })
      assert.equal(started.json().person.id, rep.id)
      const byAddress = await signIn(on, { login: rep.email?.toUpperCase() ?? '', password })
      assert.equal(byAddress.statusCode, 201)
      const events = await on.desk.db.selectFrom('events').select('kind').execute()
      const kinds = Map.groupBy(events, (event) => event.kind)
      assert.deepEqual([kinds.get('session.refused')?.length, kinds.get('session.started')?.length], [5, 2])
    } finally {
      await on.close()
    }
  },
)

onEachEngine(
  'after five wrong tries an account waits longer each time, an address after twenty (2.1)',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      await buildRep(on, { password, loginName: 'robin' })
      const from = (remoteAddress: string, login: string, given = 'wrong') =>
        on.app.inject({
          method: 'POST',
          url: '/api/desk/v1/session',
          payload: { login, password: given },
          remoteAddress,
        })
      const first = await Promise.all(Array.from({ length: 8 }, () => from('203.0.113.1', 'robin')))
      assert.deepEqual(
        first.map((answer) => answer.statusCode).sort(),
        [401, 401, 401, 401, 401, 429, 429, 429],
        'tries at the same moment are counted before they are checked',
      )
      const waiting = await from('203.0.113.2', 'Robin', password)
      assert.equal(waiting.statusCode, 429, 'from elsewhere and with the right password too')
      assert.equal(waiting.headers['retry-after'], '1')
      assert.equal(waiting.json().code, 'too_many_requests')
      on.clock.advance(1000)
      assert.equal((await from('203.0.113.1', 'robin')).statusCode, 401)
      assert.equal((await from('203.0.113.1', 'robin')).headers['retry-after'], '2')
      on.clock.advance(2000)
      assert.equal((await from('203.0.113.2', 'robin', password)).statusCode, 201)
      assert.equal((await from('203.0.113.2', 'robin')).statusCode, 401, 'a right one clears the account')
      const many = await Promise.all(Array.from({ length: 25 }, (_, n) => from('203.0.113.9', `nobody${n}`)))
      assert.equal(many.filter((answer) => answer.statusCode === 401).length, 20)
      assert.equal((await from('203.0.113.8', 'nobody30')).statusCode, 401, 'other addresses go on')
    } finally {
      await on.close()
    }
  },
)

onEachEngine(
  'the cookie is out of reach of scripts and other sites, and Secure over https (2.2)',
  async (engine) => {
    const on = await newDesk(engine, { settings: { trustProxy: '127.0.0.1' } })
    try {
      await buildRep(on, { password, loginName: 'robin' })
      const plain = await signIn(on, { login: 'robin', password })
      const secure = await signIn(on, { login: 'robin', password }, { 'x-forwarded-proto': 'https' })
      assert.match(
        String(plain.headers['set-cookie']),
        /^caseloom_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
      )
      assert.match(String(secure.headers['set-cookie']), /; HttpOnly; Secure; SameSite=Strict$/)
      const token = /=([\w-]{43})/.exec(String(plain.headers['set-cookie']))?.[1] ?? ''
      const stored = JSON.stringify(await on.desk.db.selectFrom('credentials').selectAll().execute())
      assert.ok(!stored.includes(token), 'a session is stored as a hash only')
    } finally {
      await on.close()
    }
  },
)

onEachEngine(
  'a session ends at sign-out, after twelve hours, and with the login (2.2, 1.9)',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const one = await signedIn(on)
      const two = await signInAs(on, one.rep)
      const left = await one.call('DELETE', '/session')
      assert.deepEqual([left.statusCode, left.body], [204, ''])
      assert.match(
        String(left.headers['set-cookie']),
        /^caseloom_session=; Max-Age=0;|Expires=Thu, 01 Jan 1970/,
      )
      assert.equal((await one.call('GET', '/session')).statusCode, 401)
      assert.equal((await two.call('GET', '/session')).statusCode, 200, 'others go on')
      on.clock.advance(12 * hour - 1)
      assert.equal((await two.call('GET', '/session')).statusCode, 200)
      on.clock.advance(1)
      assert.equal((await two.call('GET', '/session')).json().code, 'unauthenticated')
      const three = await signInAs(on, one.rep)
      await buildRep(on)
      await changePerson(on.desk, on.as(), 'rep', one.rep.id, { loginEnabled: false })
      assert.equal((await three.call('GET', '/session')).statusCode, 401)
      await changePerson(on.desk, on.as(), 'rep', one.rep.id, { loginEnabled: true })
      assert.equal((await three.call('GET', '/session')).statusCode, 401, 'and does not come back')
    } finally {
      await on.close()
    }
  },
)

onEachEngine(
  'a new password ends all sessions and links, and the caller goes on in a new one (2.2)',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const rep = await buildRep(on, { password, loginName: 'robin' })
      const other = await signInAs(on, rep)
      const started = await signIn(on, { login: 'robin', password })
      const me = clientWith(on, rep, sessionHeaders(started))
      const missing = await me.call('PUT', '/session/password', { password: 'something new' })
      assert.deepEqual(missing.json().errors, [
        { field: 'current', rule: 'required', message: 'must be given' },
      ])
      const wrong = await me.call('PUT', '/session/password', { current: 'no', password: 'something new' })
      assert.deepEqual(wrong.json().errors, [{ field: 'current', rule: 'mismatch', message: 'does not fit' }])
      const short = await me.call('PUT', '/session/password', { current: password, password: 'short' })
      assert.deepEqual(short.json().errors, [
        { field: 'password', rule: 'too_short', message: 'must have at least 10 characters', limit: 10 },
      ])
      const link = await makeSignInLink(on.desk, on.as(), rep.id, hour)
      const done = await me.call('PUT', '/session/password', { current: password, password: 'something new' })
      assert.equal(done.statusCode, 200)
      for (const ended of [other, me]) assert.equal((await ended.call('GET', '/session')).statusCode, 401)
      assert.deepEqual(await codeOf(signIn(on, { token: link })), [401, 'link_spent'])
      const next = clientWith(on, rep, sessionHeaders(done))
      assert.equal((await next.call('GET', '/session')).statusCode, 200)
      assert.equal((await signIn(on, { login: 'robin', password })).statusCode, 401)
      assert.equal((await signIn(on, { login: 'robin', password: 'something new' })).statusCode, 201)
      const forgot = await signInAs(on, rep)
      assert.equal(
        (await forgot.call('PUT', '/session/password', { password: 'after a link' })).statusCode,
        200,
      )
    } finally {
      await on.close()
    }
  },
)

onEachEngine('nobody lets themselves in as somebody with more rights (1.9)', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await buildRep(on)
    const rep = await signedIn(on, { roleIds: [builtIn.role.rep] })
    for (const id of [admin.id, rep.rep.id]) {
      const answer = await rep.call('POST', `/reps/${id}/sign-in-link`)
      assert.deepEqual([answer.statusCode, answer.json().code], [403, 'forbidden'])
    }
    const promote = await rep.call('PATCH', `/reps/${rep.rep.id}`, { roleIds: [builtIn.role.administrator] })
    assert.equal(promote.statusCode, 403)
  } finally {
    await on.close()
  }
})

onEachEngine('a key of another API does not open this one', async (engine) => {
  const on = await newDesk(engine)
  try {
    const rep = await buildRep(on)
    const { key } = await makeRepKey(on.desk, on.as(), rep.id, null)
    for (const authorization of [`Bearer ${key}`, `Basic ${key}`, 'Bearer', 'Bearer ', `bearer ${key}`]) {
      const answer = await clientWith(on, rep, { authorization }).call('GET', '/views')
      assert.deepEqual(
        [answer.statusCode, answer.headers['www-authenticate']],
        [401, 'Bearer realm="Caseloom"'],
      )
    }
  } finally {
    await on.close()
  }
})
