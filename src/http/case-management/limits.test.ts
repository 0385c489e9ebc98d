import assert from 'node:assert/strict'
import { buildCaseManagementApp } from '../../../test/harness/build.ts'
import { type CmAnswer, callCm, connectCm } from '../../../test/harness/case-management.ts'
import { newDesk } from '../../../test/harness/desk.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'

const perMinute = 'The maximum number of request per minute has been exceeded.'
const perHour = 'The maximum number of request per hour has been exceeded.'

/** @returns quota and throttle: usage and seconds until the reset, as the headers say them */
function usage({ headers }: CmAnswer, now: number): Record<string, number> {
  const of = (name: string) => Number(headers[name] ?? Number.NaN)
  const left = (name: string) => (of(name) === 0 ? 0 : of(name) - Math.floor(now / 1000))
  return {
    quota: of('x-quota-usage'),
    quotaLeft: left('x-quota-reset'),
    throttle: of('x-throttle-usage'),
    throttleLeft: left('x-throttle-reset'),
  }
}

onEachEngine(
  'CM 11.16: every answer says how much of minute and hour is used; beyond it is 429 with Retry-After',
  async (engine) => {
    const on = await newDesk(engine, {
      settings: { caseManagementPerMinute: 4, caseManagementPerHour: 5 },
    })
    try {
      const client = await connectCm(on)
      const used = async (path = '/v1/users') => usage(await client.get(path), on.clock.now)
      assert.deepEqual(await used(), { quota: 20, quotaLeft: 3600, throttle: 25, throttleLeft: 60 })
      on.clock.advance(15_000)
      assert.deepEqual(await used('/ticketing/v1/tickets/99'), {
        quota: 40,
        quotaLeft: 3585,
        throttle: 50,
        throttleLeft: 45,
      })
      await used()
      const badBody = await client.send('POST', '/prod/ticketing/v1/tickets', '{', 'application/json')
      assert.equal(badBody.status, 400)
      assert.equal(usage(badBody, on.clock.now).throttle, 100)

      const minute = await client.get('/v1/users')
      assert.deepEqual(minute.json, {
        error: { code: 429, message: perMinute },
        errors: [{ code: 429, message: perMinute }],
        message: perMinute,
      })
      assert.deepEqual([minute.status, minute.headers['retry-after']], [429, '45'])
      assert.equal((await used()).quota, 80, 'a refused call is not counted')
      on.clock.advance(45_000)
      assert.deepEqual(await used(), { quota: 100, quotaLeft: 3540, throttle: 25, throttleLeft: 60 })
      const hour = await client.get('/v1/users')
      assert.deepEqual([hour.status, hour.json.message, hour.headers['retry-after']], [429, perHour, '3540'])
      assert.equal((await client.get('/v1/apis')).status, 200, 'the other group is counted apart')
      on.clock.advance(3_540_000)
      const { key, secret } = client
      const again = await callCm(on, 'POST', '/v1/auth', { 'x-inbenta-key': key }, JSON.stringify({ secret }))
      const fresh = { 'x-inbenta-key': key, authorization: `Bearer ${again.json.accessToken}` }
      assert.equal((await callCm(on, 'GET', '/v1/users', fresh)).status, 200)
    } finally {
      await on.close()
    }
  },
)

onEachEngine('CM §4.4: the calls of the Auth API are a group of their own', async (engine) => {
  const on = await newDesk(engine, { settings: { caseManagementPerMinute: 3 } })
  try {
    const client = await connectCm(on)
    const refresh = () => client.send('POST', '/v1/refreshToken', '{}')
    assert.deepEqual(
      [(await client.get('/v1/apis/')).status, (await refresh()).status],
      [200, 200],
      'with the /auth before',
    )
    for (const answer of [await client.get('/v1/apis'), await refresh()]) {
      assert.deepEqual([answer.status, answer.json.message], [429, perMinute])
    }
    const { key, secret } = client
    const auth = await callCm(on, 'POST', '/v1/auth', { 'x-inbenta-key': key }, JSON.stringify({ secret }))
    assert.deepEqual([auth.status, auth.headers['retry-after']], [429, '60'])
    assert.equal((await client.get('/v1/users')).status, 200)
    assert.equal((await (await connectCm(on)).get('/v1/apis')).status, 200, 'another key has its own')
  } finally {
    await on.close()
  }
})

onEachEngine('CM §4.4: without limits the headers are there and say 0', async (engine) => {
  const on = await newDesk(engine)
  try {
    const client = await connectCm(on)
    const none = { quota: 0, quotaLeft: 0, throttle: 0, throttleLeft: 0 }
    const answers = [
      await client.get('/v1/users'),
      await client.get('/v1/nowhere'),
      await client.send('DELETE', '/v1/tickets/1', {}),
      await callCm(on, 'GET', '/v1/apis', {}),
      await callCm(on, 'POST', '/v1/auth', { 'x-inbenta-key': client.key }, '{}'),
    ]
    for (const answer of answers) assert.deepEqual(usage(answer, on.clock.now), none)
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 404, 405, 401, 400],
    )
  } finally {
    await on.close()
  }
})

onEachEngine(
  'CM §4.4: strangers use up their own calls only, whatever keys they name and whichever they know',
  async (engine) => {
    const on = await newDesk(engine, { settings: { caseManagementPerMinute: 5, trustProxy: '127.0.0.1' } })
    try {
      const client = await connectCm(on)
      const { id, key } = await buildCaseManagementApp(on)
      assert.ok(id > 0)
      const from = (address: string, given: string) =>
        callCm(on, 'GET', '/v1/users', {
          'x-inbenta-key': given,
          authorization: 'Bearer forged',
          'x-forwarded-for': address,
        })
      const statuses: number[] = []
      for (let call = 0; call < 7; call++)
        statuses.push((await from(`2001:db8::${call}`, call % 2 ? `guess${call}` : client.key)).status)
      assert.deepEqual(statuses, [403, 403, 403, 403, 403, 429, 429])
      const lost = await callCm(on, 'GET', '/v1/nowhere', { 'x-forwarded-for': '2001:db8::1' })
      assert.equal(lost.status, 429, 'unknown paths are counted as well')
      assert.equal((await from('2001:db8:0:1::1', key)).status, 403, 'others are not kept out')

      const own = await callCm(on, 'GET', '/v1/users', {
        ...client.headers,
        'x-forwarded-for': '2001:db8::1',
      })
      assert.equal(own.status, 200, 'a real key goes through, even from the same address')
      assert.equal(own.headers['x-throttle-usage'], '20')
    } finally {
      await on.close()
    }
  },
)
