import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildRepWithKey } from '../../test/harness/build.ts'
import { newDesk } from '../../test/harness/desk.ts'

/** What every wire says of a path that it does not have. */
const unknownPaths: readonly [
  wire: string,
  folder: string,
  is404: (body: Record<string, unknown>) => boolean,
][] = [
  ['Case Management', '/v1', ({ message }) => message === 'Not found'],
  ['Case Management', '/ticketing/v1', ({ message }) => message === 'Not found'],
  ['Support Ticket', '/api/v1', ({ status_code }) => status_code === 404],
  ['Support Ticket', '/api/v1/support', ({ status_code }) => status_code === 404],
  ['REST v3', '/api/v3', ({ response_status }) => response_status !== undefined],
  ['Messages', '/api/v3/case-messages', ({ error }) => JSON.stringify(error) === '{"message":"Not found"}'],
  ['Messages', '/api/v2/case-messages', ({ error }) => JSON.stringify(error) === '{"message":"Not found"}'],
  ['Desk', '/api/desk/v1', ({ code }) => code === 'not_found'],
  ['none', '', ({ error }) => JSON.stringify(error) === '{"code":"not_found","message":"Not found"}'],
]

test('a path with broken percent signs is answered by the wire that it belongs to', async () => {
  const on = await newDesk('sqlite')
  try {
    for (const [wire, folder, is404] of unknownPaths) {
      for (const part of ['%zz', '%', 'a%2', '%ff%zz', '%E0%A4%A', '%c3%28/more']) {
        const answer = await on.app.inject({ url: `${folder}/${part}?x=%zz` })
        assert.equal(answer.statusCode, 404, `${wire} ${folder}/${part}`)
        assert.ok(is404(answer.json()), answer.body)
      }
    }
    const { key } = await buildRepWithKey(on)
    const { statusCode, body } = await on.app.inject({
      url: '/api/v3/requests/%zz',
      headers: { authtoken: key },
    })
    assert.equal(statusCode, 404, body)
    assert.ok('response_status' in JSON.parse(body))
  } finally {
    await on.close()
  }
})
