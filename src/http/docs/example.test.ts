import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { JsonSchema } from '../shared/openapi/json-schema.ts'
import { exampleOf } from './example.ts'

test('an example leaves nothing required out and stays inside the limits', () => {
  const text: JsonSchema = { type: 'string', minLength: 1 }
  const inside: JsonSchema = { type: 'object', properties: { a: text, b: text }, required: ['a'] }
  const schema: JsonSchema = {
    type: 'object',
    required: ['when', 'list', 'choice'],
    properties: {
      when: { type: 'string', format: 'date-time' },
      list: { type: 'array', items: inside },
      choice: { anyOf: [{ type: 'integer', minimum: 5 }, { type: 'null' }] },
    },
  }
  assert.deepEqual(exampleOf({}, schema), {
    when: '2026-01-05T09:00:00.000Z',
    list: [{ a: 'text' }],
    choice: 5,
  })
})
