import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Catalog } from '../../domain/catalog.ts'
import { defaultCatalog } from '../../domain/catalog-defaults.ts'
import { Refusal } from './errors.ts'
import { fieldName } from './names.ts'
import {
  formatOf,
  presentHtml,
  presentReference,
  presentTime,
  readBoolean,
  readCatalogId,
  readFileIds,
  readNumber,
  readPerson,
  readTime,
} from './values.ts'

const catalog = new Catalog(1, defaultCatalog())

test('R6-1: times are taken as value, number or text, and as they are shown', () => {
  const at = 1_681_729_003_728
  for (const given of [
    { value: String(at) },
    { value: at },
    String(at),
    at,
    { display_value: 'x', value: at },
  ]) {
    assert.equal(readTime(given, 'f', 'UTC'), at, JSON.stringify(given))
  }
  for (const nothing of [null, undefined, '', {}, { value: null }])
    assert.equal(readTime(nothing, 'f', 'UTC'), null)
  for (const wrong of [
    'soon',
    {}.toString(),
    1.5,
    { value: 'x' },
    { display_value: '31/02/2026 01:00 AM' },
    1e300,
  ]) {
    assert.throws(() => readTime(wrong, 'f', 'UTC'), Refusal, JSON.stringify(wrong))
  }
})

test('R6-2: a shown time is read in the zone in which it is shown, also around a change of the clocks', () => {
  for (const [zone, at] of [
    ['UTC', Date.UTC(2023, 3, 17, 16, 26)],
    ['Asia/Kolkata', Date.UTC(2026, 0, 1, 0, 0)],
    ['America/New_York', Date.UTC(2026, 2, 8, 12, 30)],
    ['Europe/Berlin', Date.UTC(2026, 9, 25, 3, 30)],
    ['Pacific/Apia', Date.UTC(2026, 5, 30, 23, 59)],
  ] as const) {
    const shown = presentTime(at, zone)
    assert.equal(readTime({ display_value: shown?.display_value }, 'f', zone), at, zone)
  }
  assert.equal(presentTime(1_681_729_003_728, 'America/New_York')?.display_value, '17/04/2023 06:56 AM')
})

test('R6-3: booleans and numbers may arrive as text', () => {
  assert.deepEqual(
    ['true', 'FALSE', true, ''].map((each) => readBoolean(each, 'f')),
    [true, false, true, null],
  )
  assert.deepEqual(
    ['12', 1.5, ' 7 ', null].map((each) => readNumber(each, 'f')),
    [12, 1.5, 7, null],
  )
  assert.throws(() => readBoolean('yes', 'f'), Refusal)
  for (const wrong of ['x', '1e5', [], {}]) assert.throws(() => readNumber(wrong, 'f'), Refusal)
})

test('R6-4: of a reference the id decides, names match without regard to case and outer space', () => {
  const id = (value: unknown) => readCatalogId(catalog, 'priority', value, 'priority')
  for (const high of [
    { id: '4' },
    { id: 4 },
    { name: ' hIgH ' },
    'high',
    4,
    { id: '4', name: 'Low' },
    "{'name': 'High'}",
  ]) {
    assert.equal(id(high), 4, JSON.stringify(high))
  }
  for (const nothing of [null, '', {}, { id: null, name: '' }]) assert.equal(id(nothing), null)
  for (const wrong of ['Hihg', { id: 99 }, { id: 'x' }, [], true]) assert.throws(() => id(wrong), Refusal)
})

test('R6-5: a person is named by id, address, login name or name, in this order', () => {
  const person = (value: unknown) => readPerson(value, 'f')
  assert.deepEqual(person({ id: '7', email_id: 'a@b.c' }), { id: 7 })
  assert.deepEqual(person({ email_id: ' a@b.c ', login_name: 'l', name: 'N' }), { email: 'a@b.c', name: 'N' })
  assert.deepEqual(person({ login_name: 'l', name: 'N' }), { login: 'l' })
  assert.deepEqual(person('N'), { name: 'N' })
  assert.equal(person({ name: ' ' }), null)
})

test('R6-6: references show their colour where the kind has one', () => {
  assert.deepEqual(presentReference(catalog, 'status', 4), { id: '4', name: 'Resolved', color: '#00ff66' })
  assert.deepEqual(presentReference(catalog, 'urgency', 4), { id: '4', name: 'Urgent' })
  assert.equal(presentReference(catalog, 'urgency', null), null)
})

test('R6-7: HTML and plain text are told apart, and shown as HTML', () => {
  for (const html of ['<p>x</p>', 'a<br>b', 'a &amp; b', '&#39;']) assert.equal(formatOf(html), 'html', html)
  for (const text of ['plain', 'a < b', '1 > 0 & 2', 'x <3', 'AT&T'])
    assert.equal(formatOf(text), 'text', text)
  assert.equal(presentHtml('a < b\nc', 'text'), 'a &lt; b<br>c')
})

test('R9.6-12: uploaded files are named by id, as object or bare', () => {
  assert.deepEqual(readFileIds([{ id: '55' }, { file_id: 56 }, 57, '58'], 'attachments'), [55, 56, 57, 58])
  assert.deepEqual(readFileIds(null, 'attachments'), [])
  assert.throws(() => readFileIds([{ name: 'x' }], 'attachments'), Refusal)
})

test('the neutral names of attributes become the words of this wire', () => {
  const words = [
    'requesterId',
    'assigneeId',
    'callbackUrl',
    'dueAt',
    'request_type',
    'otherCost',
    'closure.codeId',
  ]
  assert.deepEqual(words.map(fieldName), [
    'requester',
    'technician',
    'callback_url',
    'due_by_time',
    'request_type',
    'other_cost',
    'closure_info.closure_code',
  ])
})
