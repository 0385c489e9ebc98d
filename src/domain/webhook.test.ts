import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkWebhookHeaders, liveSecrets, withNewSecret } from './webhook.ts'

const rules = (headers: Record<string, string>) => checkWebhookHeaders(headers).map(({ rule }) => rule)

test('M §9: constant headers may say anything but what would end a header or stand in for ours', () => {
  assert.deepEqual(rules({ 'X-Api-Key': 'a b~', Authorization: 'Basic x', 'x-empty': '' }), [])
  for (const name of ['', 'a b', 'a:b', 'ä', 'a\r\nb'])
    assert.deepEqual(rules({ [name]: 'x' }), ['format'], name)
  for (const value of ['a\r\nb: c', 'a\0', 'ü', '\t'])
    assert.deepEqual(rules({ a: value }), ['format'], value)
  for (const name of [
    'Host',
    'content-length',
    'Content-Type',
    'X-Hub-Event',
    'x-caseloom-signature',
    'proxy-x',
  ])
    assert.deepEqual(rules({ [name]: 'x' }), ['not_allowed'], name)
  assert.deepEqual(rules({ A: '1', a: '2' }), ['format'])
  assert.deepEqual(rules(Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`h${at}`, '']))), [
    'too_many',
  ])
  assert.deepEqual(rules({ a: 'x'.repeat(8001) }), ['too_long'])
})

test('threat model 5.3: a replaced secret signs for a day beside the new one, never longer', () => {
  const first = { secrets: withNewSecret({ secrets: [] }, 'one', 0) }
  assert.deepEqual(liveSecrets(first, 1e12), ['one'])
  const second = { secrets: withNewSecret(first, 'two', 1000) }
  assert.deepEqual(liveSecrets(second, 1000), ['two', 'one'])
  assert.deepEqual(liveSecrets(second, 1000 + 86_399_999), ['two', 'one'])
  assert.deepEqual(liveSecrets(second, 1000 + 86_400_000), ['two'])
  assert.deepEqual(withNewSecret(second, 'two', 5000), second.secrets)
  assert.deepEqual(liveSecrets({ secrets: withNewSecret(second, 'three', 2000) }, 2000), ['three', 'two'])
})
