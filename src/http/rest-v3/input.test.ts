import assert from 'node:assert/strict'
import { buildRepWithKey } from '../../../test/harness/build.ts'
import type { TestDesk } from '../../../test/harness/desk.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { sharedDesk } from '../../../test/harness/shared-desk.ts'

const deskOf = sharedDesk()
const form = 'application/x-www-form-urlencoded'

interface Call {
  readonly type?: string
  readonly payload?: string
  readonly query?: string
}

/** Opens a request. @returns status and the request or the first message */
async function open(on: TestDesk, key: string, { type, payload, query = '' }: Call) {
  const answer = await on.app.inject({
    method: 'POST',
    url: `/api/v3/requests${query}`,
    headers: { authtoken: key, ...(type === undefined ? {} : { 'content-type': type }) },
    ...(payload === undefined ? {} : { payload }),
  })
  const body = answer.json()
  return { status: answer.statusCode, request: body.request, message: body.response_status.messages?.[0] }
}

const data = (subject: string) => JSON.stringify({ request: { subject } })

onEachEngine('R3.1-1: input_data arrives in each of its carriers', async (engine) => {
  const on = await deskOf(engine)
  const { key } = await buildRepWithKey(on)
  const part = (name: string, value: string) =>
    `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const calls: [string, Call][] = [
    ['form', { type: form, payload: `input_data=${encodeURIComponent(data('form'))}` }],
    ['a b', { type: form, payload: `input_data=${encodeURIComponent(data('a b')).replaceAll('%20', '+')}` }],
    [
      'multipart',
      {
        type: 'multipart/form-data; boundary=x',
        payload: `${part('input_data', data('multipart'))}--x--\r\n`,
      },
    ],
    ['json', { type: 'application/json', payload: data('json') }],
    ['vendor', { type: 'application/vnd.manageengine.sdp.v3+json', payload: data('vendor') }],
    ['wrapped', { type: 'application/json', payload: `{"input_data":${data('wrapped')}}` }],
    ['text', { type: 'application/json', payload: JSON.stringify({ input_data: data('text') }) }],
    ['query', { query: `?input_data=${encodeURIComponent(data('query'))}` }],
    [
      'empty form',
      { type: form, payload: '', query: `?input_data=${encodeURIComponent(data('empty form'))}` },
    ],
    ['grün €', { type: form, payload: `input_data=${encodeURIComponent(data('grün €'))}` }],
  ]
  for (const [subject, call] of calls) {
    const answer = await open(on, key, call)
    assert.deepEqual([answer.status, answer.request?.subject], [201, subject], JSON.stringify(call))
  }
})

onEachEngine('R3.1-2: without a content type a form is tried, then JSON', async (engine) => {
  const on = await deskOf(engine)
  const { key } = await buildRepWithKey(on)
  const address = new URL(await on.listen())
  const { request } = await import('node:http')
  const send = (payload: string) =>
    new Promise<number>((resolve, reject) => {
      const url = new URL('/api/v3/requests', address)
      const call = request(url, { method: 'POST', headers: { authtoken: key } }, (answer) => {
        answer.resume()
        answer.on('end', () => resolve(answer.statusCode ?? 0))
      })
      call.on('error', reject)
      call.end(payload)
    })
  assert.equal(await send(`input_data=${encodeURIComponent(data('untyped form'))}`), 201)
  assert.equal(await send(data('untyped json')), 201)
})

onEachEngine('R3.1-3: a body on a GET is ignored, whatever is in it', async (engine) => {
  const on = await deskOf(engine)
  const { key } = await buildRepWithKey(on)
  for (const [type, payload] of [
    [form, 'input_data=%7Bbroken'],
    ['application/json', '{"list_info":{"row_count":"x"}}'],
    ['application/xml', '<a/>'],
  ] as const) {
    const headers = { authtoken: key, 'content-type': type }
    const answer = await on.app.inject({
      method: 'GET',
      url: '/api/v3/requests',
      headers,
      payload,
    })
    assert.equal(answer.statusCode, 200, type)
  }
})

onEachEngine('R3.1-4: actions need no data and take superfluous data', async (engine) => {
  const on = await deskOf(engine)
  const { key } = await buildRepWithKey(on)
  const { request } = await open(on, key, { type: 'application/json', payload: data('action') })
  const url = `/api/v3/requests/${request.id}/pickup`
  const headers = { authtoken: key }
  assert.equal((await on.app.inject({ method: 'PUT', url, headers })).statusCode, 200)
  assert.equal(
    (await on.app.inject({ method: 'PUT', url, headers: { ...headers, 'content-length': '0' } })).statusCode,
    200,
  )
  assert.equal(
    (await on.app.inject({ method: 'PUT', url, headers, payload: { request: {} } })).statusCode,
    200,
  )
})

onEachEngine('R3.2-1: a printed dictionary is read', async (engine) => {
  const on = await deskOf(engine)
  const { key } = await buildRepWithKey(on)
  const printed = [
    `{'request': {'subject': 'it\\'s "full"', 'is_fcr': False, 'group': None,}}`,
    `{"request": {'subject': 'it\\x27s "full"', "is_fcr": FALSE, 'group': null}}`,
    `{'request': {'subject': "it's \\"full\\"", 'is_fcr': 'false', 'group': ''}}`,
  ]
  for (const text of printed) {
    const answer = await open(on, key, { type: form, payload: `input_data=${encodeURIComponent(text)}` })
    assert.deepEqual([answer.status, answer.request?.subject], [201, `it's "full"`], text)
    assert.deepEqual([answer.request.is_fcr, answer.request.group], [false, null])
  }
})

onEachEngine('R3.2-2: a text that is an object is read where an object is expected', async (engine) => {
  const on = await deskOf(engine)
  const { key } = await buildRepWithKey(on)
  const request = {
    subject: 'nested',
    requester: "{'email_id': 'nested@x.example'}",
    udf_fields: "{'udf_char1': 'v'}",
    is_fcr: 'true',
  }
  for (const payload of [JSON.stringify({ request }), JSON.stringify({ request: JSON.stringify(request) })]) {
    const answer = await open(on, key, { type: 'application/json', payload })
    assert.equal(answer.status, 201)
    assert.equal(answer.request.requester.email_id, 'nested@x.example')
    assert.deepEqual(answer.request.udf_fields, { udf_char1: 'v' })
    assert.equal(answer.request.is_fcr, true)
  }
})

onEachEngine('R3.2-3: what cannot be read is 4001 on input_data', async (engine) => {
  const on = await deskOf(engine)
  const { key } = await buildRepWithKey(on)
  const broken = [
    '{"request":',
    '{request:{}}',
    '[1]',
    '"text"',
    `{"a":${'['.repeat(40)}${']'.repeat(40)}}`,
    '{"request":{"subject":"a\\u0000b"}}',
  ]
  for (const text of broken) {
    const answer = await open(on, key, { type: form, payload: `input_data=${encodeURIComponent(text)}` })
    assert.deepEqual(
      [answer.status, answer.message?.status_code, answer.message?.field],
      [400, 4001, 'input_data'],
      text,
    )
    assert.match(answer.message.message, /^Invalid Input/)
  }
})

onEachEngine('R3.3-1: an unknown attribute is named by its path', async (engine) => {
  const on = await deskOf(engine)
  const { key } = await buildRepWithKey(on)
  const cases: [object, string][] = [
    [{ request: { subject: 's', colour: 'red' } }, 'colour'],
    [{ request: { subject: 's', udf_fields: { udf_char25: 'x' } } }, 'udf_fields.udf_char25'],
    [{ request: { subject: 's', closure_info: { why: 1 } } }, 'closure_info.why'],
    [{ request: { subject: 's', resolution: { text: 1 } } }, 'resolution.text'],
    [{ ticket: { subject: 's' } }, 'ticket'],
    [{ request: { subject: 's' }, note: {} }, 'note'],
  ]
  for (const [body, field] of cases) {
    const { status, message } = await open(on, key, {
      type: 'application/json',
      payload: JSON.stringify(body),
    })
    assert.deepEqual(
      [status, message],
      [400, { status_code: 4001, type: 'failed', field, message: 'Extra key found in JSON' }],
    )
  }
})

onEachEngine(
  'R3.3-2: attributes that shipped integrations send and that mean nothing are accepted',
  async (engine) => {
    const on = await deskOf(engine)
    const { key } = await buildRepWithKey(on)
    const ignored = {
      assets: [{ id: '1' }],
      resources: {},
      site: { name: 'Nowhere' },
      scheduled_start_time: { value: '1' },
      scheduled_end_time: null,
      on_behalf_of: { name: 'x' },
      editor: 1,
      request_template_task_ids: [],
      delete_pre_template_tasks: true,
    }
    const payload = JSON.stringify({ request: { subject: 's', ...ignored } })
    const answer = await open(on, key, { type: 'application/json', payload })
    assert.deepEqual([answer.status, answer.request?.site, answer.request?.assets], [201, null, []])
  },
)

onEachEngine('R18-1: input_data over 2 MiB and unknown content types are refused', async (engine) => {
  const on = await deskOf(engine)
  const { key } = await buildRepWithKey(on)
  const large = data('x'.repeat(2 * 1024 * 1024))
  const tooLarge = await open(on, key, { type: 'application/json', payload: large })
  assert.deepEqual([tooLarge.status, tooLarge.message.status_code], [413, 4000])
  const xml = await open(on, key, { type: 'application/xml', payload: '<request/>' })
  assert.deepEqual([xml.status, xml.message.status_code], [415, 4000])
  const huge = await open(on, key, { type: 'application/json', payload: 'x'.repeat(26 * 1024 * 1024) })
  assert.deepEqual([huge.status, huge.message.status_code], [413, 4000])
})

onEachEngine('R18-2: a query string of 64 KiB is taken', async (engine) => {
  const on = await deskOf(engine)
  const { key } = await buildRepWithKey(on)
  const text = JSON.stringify({ request: { subject: 'long', description: 'd'.repeat(64 * 1024) } })
  const answer = await open(on, key, { query: `?input_data=${encodeURIComponent(text)}` })
  assert.deepEqual([answer.status, answer.request?.description.length], [201, 64 * 1024])
})
