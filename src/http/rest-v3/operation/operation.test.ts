import assert from 'node:assert/strict'
import { newDesk, type TestDesk } from '../../../../test/harness/desk.ts'
import { onEachEngine } from '../../../../test/harness/engines.ts'
import { clientFor, restClient } from '../../../../test/harness/rest.ts'
import { builtIn } from '../../../domain/catalog.ts'
import { operations } from './operation-names.ts'

type Json = Record<string, unknown>

/** Every operation name of the contract (§16). */
const names = [
  ...['ADD', 'EDIT', 'GET', 'CLOSE', 'DELETE', 'PICKUP', 'ASSIGN', 'REPLY'].map((verb) => `${verb}_REQUEST`),
  ...['REQUESTS', 'CONVERSATIONS', 'CONVERSATION', 'NOTIFICATIONS', 'NOTIFICATION'].map((of) => `GET_${of}`),
  'ADD_ATTACHMENT',
  ...['ADD', 'EDIT', 'GET'].map((verb) => `${verb}_RESOLUTION`),
  ...['ADD', 'EDIT', 'DELETE', 'GET'].flatMap((verb) => [`${verb}_NOTE`, `${verb}_WORKLOG`]),
  ...['ADD_NOTES', 'GET_NOTES', 'GET_WORKLOGS', 'GET_ALL', 'GET'],
]

/** Posts an operation as older clients do: everything in a form. */
function poster(on: TestDesk, key: string) {
  return async (path: string, name: string, data?: unknown, fields: Record<string, string> = {}) => {
    const form = new URLSearchParams({ OPERATION_NAME: name, TECHNICIAN_KEY: key, ...fields })
    if (data !== undefined) form.set('INPUT_DATA', JSON.stringify(data))
    const answer = await on.app.inject({
      method: 'POST',
      url: `/api/v3/${path}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: form.toString(),
    })
    return { status: answer.statusCode, body: answer.json<Json>() }
  }
}

const flat = (details: Json) => ({ operation: { details } })
const first = (body: Json): unknown => (body.response_status as { messages: unknown[] }).messages[0]

onEachEngine('R16-1 R16-5 R16-7: a request from first to last by operations in v3 form', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await restClient(on)
    const post = poster(on, admin.key)
    const added = await post('requests', 'ADD_REQUEST', {
      request: { subject: 'Disk full', priority: { name: 'High' }, requester: { email_id: 'g@x.example' } },
    })
    assert.equal(added.status, 201, JSON.stringify(added.body))
    const { id } = added.body.request as { id: string }
    const path = `requests/${id}`
    const same = (await admin.get(path)).body
    assert.deepEqual(added.body, same)
    assert.deepEqual((await post(path, 'GET_REQUEST')).body, same)
    const listed = await post('requests', 'get_requests', { list_info: { row_count: 1 } })
    assert.deepEqual(listed.body, (await admin.get('requests', { list_info: { row_count: 1 } })).body)
    const edited = await post(path, 'EDIT_REQUEST', { request: { subject: 'Disk is full' } })
    assert.deepEqual([edited.status, (edited.body.request as Json).subject], [200, 'Disk is full'])
    const picked = await post(path, 'PICKUP_REQUEST')
    assert.deepEqual(first(picked.body), {
      status_code: 2000,
      type: 'success',
      message: 'Request(s) picked up successfully.',
    })
    const other = await restClient(on, { name: 'Otto' })
    await post(path, 'ASSIGN_REQUEST', { request: { technician: { name: 'Otto' } } })
    const technician = (await admin.get(path)).one('request').technician as Json
    assert.equal(technician.id, String(other.rep.id))

    const note = await post(`${path}/notes`, 'ADD_NOTE', { note: { description: 'Seen' } })
    assert.equal(note.status, 201)
    const noteId = (note.body.note as Json).id
    await post(`${path}/notes/${noteId}`, 'EDIT_NOTE', { note: { description: 'Seen twice' } })
    const read = await post(`${path}/notes/${noteId}`, 'GET_NOTE')
    assert.equal((read.body.note as Json).description, 'Seen twice')
    assert.equal(((await post(`${path}/notes`, 'GET_NOTES')).body.notes as Json[]).length, 1)
    assert.equal((await post(`${path}/notes`, 'ADD_NOTES', { note: { description: 'Again' } })).status, 201)
    assert.equal((await post(`${path}/notes/${noteId}`, 'DELETE_NOTE')).status, 200)
    assert.equal((await post(`${path}/notes/${noteId}`, 'GET_NOTE')).status, 404)

    const spent = { owner: { id: String(other.rep.id) }, time_spent: { hours: '2', minutes: '30' } }
    const worklog = await post(`${path}/worklogs`, 'ADD_WORKLOG', { worklog: spent })
    assert.equal(worklog.status, 201, JSON.stringify(worklog.body))
    const worklogPath = `${path}/worklogs/${(worklog.body.worklog as Json).id}`
    await post(worklogPath, 'EDIT_WORKLOG', { worklog: { description: 'On site' } })
    assert.equal(((await post(worklogPath, 'GET_WORKLOG')).body.worklog as Json).description, 'On site')
    assert.equal(((await post(`${path}/worklogs`, 'GET_WORKLOGS')).body.worklogs as Json[]).length, 1)
    assert.equal((await post(worklogPath, 'DELETE_WORKLOG')).status, 200)

    const resolution = { resolution: { content: '<p>cleaned</p>' } }
    assert.equal((await post(`${path}/resolution`, 'ADD_RESOLUTION', resolution)).status, 201)
    assert.equal((await post(`${path}/resolutions`, 'EDIT_RESOLUTION', resolution)).status, 200)
    const resolved = (await post(`${path}/resolution`, 'GET_RESOLUTION')).body.resolution as Json
    assert.equal(resolved.content, '<p>cleaned</p>')

    const reply = await post(path, 'REPLY_REQUEST', { notification: { description: 'Check again' } })
    assert.equal(reply.status, 201, JSON.stringify(reply.body))
    const { id: nid } = reply.body.notification as Json
    for (const [below, name] of [
      [`${path}/notifications`, 'GET_NOTIFICATIONS'],
      [`${path}/notification/${nid}`, 'GET_NOTIFICATION'],
      [`${path}/conversation`, 'GET_CONVERSATIONS'],
      [`${path}/conversations/${nid}`, 'GET_CONVERSATION'],
    ] as const)
      assert.equal((await post(below, name)).status, 200, name)

    const closed = await post(path, 'CLOSE_REQUEST', {
      request: { closure_info: { closure_comments: 'done' } },
    })
    assert.deepEqual((first(closed.body) as Json).message, 'Request(s) closed successfully.')
    assert.equal((await post(path, 'DELETE_REQUEST')).status, 200)
    assert.equal(((await admin.get(path)).one('request') as Json).is_trashed, true)
  } finally {
    await on.close()
  }
})

onEachEngine('R16-3 R16-8 R16-9: the older flat form and its operation block', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await restClient(on)
    const post = poster(on, admin.key)
    const added = await post(
      'request',
      'ADD_REQUEST',
      flat({
        SUBJECT: 'Disk full',
        requestTemplate: 'Default Request',
        requester: admin.rep.name,
        priority: 'High',
        'request type': 'Incident',
        Group: 'Network',
        callbackURL: 'https://monitor.example.com/x',
        udf_char1: 'rack 7',
        somethingElse: 'ignored',
      }),
    )
    assert.equal(added.status, 201, JSON.stringify(added.body))
    const request = added.body.request as Json
    const { id } = request
    assert.deepEqual(added.body.operation, {
      name: 'ADD_REQUEST',
      result: {
        statuscode: '200',
        status: 'Success',
        message: `Request added successfully with request ID : ${id}`,
      },
      details: { WORKORDERID: id, SUBJECT: 'Disk full', STATUS: 'Open' },
    })
    const shown = (await admin.get(`requests/${id}`)).one('request')
    assert.deepEqual(request, shown)
    assert.deepEqual((shown.priority as Json).name, 'High')
    assert.deepEqual((shown.request_type as Json).name, 'Incident')
    assert.deepEqual((shown.group as Json).name, 'Network')
    assert.equal(shown.callback_url, 'https://monitor.example.com/x')
    assert.equal((shown.udf_fields as Json).udf_char1, 'rack 7')

    for (let number = 0; number < 3; number++) {
      await post('requests', 'ADD_REQUEST', flat({ subject: `More ${number}` }))
    }
    const listed = await post(
      'requests',
      'GET_REQUESTS',
      flat({ from: '1', limit: '2', filterby: 'All_Requests' }),
    )
    assert.deepEqual((listed.body.list_info as Json).start_index, 2)
    const { details, result } = listed.body.operation as { details: Json[]; result: Json }
    assert.deepEqual(
      [result.status, details.map(({ SUBJECT }) => SUBJECT)],
      ['Success', ['More 1', 'More 0']],
    )

    const path = `request/${id}`
    const worklog = await post(
      `${path}/worklogs`,
      'ADD_WORKLOG',
      flat({ technician: admin.rep.name, workHours: '1', workMinutes: '5', cost: '10', description: 'x' }),
    )
    const made = worklog.body.worklog as Json
    assert.deepEqual([made.time_spent, made.other_cost], [{ hours: '1', minutes: '5' }, '10'])
    assert.equal(
      ((worklog.body.operation as Json).result as Json).message,
      `Work Log added successfully for request ${id}`,
    )
    const note = await post(`${path}/notes`, 'ADD_NOTE', flat({ notesText: 'Hello', isPublic: 'true' }))
    const { description, show_to_requester } = note.body.note as Json
    assert.deepEqual([description, show_to_requester], ['Hello', true])
    const resolution = await post(`${path}/resolution`, 'ADD_RESOLUTION', flat({ resolutiontext: 'Fixed' }))
    assert.equal((resolution.body.resolution as Json).content, 'Fixed')
    const reply = await post(
      path,
      'REPLY_REQUEST',
      flat({ to: 'a@x.example, b@x.example', cc: 'c@x.example', subject: 'Re', description: 'Hi' }),
    )
    const { to, cc, subject } = reply.body.notification as { to: Json[]; cc: Json[]; subject: string }
    assert.deepEqual(
      [to.map((each) => each.email_id), cc.map((each) => each.email_id), subject],
      [['a@x.example', 'b@x.example'], ['c@x.example'], 'Re'],
    )
    const otto = await restClient(on, { name: 'Otto' })
    await post(path, 'EDIT_REQUEST', flat({ Group: null }))
    await post(path, 'ASSIGN_REQUEST', flat({ technician: 'Otto' }))
    const closed = await post(path, 'CLOSE_REQUEST', flat({ closeAccepted: 'Accepted', closeComment: 'ok' }))
    assert.equal(((closed.body.operation as Json).result as Json).status, 'Success')
    const end = (await admin.get(`requests/${id}`)).one('request')
    assert.equal((end.technician as Json).id, String(otto.rep.id))
    const { requester_ack_resolution, closure_comments } = end.closure_info as Json
    assert.deepEqual([requester_ack_resolution, closure_comments], [true, 'ok'])

    const plain = await post(`requests/${id}`, 'GET_REQUEST', undefined, { format: 'json' })
    assert.deepEqual((plain.body.operation as Json).details, {
      WORKORDERID: id,
      SUBJECT: 'Disk full',
      STATUS: 'Closed',
    })
    const failed = await post('requests', 'ADD_REQUEST', flat({ subject: ' ' }))
    assert.equal(failed.status, 400)
    assert.deepEqual(failed.body.operation, {
      name: 'ADD_REQUEST',
      result: { statuscode: '400', status: 'Failed', message: 'Value not provided' },
    })
  } finally {
    await on.close()
  }
})

onEachEngine('R16-2 R16-4 R16-6 R16-10: places of the name, look-ups, what does not fit', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await restClient(on)
    const post = poster(on, admin.key)
    const levels = await post('levels', 'GET_ALL')
    assert.deepEqual(levels.body, (await admin.get('levels')).body)
    assert.deepEqual((await post('levels/2', 'GET')).body, (await admin.get('levels/2')).body)
    assert.deepEqual((await post('technicians', 'GET_ALL')).body, (await admin.get('technicians')).body)
    assert.deepEqual(
      (await post(`requesters/${admin.rep.id}`, 'GET')).status,
      404,
      'a rep is no requester, by operation either',
    )
    const paged = await post('levels', 'GET_ALL', flat({ from: 2, limit: 1 }))
    assert.deepEqual((paged.body.levels as Json[])[0]?.name, 'Tier 3')

    // The name counts in the query and in a multipart form too, in any letter case.
    for (const name of ['OPERATION_NAME', 'operation', 'Operation_Name']) {
      const answer = await on.app.inject({
        method: 'POST',
        url: `/api/v3/levels?${name}=GET_ALL&TECHNICIAN_KEY=${admin.key}`,
      })
      assert.equal(answer.statusCode, 200, name)
    }
    const multipart = await on.app.inject({
      method: 'POST',
      url: '/api/v3/levels',
      headers: { 'content-type': 'multipart/form-data; boundary=b', technician_key: admin.key },
      payload: '--b\r\ncontent-disposition: form-data; name="operation"\r\n\r\nGET_ALL\r\n--b--\r\n',
    })
    assert.equal(multipart.statusCode, 200)

    const unknown = await post('requests', 'FLY_REQUEST')
    assert.deepEqual(
      [unknown.status, first(unknown.body)],
      [
        400,
        {
          status_code: 4001,
          type: 'failed',
          field: 'operation',
          message: 'Invalid Input: operation "FLY_REQUEST" does not exist',
        },
      ],
    )
    const { id } = (await post('requests', 'ADD_REQUEST', flat({ subject: 'S' }))).body.request as Json
    for (const [path, name] of [
      ['levels', 'ADD_REQUEST'],
      ['requests', 'EDIT_REQUEST'],
      [`requests/${id}`, 'ADD_REQUEST'],
      [`requests/${id}`, 'GET_ALL'],
      [`requests/${id}/notes`, 'GET_NOTE'],
      ['levels', 'GET'],
      ['levels/99', 'GET'],
      ['requests/4711', 'GET_REQUEST'],
    ] as const) {
      const answer = await post(path, name)
      assert.deepEqual(
        [answer.status, (first(answer.body) as Json).status_code],
        [404, 4007],
        `${path} ${name}`,
      )
    }
    for (const [data, fields] of [
      [undefined, { format: 'xml' }],
      [undefined, { INPUT_DATA: '<Operation><Details/></Operation>' }],
    ] as const) {
      const answer = await post('requests', 'ADD_REQUEST', data, fields)
      const { status_code, message } = first(answer.body) as Json
      assert.deepEqual([answer.status, status_code, message], [400, 4000, 'Only json is supported'])
    }

    // Without a name these paths have no POST; on other methods a name is ignored.
    assert.deepEqual((await admin.post(`requests/${id}`, {})).refusal(), [
      405,
      4021,
      'Invalid HTTP method',
      null,
    ])
    assert.equal((await admin.post('request', {})).status, 404)
    assert.equal((await admin.get(`requests/${id}?OPERATION_NAME=DELETE_REQUEST`)).status, 200)
    assert.equal((await admin.get(`requests/${id}`)).one('request').is_trashed, false)

    const readOnly = await restClient(on, { roleIds: [builtIn.role.readOnly] })
    const refused = await poster(on, readOnly.key)(`requests/${id}`, 'DELETE_REQUEST')
    assert.equal(refused.status, 403)
    const nobody = await poster(on, 'wrong')('requests', 'GET_REQUESTS')
    assert.equal(nobody.status, 401)
    assert.equal((await clientFor(on, 'wrong').get('levels')).status, 401)
    // A key in the form counts even when the data beside it cannot be read.
    const unreadable = await post('requests', 'ADD_REQUEST', undefined, { INPUT_DATA: '{"request":' })
    assert.deepEqual([unreadable.status, (first(unreadable.body) as Json).field], [400, 'input_data'])
    assert.deepEqual(Object.keys(operations).sort(), names.toSorted())
  } finally {
    await on.close()
  }
})

onEachEngine('R16-11: files come along with an operation', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await restClient(on)
    const { id } = (await admin.post('requests', { request: { subject: 'S' } })).one('request')
    const answer = await on.app.inject({
      method: 'POST',
      url: `/api/v3/requests/${id}/attachment`,
      headers: { 'content-type': 'multipart/form-data; boundary=b', technician_key: admin.key },
      payload:
        '--b\r\ncontent-disposition: form-data; name="OPERATION_NAME"\r\n\r\nADD_ATTACHMENT\r\n' +
        '--b\r\ncontent-disposition: form-data; name="filename"; filename="trace.log"\r\n\r\nhello\r\n--b--\r\n',
    })
    assert.equal(answer.statusCode, 200, answer.body)
    const files = await admin.pluck(`requests/${id}/attachments`, 'name')
    assert.deepEqual(files, ['trace.log'])
  } finally {
    await on.close()
  }
})
