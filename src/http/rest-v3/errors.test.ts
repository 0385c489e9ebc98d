import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildRepWithKey } from '../../../test/harness/build.ts'
import { newDesk, type TestDesk } from '../../../test/harness/desk.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import type { Fault, Issue } from '../../domain/errors.ts'
import { action, entity, list, plainSuccess, refused } from './envelope.ts'
import { ofFault } from './errors.ts'

const issue = (field: string, rule: Issue['rule'], more: Partial<Issue> = {}): Fault => ({
  code: 'invalid',
  issues: [{ field, rule, ...more }],
})

test('R5-1: every refusal of the desk has its status, code, message and attribute', () => {
  const table: [Fault, status: number, code: number, message: string, field?: string | string[]][] = [
    [
      { code: 'unauthenticated', reason: 'expired' },
      401,
      401,
      'AuthToken in the request is invalid. Unable to authenticate.',
    ],
    [{ code: 'forbidden', need: 'case.edit' }, 403, 4002, 'User does not have this permission'],
    [{ code: 'not_found', what: 'case', id: '1' }, 404, 4007, 'Invalid URL'],
    [{ code: 'out_of_reach', what: 'case', id: '1' }, 404, 4007, 'Invalid URL'],
    [{ code: 'in_use', what: 'catalog_entry', id: '1' }, 400, 4005, 'Reference exists'],
    [
      { code: 'not_unique', what: 'catalog_entry', field: 'name', value: 'x' },
      400,
      4008,
      'Not unique',
      'name',
    ],
    [{ code: 'not_editable', field: 'requesterId' }, 400, 4009, 'Field is not editable', 'requester'],
    [issue('subject', 'blank'), 400, 4012, 'Value not provided', ['subject']],
    [issue('endedAt', 'mismatch'), 400, 4016, 'Time mismatch', 'end_time'],
    [
      issue('priority', 'unknown', { value: 'Hihg' }),
      400,
      4001,
      'Invalid Input: priority "Hihg" does not exist',
      'priority',
    ],
    [
      issue('body', 'too_long', { limit: 9 }),
      400,
      4001,
      'Invalid Input: description is longer than 9 characters',
      'description',
    ],
    [{ code: 'case_in_trash', caseNumber: 1 }, 400, 4000, 'Request is in trash'],
    [{ code: 'too_large', limit: 9 }, 413, 4000, 'The file is larger than 9 bytes'],
    [{ code: 'too_many_requests', retryAfterSeconds: 5 }, 429, 4015, 'API rate limit reached'],
  ]
  for (const [fault, status, code, message, field] of table) {
    const refusal = ofFault(fault)
    const [first] = refusal.messages
    assert.deepEqual(
      [refusal.status, first?.code, first?.message, first?.field ?? first?.fields],
      [status, code, message, field],
      fault.code,
    )
  }
})

test('R5-2: missing attributes are one message, other issues one each, the missing first', () => {
  const fault: Fault = {
    code: 'invalid',
    issues: [
      { field: 'priority', rule: 'unknown', value: 9 },
      { field: 'subject', rule: 'blank' },
      { field: 'body', rule: 'required' },
    ],
  }
  assert.deepEqual(ofFault(fault).messages, [
    { code: 4012, message: 'Value not provided', fields: ['subject', 'description'] },
    { code: 4001, message: 'Invalid Input: priority "9" does not exist', field: 'priority' },
  ])
})

test('R4-1: the four shapes of an answer', () => {
  const success = { status_code: 2000, status: 'success' }
  assert.deepEqual(entity('request', { id: '21' }), { request: { id: '21' }, response_status: success })
  assert.deepEqual(list('requests', [], { row_count: 0 }), {
    requests: [],
    list_info: { row_count: 0 },
    response_status: [success],
  })
  assert.deepEqual(action('Done.'), {
    response_status: { ...success, messages: [{ status_code: 2000, type: 'success', message: 'Done.' }] },
  })
  assert.deepEqual(plainSuccess(), { response_status: success })
  assert.deepEqual(refused([{ code: 4001, message: 'Invalid Input', field: 'a', fields: ['b'] }]), {
    response_status: {
      status_code: 4000,
      status: 'failed',
      messages: [{ status_code: 4001, type: 'failed', message: 'Invalid Input', field: 'a', fields: ['b'] }],
    },
  })
})

onEachEngine('R4-2: a list call that is refused has the shape of an error, not of a list', async (engine) => {
  const on = await newDesk(engine)
  try {
    const { key } = await buildRepWithKey(on)
    const info = encodeURIComponent('{"list_info":{"row_count":"many"}}')
    const url = `/api/v3/requests?input_data=${info}`
    const answer = await on.app.inject({ url, headers: { authtoken: key } })
    const { response_status } = answer.json()
    assert.deepEqual(
      [answer.statusCode, response_status.status_code, response_status.status],
      [400, 4000, 'failed'],
    )
    assert.equal(response_status.messages[0].field, 'list_info.row_count')
  } finally {
    await on.close()
  }
})

/** Opens a request while the check of its callback URL fails with the error. */
async function openFailing(on: TestDesk, failure: Error | null) {
  const { key } = await buildRepWithKey(on)
  const { mayCall } = on.desk
  const broken = () => {
    throw failure
  }
  Object.assign(on.desk, { mayCall: failure ? broken : mayCall })
  const answer = await on.app.inject({
    method: 'POST',
    url: '/api/v3/requests',
    headers: { authtoken: key },
    payload: { request: { subject: 's', callback_url: 'http://x.example/' } },
  })
  Object.assign(on.desk, { mayCall })
  return answer
}

onEachEngine('R5-3: an unexpected fault is 500 with code 4004 and tells nothing', async (engine) => {
  const on = await newDesk(engine)
  try {
    const answer = await openFailing(on, new Error('secret detail'))
    assert.equal(answer.statusCode, 500)
    assert.deepEqual(answer.json(), refused([{ code: 4004, message: 'Internal Error' }]))
    assert.equal((await openFailing(on, null)).statusCode, 201)
  } finally {
    await on.close()
  }
})

onEachEngine('R5-4: while the database cannot be used the answer is 503 in the same form', async (engine) => {
  const on = await newDesk(engine)
  try {
    const full = Object.assign(new Error('database or disk is full'), { code: '53100' })
    const answer = await openFailing(on, full)
    assert.deepEqual([answer.statusCode, answer.headers['retry-after']], [503, '5'])
    assert.equal(answer.json().response_status.messages[0].status_code, 4000)
  } finally {
    await on.close()
  }
})
