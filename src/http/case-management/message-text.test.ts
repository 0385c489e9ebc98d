import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatOf, shownMessage, titleFrom } from './message-text.ts'

test('a message without markup is text, and every message comes back as it was sent', () => {
  const table: [message: string, format: 'text' | 'html'][] = [
    ['Lorem Ipsum', 'text'],
    ['two\nlines', 'text'],
    ['a < b & c > d; R&D', 'text'],
    ['see ?a=1&b=2', 'text'],
    ['<p>x</p>', 'html'],
    ['This is a test: <img src="att:31"/>', 'html'],
    ['x </b> y', 'html'],
    ['<!-- x -->', 'html'],
    ['a &amp; b', 'html'],
    ['&#60;b&#x3e;', 'html'],
  ]
  for (const [message, format] of table) {
    assert.equal(formatOf(message), format, message)
    assert.equal(shownMessage(message, formatOf(message)), message)
  }
})

test('mapping.md: text of another wire that looks like markup is escaped', () => {
  assert.equal(shownMessage('<b>\nx', 'text'), '&lt;b&gt;<br>x')
  assert.equal(shownMessage('&lt;', 'text'), '&amp;lt;')
  assert.equal(shownMessage(null, 'text'), '')
})

test('CM §7.1: a title that is not given is the beginning of the message without tags', () => {
  assert.equal(titleFrom('<p>Printer <b>is</b></p><p>down</p>'), 'Printer is down')
  assert.equal(titleFrom(`  a < b\n${'x'.repeat(100)}`), `a < b ${'x'.repeat(74)}`)
  assert.equal(titleFrom('<img src="att:1">'), 'No title')
})
