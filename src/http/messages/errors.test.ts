import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gunzipSync, inflateSync } from 'node:zlib'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { newParties } from '../../../test/harness/parties.ts'
import type { Fault } from '../../domain/errors.ts'
import { presentFault } from './errors.ts'

const faults: readonly [Fault, number, string][] = [
  [{ code: 'unauthenticated', reason: 'missing' }, 401, 'Unauthorized'],
  [{ code: 'forbidden', need: 'case.reply' }, 403, 'No access'],
  [{ code: 'out_of_reach', what: 'case', id: '1' }, 403, 'No access'],
  [{ code: 'not_found', what: 'case', id: '1' }, 404, 'Not found'],
  [{ code: 'case_in_trash', caseNumber: 1 }, 404, 'Not found'],
  [{ code: 'no_provider' }, 404, "Can't process this case"],
  [{ code: 'too_large', limit: 1 }, 413, 'Request body is too large'],
  [{ code: 'too_many_requests', retryAfterSeconds: 1 }, 429, 'Too many requests'],
  [{ code: 'not_unique', what: 'person', field: 'email', value: 'x' }, 409, '"email" is in use already'],
  [{ code: 'not_editable', field: 'guid' }, 400, '"guid" is not allowed'],
  [{ code: 'in_use', what: 'file', id: '1' }, 409, 'Conflict'],
  [{ code: 'stale', version: 2 }, 409, 'Conflict'],
  [
    { code: 'invalid', issues: [{ field: 'parentId', rule: 'unknown', what: 'message', value: 7 }] },
    400,
    'child "parentMessageId" fails because ["parentMessageId" is not a message of this case]',
  ],
  [
    { code: 'invalid', issues: [{ field: 'body', rule: 'too_long', limit: 5 }] },
    400,
    'child "content" fails because ["content" length must be less than or equal to 5 characters long]',
  ],
]

test('MSG §1.4: what the desk refuses has a status and a text of this wire', () => {
  for (const [fault, status, message] of faults) {
    const answer = presentFault(fault)
    assert.deepEqual([answer.status, answer.body.error.message], [status, message])
  }
})

onEachEngine(
  'MSG §1.4: a fault of ours is answered bare, a database that is away with 503',
  async (engine) => {
    const { on, partner } = await newParties(engine)
    try {
      const unlucky = (error: Error) =>
        Object.defineProperty(on.clock, 'now', {
          configurable: true,
          get() {
            throw error
          },
        })
      unlucky(new Error('the secret is 42'))
      const fault = await partner.get('case-messages')
      assert.deepEqual([fault.status, fault.body], [500, { error: { message: 'Internal error' } }])
      unlucky(Object.assign(new Error('database or disk is full'), { code: '53100' }))
      const away = await partner.get('case-messages')
      assert.deepEqual([away.status, away.body], [503, { error: { message: 'Service unavailable' } }])
      assert.equal(away.headers['retry-after'], '5')
    } finally {
      await on.close()
    }
  },
)

onEachEngine('MSG §1.1: longer answers come compressed to clients that take it', async (engine) => {
  const { on, partner, openCase, say } = await newParties(engine)
  try {
    const guid = await openCase()
    await say(partner, guid, { content: 'ä'.repeat(2000) })
    const plain = await partner.get<unknown[]>(`case-messages?guid=${guid}`)
    for (const [accepts, encoding, decode] of [
      ['gzip, deflate, br', 'gzip', gunzipSync],
      ['deflate', 'deflate', inflateSync],
      ['gzip;q=0, deflate;q=0.5', 'deflate', inflateSync],
      ['br', undefined, (bytes: Buffer) => bytes],
    ] as const) {
      const answer = await on.app.inject({
        url: `/api/v3/case-messages?guid=${guid}`,
        headers: { 'x-hub-api-token': partner.token, 'accept-encoding': accepts },
      })
      assert.equal(answer.headers['content-encoding'], encoding)
      assert.equal(Number(answer.headers['content-length']), answer.rawPayload.length)
      const bytes = decode(answer.rawPayload)
      assert.deepEqual(JSON.parse(bytes.toString()), plain.body)
    }
  } finally {
    await on.close()
  }
})
