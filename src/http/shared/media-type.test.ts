import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isJson, mediaType } from './media-type.ts'

const cases: [header: string | undefined, type: string, parameters: Record<string, string>][] = [
  [undefined, '', {}],
  ['', '', {}],
  ['Application/JSON; Charset=UTF-8', 'application/json', { charset: 'UTF-8' }],
  ['multipart/form-data; boundary="a;b\\"c"; x=1', 'multipart/form-data', { boundary: 'a;b"c', x: '1' }],
  ['text/plain;;=;a;b=', 'text/plain', { b: '' }],
  ['text/plain; a=1; a=2', 'text/plain', { a: '1' }],
  ['text/plain; a="open', 'text/plain', { a: 'open' }],
]

for (const [header, type, parameters] of cases) {
  test(`media type: ${header}`, () => assert.deepEqual(mediaType(header), { type, parameters }))
}

test('media type: JSON by any of its names', () => {
  for (const type of [
    'application/json',
    'text/json',
    'application/json-put+json',
    'application/problem+json',
  ])
    assert.ok(isJson(type), type)
  for (const type of ['', 'text/plain', 'application/jsonx', 'application/x-www-form-urlencoded'])
    assert.ok(!isJson(type), type)
})
