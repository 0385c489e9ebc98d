import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insertMissingCommas, MalformedBody, readJson, readPrintedDictionary } from './lenient-json.ts'

test('JSON: read as it is, also after a byte order mark', () => {
  assert.deepEqual(readJson('\uFEFF{"a":[1,"x",null,true]}'), { a: [1, 'x', null, true] })
})

for (const text of ['', '{', "{'a':1}", '[1,]', '{"a":"\\ud800"}', '{"\\udc00":1}', '[1e999]', '{}x']) {
  test(`JSON: ${JSON.stringify(text)} is refused, without repeating it`, () => {
    assert.throws(() => readJson(text), MalformedBody)
  })
}

test('JSON: depth 32 is read, more is refused however deep', () => {
  assert.ok(readJson('['.repeat(32) + ']'.repeat(32)))
  assert.throws(() => readJson('['.repeat(33) + ']'.repeat(33)), MalformedBody)
  assert.throws(() => readJson('['.repeat(500_000) + ']'.repeat(500_000)), MalformedBody)
  assert.throws(() => readJson('{"a":'.repeat(200_000)), MalformedBody)
})

test('JSON: __proto__ sets no prototype, now or when copied', () => {
  for (const read of [readJson, readPrintedDictionary]) {
    const value = read('{"__proto__":{"admin":true},"a":{"__proto__":1,"b":2}}') as Record<string, unknown>
    assert.equal(Object.assign({}, value).admin, undefined)
    assert.deepEqual(value, { a: { b: 2 } })
  }
})

const printed: [text: string, expected: unknown][] = [
  [
    "{'request': {'subject': 'x', 'is_fcr': False, 'group': None}}",
    { request: { subject: 'x', is_fcr: false, group: null } },
  ],
  ['{"a":1,\'b\':[1,-2.5e3,],}', { a: 1, b: [1, -2500] }],
  ['[True,TRUE,true,False,FALSE,None,NULL,null]', [true, true, true, false, false, null, null, null]],
  ["'it\\'s \\\"q\\\" \\\\ \\/ \\b\\f\\n\\r\\t'", 'it\'s "q" \\ / \b\f\n\r\t'],
  ["'\\x41\\u00e9\\U0001F600\\ud83d\\ude00'", 'Aé😀😀'],
  [`"it's"`, "it's"],
  [`'say "x"'`, 'say "x"'],
  [' {} ', {}],
  ['[]', []],
]
for (const [text, expected] of printed) {
  test(`REST v3 §3.2: ${text} is read`, () => assert.deepEqual(readPrintedDictionary(text), expected))
}

const refused = [
  '',
  '{',
  '[,]',
  '[1,,]',
  '{,}',
  '{1:2}',
  '{a:1}',
  "{'a' 1}",
  "('a',)",
  "u'x'",
  "'a' 'b'",
  '[1 2]',
  'undefined',
  'Truex',
  '+1',
  '01',
  '1.',
  'NaN',
  '1e999',
  "'\\q'",
  "'\\x4'",
  "'\\u00g0'",
  "'\\U00110000'",
  "'\\ud800'",
  "'a\nb'",
  "'open",
  "'open\\",
  "__import__('os')",
  '{} // x',
]
for (const text of refused) {
  test(`REST v3 §3.2: ${JSON.stringify(text)} is refused`, () => {
    assert.throws(() => readPrintedDictionary(text), MalformedBody)
  })
}

test('REST v3 §3.2: depth 32 is read, 33 refused; the limit can be set', () => {
  assert.ok(readPrintedDictionary('['.repeat(32) + ']'.repeat(32)))
  assert.throws(() => readPrintedDictionary('['.repeat(33) + ']'.repeat(33)), MalformedBody)
  assert.throws(() => readPrintedDictionary('['.repeat(1_000_000)), MalformedBody)
  assert.throws(() => readPrintedDictionary('[[]]', 1), MalformedBody)
})

test('REST v3 §3.2: long hostile texts come to an end', () => {
  for (const piece of ['\\', "'", 'a', '\\n', ' ', '1', '"\'']) {
    const text = `'${piece.repeat(1_000_000)}`
    try {
      readPrintedDictionary(text)
    } catch (error) {
      assert.ok(error instanceof MalformedBody)
    }
  }
})

test('Case Management §9.2: a missing comma between two lines is put in', () => {
  const broken =
    '{\n  "name": "a.txt"\n\n  "content": "eA=="\r\n  "n": 1\n  "t": true\n  "l": [1]\n  "o": {}\n  "z": null\n}'
  assert.deepEqual(JSON.parse(insertMissingCommas(broken)), {
    name: 'a.txt',
    content: 'eA==',
    n: 1,
    t: true,
    l: [1],
    o: {},
    z: null,
  })
})

test('Case Management §9.2: valid JSON is never changed', () => {
  for (const value of [{ a: 'x\n"y"', b: [1, '2', { c: null }], d: true }, ['a', 'b'], {}]) {
    for (const text of [JSON.stringify(value), JSON.stringify(value, null, 2)])
      assert.equal(insertMissingCommas(text), text)
  }
})

test('Case Management §9.2: long hostile texts come to an end', () => {
  for (const piece of ['\n', '"\n', ' \n', ' ', '1\n"']) assert.ok(insertMissingCommas(piece.repeat(300_000)))
})
