import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sign } from './signature.ts'

test('REST v3 15.3: X-Signature is the hex HMAC-SHA-256 of the body (RFC 4231 case 2)', () => {
  const mac = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'
  assert.equal(sign('Jefe', 'what do ya want for nothing?'), `sha256=${mac}`)
})

test('the body is signed as the UTF-8 bytes that are sent', () => {
  assert.equal(
    sign('key', '{"subject":"Störung ✓"}'),
    'sha256=16ea008fa6a92fc4bb406d45cd04436791a77437ae2b8f979fb125cc997e8e03',
  )
})
