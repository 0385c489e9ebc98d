import assert from 'node:assert/strict'
import { buildCaseManagementApp } from '../../../test/harness/build.ts'
import { callCm, connectCm, form } from '../../../test/harness/case-management.ts'
import { newDesk } from '../../../test/harness/desk.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'

const denied = 'User is not authorized to access this resource with an explicit deny'

function claimsOf(token: unknown): { exp?: unknown } {
  return JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString()) as {
    exp?: unknown
  }
}

onEachEngine(
  'CM 11.1: /v1/auth takes JSON, untyped JSON and a form, and answers a JWT that says when it ends',
  async (engine) => {
    const on = await newDesk(engine, { settings: { publicUrl: 'https://help.example.org' } })
    try {
      const { key, secret } = await buildCaseManagementApp(on)
      const bodies: [type: string | undefined, body: string][] = [
        ['application/json', JSON.stringify({ secret })],
        ['application/json; charset=utf-8', JSON.stringify({ secret })],
        ['application/json-put+json', JSON.stringify({ secret })],
        [undefined, ` \n${JSON.stringify({ secret })}`],
        [form, `secret=${secret}`],
        [form, JSON.stringify({ secret })],
        [undefined, `secret=${secret}&user_personal_secret=`],
      ]
      for (const [type, body] of bodies) {
        const headers = { 'x-inbenta-key': key, ...(type === undefined ? {} : { 'content-type': type }) }
        const { status, json } = await callCm(on, 'POST', '/v1/auth', headers, body)
        assert.equal(status, 200, `${type}: ${JSON.stringify(json)}`)
        const expiration = Math.floor(on.clock.now / 1000) + 1200
        assert.deepEqual(
          { ...json, accessToken: '' },
          {
            accessToken: '',
            expiration,
            expires_in: 1200,
            apis: { ticketing: 'https://help.example.org/prod/ticketing' },
          },
        )
        assert.equal(claimsOf(json.accessToken).exp, expiration)
      }
    } finally {
      await on.close()
    }
  },
)

onEachEngine('CM 11.2: a wrong secret is 400, a missing key 401, an unknown key 403', async (engine) => {
  const on = await newDesk(engine)
  try {
    const { key, secret } = await buildCaseManagementApp(on)
    const auth = (headers: Record<string, string>, body: object) =>
      callCm(on, 'POST', '/v1/auth', headers, JSON.stringify(body))

    const wrong = await auth({ 'x-inbenta-key': key }, { secret: `${secret}x` })
    assert.deepEqual([wrong.status, wrong.json.message], [400, 'Secret token not valid'])
    const missing = await auth({}, { secret })
    assert.deepEqual([missing.status, missing.json.message], [401, 'Unauthorized'])
    const unknown = await auth({ 'x-inbenta-key': 'bm9ib2R5' }, { secret })
    assert.deepEqual([unknown.status, unknown.json.Message], [403, denied])
    for (const body of [{}, { secret: '' }, { secret: 7 }, { secret: null }]) {
      const without = await auth({ 'x-inbenta-key': key }, body)
      assert.deepEqual(
        [without.status, without.json.message],
        [400, 'The "secret" parameter is required'],
        JSON.stringify(body),
      )
    }
    const browser = await auth({ 'x-inbenta-key': key }, { domain_key: 'x' })
    assert.equal(browser.status, 400)
  } finally {
    await on.close()
  }
})

onEachEngine(
  'CM §5.1: wrong secrets are slowed down, and the right one goes through all the same',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const { key, secret } = await buildCaseManagementApp(on)
      const auth = (given: string) =>
        callCm(on, 'POST', '/v1/auth', { 'x-inbenta-key': key }, JSON.stringify({ secret: given }))
      for (let tries = 0; tries < 5; tries++) assert.equal((await auth('wrong')).status, 400)
      const slowed = await auth('wrong')
      assert.equal(slowed.status, 429)
      assert.equal(slowed.headers['retry-after'], '1')
      assert.equal((await auth(secret)).status, 200)
      on.clock.advance(1_000)
      assert.equal((await auth('wrong')).status, 400)
    } finally {
      await on.close()
    }
  },
)

onEachEngine(
  'CM 11.3: /v1/apis holds the ticketing address only, and the address with /v1 works',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const client = await connectCm(on)
      const { status, json } = await client.get('/v1/apis')
      const { ticketing } = json.apis as { ticketing: string }
      assert.equal(status, 200)
      assert.deepEqual(json, { apis: { ticketing } })
      const url = new URL(ticketing)
      assert.equal(url.pathname, '/prod/ticketing')
      for (const base of [url.pathname, '/ticketing', '']) {
        for (const path of ['/v1/tickets', '/v1/tickets/', '/v1/users', '/v1/settings/work-timetable/'])
          assert.equal((await client.get(base + path)).status, 200, base + path)
      }
      assert.equal((await client.get('/prod/ticketing/v1/apis')).status, 404)
    } finally {
      await on.close()
    }
  },
)

onEachEngine(
  'CM 11.4: a refreshed token comes without apis beside the old one; an expired one cannot be refreshed',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const client = await connectCm(on)
      on.clock.advance(600_000)
      for (const [type, body] of [
        ['application/json', '[]'],
        ['application/json', '{}'],
        [form, ''],
      ] as const) {
        const { status, json } = await client.send('POST', '/v1/refreshToken', body, type)
        assert.equal(status, 200)
        assert.deepEqual(Object.keys(json).sort(), ['accessToken', 'expiration', 'expires_in'])
        const fresh = { ...client.headers, authorization: `bearer ${json.accessToken}` }
        assert.equal((await callCm(on, 'GET', '/v1/users', fresh)).status, 200)
        assert.equal((await client.get('/v1/users')).status, 200)
      }
      on.clock.advance(601_000)
      const expired = await client.send('POST', '/v1/refreshToken', '{}')
      assert.deepEqual([expired.status, expired.json.Message], [403, denied])
    } finally {
      await on.close()
    }
  },
)

onEachEngine('CM §2: every other request needs the key and a live token of that key', async (engine) => {
  const on = await newDesk(engine)
  try {
    const one = await connectCm(on)
    const two = await connectCm(on)
    const { authorization = '', 'x-inbenta-key': key = '' } = one.headers
    const cases: [headers: Record<string, string>, status: number][] = [
      [{}, 401],
      [{ 'x-inbenta-key': key }, 401],
      [{ 'x-inbenta-key': key, authorization: '' }, 401],
      [{ authorization }, 401],
      [{ 'x-inbenta-key': two.key, authorization }, 403],
      [{ 'x-inbenta-key': 'unknown', authorization }, 403],
      [{ 'x-inbenta-key': key, authorization: one.token }, 403],
      [{ 'x-inbenta-key': key, authorization: `Basic ${one.token}` }, 403],
      [{ 'x-inbenta-key': key, authorization: 'Bearer nonsense' }, 403],
      [{ 'x-inbenta-key': key, authorization: `${authorization}x` }, 403],
      [{ 'x-inbenta-key': key, authorization, '0': 'odd', 'x-inbenta-signature': 'ignored' }, 200],
    ]
    for (const path of [
      '/v1/apis',
      '/v1/users',
      '/prod/ticketing/v1/tickets',
      '/ticketing/v1/tickets/1/replies',
    ]) {
      for (const [headers, status] of cases.slice(0, path.includes('replies') ? -1 : undefined)) {
        const answer = await callCm(on, 'GET', path, headers)
        assert.equal(answer.status, status, `${path} ${JSON.stringify(headers)}`)
        if (status === 401) assert.equal(answer.json.message, 'Unauthorized')
        if (status === 403) assert.equal(answer.json.Message, denied)
      }
    }
  } finally {
    await on.close()
  }
})
