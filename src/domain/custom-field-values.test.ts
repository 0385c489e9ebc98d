import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CustomField, type FieldType, fieldKey, slugOf } from './custom-field.ts'
import { valueIssue, withoutBlank } from './custom-field-values.ts'

const choices = [
  { id: 1, name: 'Novel', deleted: false },
  { id: 2, name: 'Poetry', deleted: true },
]

function field(type: FieldType): CustomField {
  const rules = { mandatory: false, encrypted: false, choices, refersTo: null }
  return { ...rules, type, id: 301, moduleId: 1, name: 'F', description: null, apiName: 'f', deleted: false }
}

const good: [type: FieldType, value: unknown, current?: unknown][] = [
  ['sline', '😀'.repeat(250)],
  ['mline', 'a\nb'],
  ['num', -3],
  ['dec', 0.1234],
  ['dec', -12_345.6],
  ['bool', false],
  ['date', 0],
  ['email', 'a@b.example'],
  ['phone', '030/123-4567 x12'],
  ['url', 'http://x.example:80/?a=b#c'],
  ['pick', 1],
  ['pick', 2, 2],
  ['mpick', [1]],
  ['mpick', [2, 1], [2]],
  ['ref', 17],
]

const bad: [type: FieldType, value: unknown, rule: string][] = [
  ['sline', 'x'.repeat(251), 'too_long'],
  ['sline', 'a\rb', 'format'],
  ['sline', 5, 'type'],
  ['mline', 'x'.repeat(65_537), 'too_long'],
  ['num', 1.5, 'type'],
  ['num', 2 ** 53, 'type'],
  ['num', '1', 'type'],
  ['dec', 0.12345, 'type'],
  ['dec', Number.POSITIVE_INFINITY, 'type'],
  ['bool', 'true', 'type'],
  ['date', 8.64e15 + 1, 'type'],
  ['email', 'a@', 'format'],
  ['email', 'a b@c.example', 'format'],
  ['phone', 'x12', 'format'],
  ['url', 'ftp://x.example', 'format'],
  ['url', 'http://', 'format'],
  ['pick', 2, 'unknown'],
  ['pick', 'Novel', 'unknown'],
  ['mpick', [1, 9], 'unknown'],
  ['mpick', 1, 'type'],
  ['ref', 0, 'type'],
]

test('R13.2-8: what the types of fields take', () => {
  for (const [type, value, current = null] of good) {
    assert.equal(valueIssue(field(type), value, current), null, `${type} ${String(value)}`)
  }
  for (const [type, value, rule] of bad) {
    const issue = valueIssue(field(type), value, null)
    assert.deepEqual([issue?.field, issue?.rule], ['fields.f', rule], `${type} ${String(value).slice(0, 20)}`)
  }
})

test('blank texts and empty lists are no values; false and 0 are', () => {
  for (const value of ['', ' \n', [], undefined, null]) assert.equal(withoutBlank(value), null)
  for (const value of ['x', [1], false, 0]) assert.equal(withoutBlank(value), value)
})

test('keys of fields are made of type and id for cases, of type and name for records', () => {
  assert.equal(fieldKey('sline', 301, null, ''), 'udf_sline_301')
  assert.equal(fieldKey('sline', 301, 1, slugOf(' Größe (cm) ')), 'sline_gro_e_cm')
  assert.equal(fieldKey('pick', 302, 1, slugOf('日本')), 'pick_302')
})
