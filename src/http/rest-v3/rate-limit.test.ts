import assert from 'node:assert/strict'
import { newDesk } from '../../../test/harness/desk.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { restClient } from '../../../test/harness/rest.ts'

onEachEngine(
  'R18-3: each key has so many calls a minute; one more is 429 with code 4015 and Retry-After',
  async (engine) => {
    const on = await newDesk(engine, { settings: { restPerMinute: 3 } })
    try {
      const [one, other] = [await restClient(on), await restClient(on)]
      const call = (key: string, url = '/api/v3/levels') =>
        on.app.inject({ method: 'GET', url, headers: { authtoken: key } })
      for (const remaining of ['2', '1', '0']) {
        const answer = await call(one.key)
        assert.deepEqual([answer.statusCode, answer.headers['x-ratelimit-remaining']], [200, remaining])
      }
      on.clock.advance(20_000)
      const refused = await call(one.key)
      assert.deepEqual([refused.statusCode, refused.headers['retry-after']], [429, '40'])
      assert.deepEqual(refused.json(), {
        response_status: {
          status_code: 4000,
          messages: [{ status_code: 4015, type: 'failed', message: 'API rate limit reached' }],
          status: 'failed',
        },
      })
      const inBody = await on.app.inject({
        method: 'POST',
        url: '/api/v3/requests',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: `TECHNICIAN_KEY=${one.key}&input_data=${encodeURIComponent('{"request":{"subject":"s"}}')}`,
      })
      assert.equal(inBody.statusCode, 429, 'wherever the key is')
      assert.equal((await call(other.key)).statusCode, 200, 'another key has calls of its own')
      assert.equal((await call('no key')).statusCode, 401)
      assert.equal((await call(one.key, '/api/v3/nothing')).statusCode, 404)
      on.clock.advance(40_000)
      assert.equal((await call(one.key)).statusCode, 200)
    } finally {
      await on.close()
    }
  },
)

onEachEngine('R18-4: without a limit nothing is counted and nothing said', async (engine) => {
  const on = await newDesk(engine)
  try {
    const rep = await restClient(on)
    const { headers } = await on.app.inject({
      method: 'GET',
      url: '/api/v3/levels',
      headers: { authtoken: rep.key },
    })
    assert.equal(headers['x-ratelimit-limit'], undefined)
  } finally {
    await on.close()
  }
})
