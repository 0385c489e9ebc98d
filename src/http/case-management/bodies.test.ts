import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { callCm, connectCm, dataOf, form } from '../../../test/harness/case-management.ts'
import { newDesk } from '../../../test/harness/desk.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'

onEachEngine('CM §3: every form of body means the same on every write', async (engine) => {
  const on = await newDesk(engine)
  try {
    const client = await connectCm(on)
    const json = '{"name":"Ann","address":"ann@example.com","extra":[{"id":2,"content":"C1"}]}'
    const formed = 'name=Ann&address=ann%40example.com&extra%5B0%5D%5Bid%5D=2&extra%5B0%5D%5Bcontent%5D=C1'
    const bodies: [type: string | undefined, body: string][] = [
      ['application/json', json],
      ['application/json;charset=utf-8', json],
      ['application/json-put+json', json],
      ['text/json', json],
      ['text/plain', json],
      ['nonsense', json],
      [undefined, json],
      [undefined, `\uFEFF\n ${json}`],
      [form, json],
      [form, formed],
      [`${form}; charset=UTF-8`, formed],
      [undefined, formed],
    ]
    for (const [type, body] of bodies) {
      const id = await client.create('/v1/users', body, type)
      const { status } = await client.send('PUT', `/v1/users/${id}`, body, type)
      assert.equal(status, 200, `${type} ${body}`)
      assert.deepEqual(dataOf(await client.get('/v1/users?address=ann@example.com'))[0]?.extra, [
        { id: 2, content: 'C1' },
      ])
    }
    assert.equal((await client.get('/v1/users')).json.total_count, 1)
  } finally {
    await on.close()
  }
})

onEachEngine('CM §3: a GET may carry an empty form, a POST may come in chunks', async (engine) => {
  const on = await newDesk(engine)
  try {
    const client = await connectCm(on)
    const empty = { ...client.headers, 'content-type': form, 'content-length': '0' }
    assert.equal((await callCm(on, 'GET', '/v1/apis', empty)).status, 200)
    assert.equal((await callCm(on, 'POST', '/v1/refreshToken', empty)).status, 200)

    const address = await on.listen()
    const chunked = async (chunks: readonly string[]) => {
      const sent = httpRequest(`${address}/v1/users`, { method: 'POST', headers: client.headers })
      const answered = once(sent, 'response') as Promise<[IncomingMessage]>
      for (const chunk of chunks) sent.write(chunk)
      sent.end()
      const [answer] = await answered
      return { status: answer.statusCode, json: JSON.parse(Buffer.concat(await answer.toArray()).toString()) }
    }
    assert.equal((await chunked(['{"name":"Ann",', '"address":"ann@example.com"}'])).status, 200)
    const large = await chunked(Array.from({ length: 12 }, () => 'x'.repeat(1_048_576)))
    assert.deepEqual([large.status, large.json.message], [413, 'Request payload is larger than 10 MB'])
  } finally {
    await on.close()
  }
})
