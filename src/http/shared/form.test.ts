import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MalformedBody, parseForm } from './form.ts'

/** Compares without prototypes, which forms do not have. */
function plain(text: string): unknown {
  return JSON.parse(JSON.stringify(parseForm(text)))
}

const cases: [name: string, text: string, expected: unknown][] = [
  ['nothing is an empty form', '', {}],
  ['plain fields, plus is a space', 'a=1+2&b=%2B', { a: '1 2', b: '+' }],
  ['a field without a value is empty text', 'a&b=', { a: '', b: '' }],
  ['a field without a name is skipped', '=1&&a=2', { a: '2' }],
  ['a repeated plain key becomes an array', 'a=1&a=2&a=3', { a: ['1', '2', '3'] }],
  ['a[] appends', 'a[]=1&a[]=2', { a: ['1', '2'] }],
  ['a[0] makes an array, in any order', 'a[1]=y&a[0]=x', { a: ['x', 'y'] }],
  ['a gap makes an object', 'a[1]=y', { a: { 1: 'y' } }],
  ['a[] after a[1] takes the next index', 'a[0]=x&a[1]=y&a[]=z', { a: ['x', 'y', 'z'] }],
  [
    'CM 11.7: the nested form of the vendor’s client',
    'creator=7&message=Hi&attachments%5B0%5D=31&history%5Bmessages%5D%5B0%5D%5Bmessage%5D=Hello&history%5Bmessages%5D%5B0%5D%5Buser%5D=guest',
    {
      creator: '7',
      message: 'Hi',
      attachments: ['31'],
      history: { messages: [{ message: 'Hello', user: 'guest' }] },
    },
  ],
  ['the later of a text and a nested value wins', 'a=1&a[b]=2', { a: { b: '2' } }],
  ['a text after a nested value wins', 'a[b]=2&a=1', { a: '1' }],
  ['an open bracket belongs to the name', 'a[b=1&[c]=2', { 'a[b': '1', '[c]': '2' }],
  ['broken escapes stay as they are', 'a=%zz%4', { a: '%zz%4' }],
  ['bytes that are not UTF-8 are replaced', 'a=%ff', { a: '\ufffd' }],
  ['UTF-8', 'a=%E2%82%AC', { a: '€' }],
]

for (const [name, text, expected] of cases) {
  test(`form: ${name}`, () => assert.deepEqual(plain(text), expected))
}

test('form: __proto__ is an ordinary key', () => {
  const tree = parseForm('__proto__[polluted]=1&a[__proto__][b]=2')
  assert.equal(Object.getPrototypeOf(tree), null)
  assert.equal(({} as Record<string, unknown>).polluted, undefined)
  assert.ok(Object.hasOwn(tree, '__proto__'))
})

test('form: depth 32 is read, 33 refused', () => {
  assert.ok(parseForm(`a${'[x]'.repeat(31)}=1`))
  assert.throws(() => parseForm(`a${'[x]'.repeat(32)}=1`), MalformedBody)
  assert.throws(() => parseForm(`a${'[x]'.repeat(300_000)}=1`), MalformedBody)
})

test('form: 10,000 fields are read, one more refused', () => {
  assert.equal((parseForm('a[]=1&'.repeat(10_000)).a as unknown[]).length, 10_000)
  assert.throws(() => parseForm('a=1&'.repeat(10_001)), MalformedBody)
})
