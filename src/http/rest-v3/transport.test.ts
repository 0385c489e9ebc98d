import assert from 'node:assert/strict'
import type { InjectOptions } from 'fastify'
import { buildRepWithKey } from '../../../test/harness/build.ts'
import type { TestDesk } from '../../../test/harness/desk.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { sharedDesk } from '../../../test/harness/shared-desk.ts'
import { makeRepKey } from '../../usecases/credentials/make-rep-key.ts'
import { changePerson } from '../../usecases/people/change-person.ts'

const deskOf = sharedDesk()
const unknownUrl = [404, 4007, 'Invalid URL']
const noAccess = [401, 401, 'AuthToken in the request is invalid. Unable to authenticate.']

type Ask = InjectOptions

/** HTTP status, inner code and message. */
async function refusal(on: TestDesk, ask: Ask): Promise<unknown[]> {
  const answer = await on.app.inject(ask)
  const body = answer.json()
  assert.equal(answer.headers['content-type'], 'application/json;charset=UTF-8')
  assert.equal(body.response_status.status_code, 4000)
  assert.equal(body.response_status.status, 'failed')
  const [first] = body.response_status.messages
  assert.equal(first.type, 'failed')
  return [answer.statusCode, first.status_code, first.message]
}

async function status(on: TestDesk, ask: Ask): Promise<number> {
  return (await on.app.inject(ask)).statusCode
}

onEachEngine('R1-1: the cloud prefix /app/<anything> is ignored', async (engine) => {
  const on = await deskOf(engine)
  const { key } = await buildRepWithKey(on)
  for (const url of ['/app/itdesk/api/v3/requests', '/app/a%20b/api/v3/requests?portalId=1']) {
    assert.equal(await status(on, { url, headers: { authtoken: key, portalid: '7' } }), 200, url)
  }
})

onEachEngine('R1-2: runs of slashes count as one and a trailing slash is ignored', async (engine) => {
  const on = await deskOf(engine)
  const { key } = await buildRepWithKey(on)
  for (const url of ['//api/v3/requests', '/api//v3///requests/', '//app//x//api/v3//requests//']) {
    assert.equal(await status(on, { url, headers: { authtoken: key } }), 200, url)
  }
})

onEachEngine('R1-3: paths are case-sensitive', async (engine) => {
  const on = await deskOf(engine)
  const { key } = await buildRepWithKey(on)
  assert.deepEqual(await refusal(on, { url: '/api/v3/Requests', headers: { authtoken: key } }), unknownUrl)
})

onEachEngine('R1-4: a known path with a wrong method is 405 with code 4021', async (engine) => {
  const on = await deskOf(engine)
  for (const [method, url] of [
    ['PATCH', '/api/v3/requests'],
    ['DELETE', '/api/v3/requests'],
    ['GET', '/api/v3/requests/1/pickup'],
    ['POST', '/api/v3/requests/1/close'],
  ] as const) {
    const answer = await refusal(on, { method, url })
    assert.deepEqual(answer, [405, 4021, 'Invalid HTTP method'], `${method} ${url}`)
  }
})

onEachEngine('R1-5: the content type never follows Accept', async (engine) => {
  const on = await deskOf(engine)
  const { key } = await buildRepWithKey(on)
  for (const accept of [
    'application/vnd.manageengine.sdp.v3+json',
    'application/v3+json',
    'application/json',
    '*/*',
    'text/html',
    undefined,
  ]) {
    const headers = { authtoken: key, ...(accept === undefined ? {} : { accept }) }
    const answer = await on.app.inject({ url: '/api/v3/requests', headers })
    assert.equal(answer.statusCode, 200)
    assert.equal(answer.headers['content-type'], 'application/json;charset=UTF-8')
  }
})

onEachEngine('R1-6: the older APIs are no longer served', async (engine) => {
  const on = await deskOf(engine)
  for (const url of ['/api/json/request', '/api/xml/request/1', '/servlets/RequestServlet']) {
    assert.deepEqual(await refusal(on, { method: 'POST', url }), unknownUrl, url)
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    assert.deepEqual(await refusal(on, { method: 'POST', url, headers, payload: 'a=1' }), unknownUrl, url)
  }
})

onEachEngine('R1-7: links that integrations build for people lead to the case', async (engine) => {
  const on = await deskOf(engine)
  const answer = await on.app.inject('/WorkOrder.do?woMode=viewWO&woID=101')
  assert.deepEqual([answer.statusCode, answer.headers.location], [302, '/cases/101'])
  assert.equal(await status(on, { url: '/WorkOrder.do?woMode=viewWO&woID=//evil.example' }), 404)
})

onEachEngine('R2.1-1: the key works in each of its places', async (engine) => {
  const on = await deskOf(engine)
  const { key } = await buildRepWithKey(on)
  const form = 'application/x-www-form-urlencoded'
  const multipart = `--x\r\ncontent-disposition: form-data; name="TECHNICIAN_KEY"\r\n\r\n${key}\r\n--x--\r\n`
  const asks: Ask[] = [
    { url: '/api/v3/requests', headers: { authtoken: key } },
    { url: '/api/v3/requests', headers: { AUTHTOKEN: key } },
    { url: '/api/v3/requests', headers: { TECHNICIAN_KEY: key } },
    { url: '/api/v3/requests', headers: { authorization: `authtoken: ${key}` } },
    { url: '/api/v3/requests', headers: { authorization: `authtoken ${key}` } },
    { url: `/api/v3/requests?authtoken=${key}` },
    { url: `/api/v3/requests?AuthToken=${key}` },
    { url: `/api/v3/requests?technician_key=${key}` },
    {
      method: 'PUT',
      url: '/api/v3/requests/999',
      headers: { 'content-type': form },
      payload: `TECHNICIAN_KEY=${key}`,
    },
    {
      method: 'PUT',
      url: '/api/v3/requests/999',
      headers: { 'content-type': form },
      payload: `authtoken=${key}`,
    },
    {
      method: 'PUT',
      url: '/api/v3/requests/999',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      payload: multipart,
    },
  ]
  for (const ask of asks) {
    const wanted = ask.method === 'PUT' ? 404 : 200
    assert.equal(await status(on, ask), wanted, JSON.stringify(ask))
  }
})

onEachEngine('R2.1-2: of several keys the first in order counts, also twice the same', async (engine) => {
  const on = await deskOf(engine)
  const { key } = await buildRepWithKey(on)
  const url = `/api/v3/requests?TECHNICIAN_KEY=${key}`
  assert.equal(await status(on, { url, headers: { technician_key: key } }), 200)
  assert.deepEqual(await refusal(on, { url, headers: { authtoken: 'wrong' } }), noAccess)
  assert.equal(await status(on, { url, headers: { authtoken: key, technician_key: 'wrong' } }), 200)
})

onEachEngine('R2.2-1: a key is a 36-character upper-case GUID', async (engine) => {
  const { key } = await buildRepWithKey(await deskOf(engine))
  assert.match(key, /^[\dA-F]{8}-[\dA-F]{4}-[\dA-F]{4}-[\dA-F]{4}-[\dA-F]{12}$/)
})

onEachEngine(
  'R2.2-2: disabling the login deletes the key, enabling does not bring it back',
  async (engine) => {
    const on = await deskOf(engine)
    const { rep, key } = await buildRepWithKey(on)
    const ask = { url: '/api/v3/requests', headers: { authtoken: key } }
    await changePerson(on.desk, on.as(), 'rep', rep.id, { loginEnabled: false })
    assert.deepEqual(await refusal(on, ask), noAccess)
    await changePerson(on.desk, on.as(), 'rep', rep.id, { loginEnabled: true })
    assert.deepEqual(await refusal(on, ask), noAccess)
  },
)

onEachEngine('R2.3-1: every failure of the key is the same answer', async (engine) => {
  const on = await deskOf(engine)
  const { rep, key } = await buildRepWithKey(on)
  const { key: later } = await makeRepKey(on.desk, on.as(), rep.id, on.clock.now + 1_000)
  const ask = (authtoken: string) => refusal(on, { url: '/api/v3/requests', headers: { authtoken } })
  for (const wrong of ['', 'x', '6F1C2D34-0ABC-4D5E-9F01-23456789ABCD', later.toLowerCase()]) {
    assert.deepEqual(await ask(wrong), noAccess, wrong)
  }
  assert.deepEqual(await ask(key), noAccess, 'replaced')
  assert.equal(await status(on, { url: '/api/v3/requests', headers: { authtoken: later } }), 200)
  on.clock.advance(1_000)
  assert.deepEqual(await ask(later), noAccess, 'expired')
})

onEachEngine('R2.3-2: an unknown path is 404 also without a key', async (engine) => {
  const on = await deskOf(engine)
  const paths = [
    'nothing',
    'requests/1/tasks',
    'requests/1/approvals',
    'requests/1/drafts',
    'requests/1/summary',
  ]
  for (const path of paths) assert.deepEqual(await refusal(on, { url: `/api/v3/${path}` }), unknownUrl, path)
  assert.deepEqual(await refusal(on, { url: '/api/v3' }), unknownUrl)
})

onEachEngine('R1-8: the exact paths of the other wire below /api/v3 stay its own', async (engine) => {
  const on = await deskOf(engine)
  const answer = await on.app.inject({ method: 'GET', url: '/api/v3/case-messages' })
  assert.equal(answer.json().response_status, undefined)
  assert.equal((await on.app.inject('/api/v3/case-messages/nothing')).json().response_status, undefined)
})

onEachEngine('R3-1: a write with the same Idempotency-Key happens once', async (engine) => {
  const on = await deskOf(engine)
  const { key } = await buildRepWithKey(on)
  const ask = (subject: string) =>
    on.app.inject({
      method: 'POST',
      url: '/api/v3/requests',
      headers: { authtoken: key, 'idempotency-key': 'alarm-1' },
      payload: { request: { subject } },
    })
  const first = await ask('once')
  const second = await ask('once')
  assert.equal(second.headers['idempotency-replayed'], 'true')
  assert.deepEqual([second.statusCode, second.json()], [201, first.json()])
  assert.equal((await ask('other')).statusCode, 422)
})
