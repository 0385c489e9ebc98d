import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { validateHeaderValue } from 'node:http'
import { test } from 'node:test'
import { cleanFileName, contentDisposition, decodeBase64, safeContentType } from './file-answer.ts'

const names: [given: string, expected: string][] = [
  ['a.txt', 'a.txt'],
  ['/home/me/att.txt', 'att.txt'],
  ['C:\\Users\\me\\att.txt', 'att.txt'],
  ['../../etc/passwd', 'passwd'],
  ['', 'file'],
  ['.', 'file'],
  ['..', 'file'],
  ['.\u0000.', 'file'],
  ['a/', 'file'],
  [' \r\na\tb.txt ', 'ab.txt'],
  ['evil\u202etxt.exe', 'eviltxt.exe'],
  ['€ é 😀.png', '€ é 😀.png'],
  ['a\ud800.txt', 'a\ufffd.txt'],
  ['.htaccess', '.htaccess'],
]
for (const [given, expected] of names) {
  test(`file name: ${JSON.stringify(given)} is ${JSON.stringify(expected)}`, () => {
    assert.equal(cleanFileName(given), expected)
    assert.equal(cleanFileName(expected), expected)
  })
}

test('file name: at most 255 bytes, whole characters, extension kept', () => {
  for (const given of [`${'€'.repeat(300)}.pdf`, `${'😀'.repeat(100)}.pdf`, `${'a'.repeat(1_000_000)}.pdf`]) {
    const name = cleanFileName(given)
    assert.ok(Buffer.byteLength(name) <= 255)
    assert.ok(Buffer.byteLength(name) > 250)
    assert.ok(name.endsWith('.pdf') && name.isWellFormed())
  }
  assert.equal(cleanFileName(`a.${'b'.repeat(300)}`).length, 255)
})

const dispositions: [given: string, expected: string][] = [
  ['a b.txt', `attachment; filename="a b.txt"; filename*=UTF-8''a%20b.txt`],
  ['é"\\;%41.txt', `attachment; filename=";_41.txt"; filename*=UTF-8''%3B%2541.txt`],
  ['a"b.txt', `attachment; filename="a_b.txt"; filename*=UTF-8''a%22b.txt`],
  ["€'(*).txt", `attachment; filename="_'(*).txt"; filename*=UTF-8''%E2%82%AC%27%28%2A%29.txt`],
  [
    'a\r\nSet-Cookie: x=1',
    `attachment; filename="aSet-Cookie: x=1"; filename*=UTF-8''aSet-Cookie%3A%20x%3D1`,
  ],
  ['\ud800😀', `attachment; filename="__"; filename*=UTF-8''%EF%BF%BD%F0%9F%98%80`],
]
for (const [given, expected] of dispositions) {
  test(`content disposition: ${JSON.stringify(given)}`, () =>
    assert.equal(contentDisposition(given), expected))
}

test('content disposition: every code unit makes a valid header', () => {
  for (let code = 0; code < 0x10000; code++) {
    const header = contentDisposition(`a${String.fromCharCode(code)}b`)
    validateHeaderValue('content-disposition', header)
    assert.match(header, /^attachment; filename="[ -~]+"; filename\*=UTF-8''[\w.%!~-]+$/)
  }
})

const types: [type: string, name: string, expected: string][] = [
  ['text/plain; charset=utf-8', 'a.txt', 'text/plain'],
  ['IMAGE/PNG', 'a.png', 'image/png'],
  [
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'a.docx',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ],
  ['application/json', 'a.json', 'application/json'],
  ...[
    'text/html',
    'application/xhtml+xml',
    'image/svg+xml',
    'text/xml',
    'application/xml',
    'application/atom+xml',
    'text/xsl',
    'text/javascript',
    'application/x-javascript',
    'application/ecmascript',
    'multipart/x-mixed-replace',
    'text/html\r\nx: y',
    'text/pl ain',
    '',
    'x',
    'text/plain\u00e9',
  ].map((type): [string, string, string] => [type, 'a.bin', 'application/octet-stream']),
  ...['a.html', 'a.HTM', 'a.svg', 'a.xml', 'a.js', 'a.xhtml', 'a.html. ', 'html', 'x/a.svgz', 'a.mjs'].map(
    (name): [string, string, string] => ['image/png', name, 'application/octet-stream'],
  ),
]
for (const [type, name, expected] of types) {
  test(`content type: ${JSON.stringify(type)} of ${JSON.stringify(name)}`, () => {
    assert.equal(safeContentType(type, name), expected)
  })
}

const base64: [text: string, expected: string | null][] = [
  ['', ''],
  ['Y29udGVudA==', 'content'],
  ['Y29udGVudA', 'content'],
  ['Y29u\r\ndGVu\ndA==\n', 'content'],
  [' Y29udGVudA== ', 'content'],
  ['data:text/plain;base64,Y29udGVudA==', 'content'],
  ['DATA:;BASE64,Y29udGVudA==', 'content'],
  ['data:text/plain,Y29udGVudA==', null],
  ['data:text/plain;base64', null],
  ['Y29udGVudA===', null],
  ['Y29=udGVudA', null],
  ['Y', null],
  ['Y29u!', null],
  ['Y29ué', null],
  ['{"a":1}', null],
  ['====', null],
]
for (const [text, expected] of base64) {
  test(`base64: ${JSON.stringify(text)}`, () =>
    assert.equal(decodeBase64(text)?.toString() ?? null, expected))
}

test('base64: bytes come back whatever was done to the text on the way', () => {
  for (let size = 0; size < 200; size++) {
    const bytes = randomBytes(size)
    const text = bytes.toString('base64')
    const wrapped = text.replace(/.{20}/g, '$&\r\n')
    for (const sent of [text, bytes.toString('base64url'), wrapped, text.replaceAll('+', ' ')])
      assert.deepEqual(decodeBase64(sent), bytes, sent)
  }
  assert.deepEqual(decodeBase64('    '), Buffer.from('++++', 'base64'))
})

test('base64: 9 MB work, and so do 9 MB of anything else', () => {
  const bytes = randomBytes(9_000_000)
  assert.ok(decodeBase64(bytes.toString('base64'))?.equals(bytes))
  for (const piece of [' ', '=', '\n', '!', ',']) decodeBase64(piece.repeat(9_000_000))
  assert.equal(decodeBase64(`${'A'.repeat(9_000_000)}!`), null)
})
