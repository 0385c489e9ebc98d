import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reasonOf } from './failure.ts'

test('REST v3 15.5: a reason never shows the address that the system names', () => {
  const rows: [string, string][] = [
    ['ENOTFOUND', 'host not found'],
    ['ECONNREFUSED', 'connection refused'],
    ['EHOSTUNREACH', 'host unreachable'],
    ['HPE_INVALID_CONSTANT', 'answer is not HTTP'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate not accepted'],
    ['CERT_HAS_EXPIRED', 'certificate not accepted'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate not accepted'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate not accepted'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'TLS handshake failed'],
    ['EMFILE', 'connection failed'],
    ['toString', 'connection failed'],
  ]
  for (const [code, reason] of rows) {
    assert.equal(reasonOf(Object.assign(new Error('connect to 10.0.0.1:80'), { code })), reason, code)
  }
  assert.equal(reasonOf('10.0.0.1'), 'connection failed')
})
