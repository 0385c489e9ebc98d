import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mergeExtra, withMainAddress } from './person.ts'

test('Case Management §6.4: custom fields are put in place by id, an empty content clears', () => {
  const current = [
    { id: 2, content: 'b' },
    { id: 1, content: 'a' },
  ]
  assert.deepEqual(mergeExtra(current, []), current)
  assert.deepEqual(mergeExtra(current, [{ id: 2, content: 'B' }]), [
    { id: 2, content: 'B' },
    { id: 1, content: 'a' },
  ])
  assert.deepEqual(
    mergeExtra(current, [
      { id: 3, content: 'c' },
      { id: 2, content: '' },
    ]),
    [
      { id: 1, content: 'a' },
      { id: 3, content: 'c' },
    ],
  )
})

test('a new main address takes the place of the old one and leaves the others', () => {
  assert.deepEqual(withMainAddress(['a@x.org', 'b@x.org'], ' c@x.org '), ['c@x.org', 'b@x.org'])
  assert.deepEqual(withMainAddress(['a@x.org', 'b@x.org'], 'A@x.org'), ['A@x.org', 'b@x.org'])
  assert.deepEqual(withMainAddress(['a@x.org', 'b@x.org'], 'B@x.org'), ['B@x.org'])
  assert.deepEqual(withMainAddress([], 'a@x.org'), ['a@x.org'])
})
