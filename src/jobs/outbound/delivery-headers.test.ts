import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { deliveryHeaders } from './delivery-headers.ts'

test('threat model 5.3: the signature covers id, time and body, once for each live secret', () => {
  const headers = deliveryHeaders('d1', 1_767_603_600_999, '{"ü":1}', ['new', 'old'])
  const sign = (secret: string) =>
    `v1=${createHmac('sha256', secret).update('d1.1767603600.{"ü":1}').digest('hex')}`
  assert.deepEqual(headers, {
    'x-caseloom-delivery': 'd1',
    'x-caseloom-timestamp': '1767603600',
    'x-caseloom-signature': `${sign('new')}, ${sign('old')}`,
  })
  assert.equal('x-caseloom-signature' in deliveryHeaders('d1', 0, '', []), false)
})
