import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { newDesk } from '../../../test/harness/desk.ts'
import { signedIn } from '../../../test/harness/desk-client.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'

const json = { 'content-type': 'application/json' }
const deep = (depth: number) => `{"subject":"s","text":${'['.repeat(depth)}${']'.repeat(depth)}}`

/** Bodies that must be refused, with their code. */
const bodies: [name: string, body: string | Buffer, code: string][] = [
  ['no JSON', '{', 'malformed'],
  ['a trailing comma', '{"subject":"s","text":"t",}', 'malformed'],
  ['no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'malformed'],
  ['NUL in a text', '{"subject":"a\\u0000b","text":"t"}', 'malformed'],
  ['NUL in a name', '{"subject":"s","text":"t","a\\u0000":1}', 'malformed'],
  ['half a surrogate pair', '{"subject":"\\ud83d","text":"t"}', 'malformed'],
  ['33 levels', deep(33), 'malformed'],
  ['a million levels', deep(1_000_000), 'malformed'],
  ['a number out of range', '{"subject":"s","text":"t","priority":1e999}', 'malformed'],
  ['nothing', '', 'invalid'],
  ['null', 'null', 'invalid'],
  ['a list', '[]', 'invalid'],
  ['a text', '"x"', 'invalid'],
  ['an unknown field', '{"subject":"s","text":"t","number":7}', 'invalid'],
  ['a prototype', '{"subject":"s","text":"t","constructor":{"prototype":{"x":1}}}', 'invalid'],
  ['an unknown field inside', '{"subject":"s","text":"t","requester":{"id":1,"isVip":true}}', 'invalid'],
  ['a wrong type', '{"subject":7,"text":"t"}', 'invalid'],
  ['a number as text', '{"subject":"s","text":"t","priority":"1"}', 'invalid'],
  ['an object as id', '{"subject":"s","text":"t","priority":{"$gt":0}}', 'invalid'],
  ['an id beyond whole numbers', '{"subject":"s","text":"t","priority":9007199254740993}', 'invalid'],
  ['a blank subject', '{"subject":"   ","text":"t"}', 'invalid'],
  ['a subject too long', JSON.stringify({ subject: 'x'.repeat(501), text: 't' }), 'invalid'],
  ['no address', '{"subject":"s","text":"t","requester":{"email":"a@b\\r\\nBcc: c@d"}}', 'invalid'],
  ['a day that is not', '{"subject":"s","text":"t","dueAt":"2026-02-30T00:00:00Z"}', 'invalid'],
  ['a local time', '{"subject":"s","text":"t","dueAt":"2026-02-03T00:00:00"}', 'invalid'],
  ['a time with a zone name', '{"subject":"s","text":"t","dueAt":"2026-02-03T00:00:00Z[UTC]"}', 'invalid'],
  ['too many files', JSON.stringify({ subject: 's', text: 't', fileIds: Array(51).fill(1) }), 'invalid'],
  ['a call to ourselves', '{"subject":"s","text":"t","callbackUrl":"http://127.0.0.1/"}', 'invalid'],
]

onEachEngine(
  'what cannot be accepted is refused with a problem and leaves nothing behind (6.1, 6.2, 1.8)',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const me = await signedIn(on)
      for (const [name, body, code] of bodies) {
        const answer = await me.call('POST', '/cases', body, json)
        assert.deepEqual([answer.statusCode, answer.json().code], [400, code], `${name}: ${answer.body}`)
        assert.equal(answer.headers['content-type'], 'application/problem+json')
        assert.equal(answer.json().requestId, answer.headers['x-request-id'])
      }
      const { counts } = (await me.call('GET', '/views')).json()
      assert.equal(counts.all + counts.trash, 0)
      const harmless = '{"subject":"s","text":"t","__proto__":{"subject":"other"}}'
      const made = await me.call('POST', '/cases', harmless, json)
      assert.deepEqual([made.statusCode, made.json().subject], [201, 's'])
    } finally {
      await on.close()
    }
  },
)

onEachEngine('wrong types of body, paths and queries are refused in the same form', async (engine) => {
  const on = await newDesk(engine)
  try {
    const me = await signedIn(on)
    const calls: [
      method: 'GET' | 'POST' | 'PUT' | 'DELETE',
      path: string,
      status: number,
      body?: string,
      type?: string,
    ][] = [
      ['POST', '/cases', 415, 'subject=s&text=t', 'application/x-www-form-urlencoded'],
      ['POST', '/cases', 415, '{}', 'text/plain'],
      ['POST', '/cases', 415, '{}', 'nonsense'],
      ['POST', '/cases', 413, `{"subject":"${'x'.repeat(9_000_000)}"}`, 'application/json'],
      ['POST', '/cases/1/restore', 400, '{"really":true}', 'application/json'],
      ['DELETE', '/cases/1', 400, '{"really":true}', 'application/json'],
      ['GET', '/cases/0', 404],
      ['GET', '/cases/-1', 404],
      ['GET', '/cases/1.5', 404],
      ['GET', '/cases/1e3', 404],
      ['GET', '/cases/9007199254740993', 404],
      ['GET', '/cases/99999999999999999999999', 404],
      ['GET', '/cases/9007199254740991', 404],
      ['GET', "/cases/1'%20or%20'1'='1", 404],
      ['GET', '/cases/%00', 404],
      ['GET', '/files/9007199254740991', 404],
      ['DELETE', '/applications/9007199254740991', 404],
      ['GET', '/cases?q=%00', 400],
      ['GET', '/cases?q=%ED%A0%80', 200],
      ['GET', '/cases?q[]=a', 400],
      ['GET', '/cases?__proto__=a', 400],
      ['GET', `/cases?q=${'x'.repeat(201)}`, 400],
      ['GET', '/contacts?offset=99999999999', 400],
      ['GET', '/views?x=1', 400],
      ['GET', '/nothing', 404],
      ['PUT', '/cases', 405],
    ]
    for (const [method, path, status, body, type] of calls) {
      const answer = await me.call(method, path, body, type ? { 'content-type': type } : {})
      assert.equal(answer.statusCode, status, `${method} ${path}: ${answer.body.slice(0, 300)}`)
      if (status < 400) continue
      assert.equal(answer.headers['content-type'], 'application/problem+json')
      assert.equal(answer.headers['cache-control'], 'no-store')
      assert.equal(answer.json().status, status)
    }
    assert.equal((await me.call('PUT', '/cases')).headers.allow, 'GET, HEAD, POST')
    const nobody = await on.app.inject({
      method: 'POST',
      url: '/api/desk/v1/cases',
      payload: '{',
      headers: json,
    })
    assert.equal(nobody.statusCode, 401, 'who is not known is not read')
  } finally {
    await on.close()
  }
})

onEachEngine('a body that breaks off is dropped and the server goes on', async (engine) => {
  const on = await newDesk(engine)
  try {
    const me = await signedIn(on)
    const address = new URL(await on.listen())
    const headers = Object.entries(me.headers).map(([name, value]) => `${name}: ${value}\r\n`)
    for (const path of ['/cases', '/files']) {
      await new Promise<void>((resolve, reject) => {
        const socket = connect(Number(address.port), address.hostname, () => {
          const head = `POST /api/desk/v1${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n`
          socket.write(`${head}${headers.join('')}content-length: 100\r\n\r\n{"subject":`, () =>
            socket.destroy(),
          )
        })
        socket.on('close', () => resolve())
        socket.on('error', reject)
      })
    }
    assert.equal((await me.call('GET', '/views')).json().counts.all, 0)
  } finally {
    await on.close()
  }
})
