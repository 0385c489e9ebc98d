import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { MalformedBody, parseMultipart, type StreamedPart, streamMultipart } from './multipart.ts'
import { BodyTooLarge } from './read-body.ts'

const TYPE = 'multipart/form-data; boundary=b'

function part(disposition: string, content: string, type?: string): string {
  const typeLine = type === undefined ? '' : `Content-Type: ${type}\r\n`
  return `--b\r\nContent-Disposition: form-data; ${disposition}\r\n${typeLine}\r\n${content}\r\n`
}

function form(...parts: string[]): Buffer {
  return Buffer.from(`${parts.join('')}--b--\r\n`)
}

function inPieces(body: Buffer, size: number): Readable {
  const pieces: Buffer[] = []
  for (let at = 0; at < body.length; at += size) pieces.push(body.subarray(at, at + size))
  return Readable.from(pieces)
}

test('multipart: fields and files, in order', async () => {
  const body = form(
    part('name="a"', 'é 1'),
    part('name="f"; filename="x.txt"', 'content', 'text/plain'),
    part('name="a"', ''),
  )
  const { fields, files } = await parseMultipart(body, TYPE)
  assert.deepEqual(fields, [
    { name: 'a', value: 'é 1' },
    { name: 'a', value: '' },
  ])
  assert.deepEqual(files, [
    {
      field: 'f',
      fileName: 'x.txt',
      contentType: 'text/plain',
      bytes: Buffer.from('content'),
      size: 7,
      truncated: false,
    },
  ])
})

for (const body of [Buffer.alloc(0), form()]) {
  test(`multipart: a body of ${body.length} bytes without parts is an empty form`, async () => {
    assert.deepEqual(await parseMultipart(body, TYPE), { fields: [], files: [] })
    assert.deepEqual(await streamMultipart(Readable.from([body]), TYPE, {}, async () => {}), [])
  })
}

test('multipart: an empty body needs no boundary', async () => {
  assert.deepEqual(await parseMultipart(Buffer.alloc(0), 'multipart/form-data'), { fields: [], files: [] })
})

const fileNames: [parameters: string, expected: string][] = [
  ['filename="€ é.txt"', '€ é.txt'],
  // How .NET writes both: the extended one wins. Both in quotes: the plain one does (RFC 7578 §4.2 forbids the other).
  [`filename=x.txt; filename*=utf-8''%E2%82%AC.txt`, '€.txt'],
  [`filename="x.txt"; filename*=UTF-8''%E2%82%AC.txt`, 'x.txt'],
  [`filename*=UTF-8''%E2%82%AC.txt`, '€.txt'],
  [`filename*=nonsense''%E2.txt`, ''],
  ['filename="/home/me/att.txt"', 'att.txt'],
  ['filename="C:\\dir\\att.txt"', 'att.txt'],
  ['filename="a\\"b.txt"', 'a"b.txt'],
  ['filename=plain.txt', 'plain.txt'],
  ['filename=""', 'file'],
]
for (const [parameters, expected] of fileNames) {
  test(`multipart: file name ${parameters}`, async () => {
    const { files } = await parseMultipart(form(part(`name="f"; ${parameters}`, 'x')), TYPE)
    assert.equal(files.length, 1)
    if (expected !== '') assert.equal(files[0]?.fileName, expected)
  })
}

test('multipart: no file chosen is no file', async () => {
  const body = form(part('name="f"; filename=""', '', 'application/octet-stream'), part('name="a"', '1'))
  assert.deepEqual(await parseMultipart(body, TYPE), { fields: [{ name: 'a', value: '1' }], files: [] })
  assert.deepEqual(await streamMultipart(inPieces(body, 7), TYPE, {}, () => assert.fail()), [
    { name: 'a', value: '1' },
  ])
})

test('multipart: an octet stream without a file name is a field', async () => {
  const { fields } = await parseMultipart(form(part('name="a"', '1', 'application/octet-stream')), TYPE)
  assert.deepEqual(fields, [{ name: 'a', value: '1' }])
})

test('multipart: a file over the limit is cut and flagged, one at the limit is not', async () => {
  const body = form(
    part('name="f"; filename="a"', '12345'),
    part('name="g"; filename="b"', '123456'),
    part('name="h"', 'x'),
  )
  const { fields, files } = await parseMultipart(body, TYPE, { fileBytes: 5 })
  assert.deepEqual(
    files.map(({ size, truncated, bytes }) => [size, truncated, bytes.toString()]),
    [
      [5, false, '12345'],
      [5, true, '12345'],
    ],
  )
  assert.equal(fields.length, 1)
})

const good = form(part('name="a"', '1'))
const malformed: [name: string, body: Buffer, type: string, limits?: Parameters<typeof parseMultipart>[2]][] =
  [
    ['without a boundary', good, 'multipart/form-data'],
    ['with another boundary', good, 'multipart/form-data; boundary=other'],
    ['of another type', good, 'text/plain'],
    ['of no type', good, ''],
    ['that is no form', Buffer.from('hello'), TYPE],
    ['that breaks off in a field', good.subarray(0, -6), TYPE],
    ['that breaks off in a head', good.subarray(0, 20), TYPE],
    ['that breaks off in a file', form(part('name="f"; filename="a"', '12345')).subarray(0, -12), TYPE],
    ['with too many fields', form(part('name="a"', ''), part('name="a"', '')), TYPE, { fields: 1 }],
    [
      'with too many files',
      form(part('name="a"; filename="a"', ''), part('name="a"; filename="a"', '')),
      TYPE,
      { files: 1 },
    ],
    ['with no files allowed', form(part('name="a"; filename="a"', '')), TYPE, { files: 0 }],
    ['with a large field', form(part('name="a"', '123')), TYPE, { fieldBytes: 2 }],
    ['with too many parts', form(part('name="a"', '').repeat(1001)), TYPE],
  ]
for (const [name, body, type, limits] of malformed) {
  test(`multipart: a form ${name} is refused`, async () => {
    await assert.rejects(parseMultipart(body, type, limits), MalformedBody)
    const read = async (file: StreamedPart): Promise<void> => void (await text(file.stream))
    await assert.rejects(streamMultipart(inPieces(body, 3), type, limits ?? {}, read), MalformedBody)
  })
}

test('multipart: every way of breaking off is refused or read, and never hangs', async () => {
  const body = form(part('name="a"', '1'), part('name="f"; filename="a"', '12345'), part('name="b"', '2'))
  for (let length = 1; length < body.length; length++) {
    for (const run of [
      parseMultipart(body.subarray(0, length), TYPE),
      streamMultipart(
        inPieces(body.subarray(0, length), 5),
        TYPE,
        {},
        async (file) => void (await text(file.stream)),
      ),
    ]) {
      await run.catch((error) => assert.ok(error instanceof MalformedBody))
    }
  }
})

test('multipart, streamed: files arrive as streams, larger than any buffer', async () => {
  const content = 'x'.repeat(3_000_000)
  const body = form(
    part('name="a"', '1'),
    part('name="f"; filename="a.bin"', content),
    part('name="g"; filename="b"', 'y'),
  )
  const seen: string[] = []
  const fields = await streamMultipart(inPieces(body, 60_000), TYPE, {}, async (file) => {
    seen.push(`${file.field} ${file.fileName} ${(await text(file.stream)).length}`)
  })
  assert.deepEqual(fields, [{ name: 'a', value: '1' }])
  assert.deepEqual(seen, ['f a.bin 3000000', 'g b 1'])
})

test('multipart, streamed: what onFile leaves unread is dropped', async () => {
  const body = form(part('name="f"; filename="a"', 'x'.repeat(500_000)), part('name="a"', '1'))
  assert.deepEqual(await streamMultipart(inPieces(body, 60_000), TYPE, {}, async () => {}), [
    { name: 'a', value: '1' },
  ])
  const destroy = async (file: StreamedPart): Promise<void> => void file.stream.destroy()
  assert.equal((await streamMultipart(inPieces(body, 60_000), TYPE, {}, destroy)).length, 1)
})

test('multipart, streamed: a file over the limit fails its stream and the call, after the body was read', async () => {
  const source = inPieces(
    form(part('name="f"; filename="a"', 'x'.repeat(500_000)), part('name="a"', '1')),
    60_000,
  )
  let inside: unknown
  const read = async (file: StreamedPart): Promise<void> => {
    inside = await text(file.stream).catch((error: unknown) => error)
  }
  await assert.rejects(streamMultipart(source, TYPE, { fileBytes: 100_000 }, read), BodyTooLarge)
  assert.ok(inside instanceof BodyTooLarge)
  assert.ok(source.readableEnded)
})

test('multipart, streamed: what onFile throws comes out, after the body was read', async () => {
  const source = inPieces(form(part('name="f"; filename="a"', 'x'.repeat(500_000))), 60_000)
  await assert.rejects(
    streamMultipart(source, TYPE, {}, () => Promise.reject(new Error('disk full'))),
    /disk full/,
  )
  assert.ok(source.readableEnded)
})

test('multipart, streamed: a client that goes away is a malformed body', async () => {
  const source = new Readable({ read() {} })
  source.push(form(part('name="f"; filename="a"', 'x'.repeat(1000))).subarray(0, 500))
  const read = async (file: StreamedPart): Promise<void> => {
    setImmediate(() => source.destroy(new Error('aborted')))
    await text(file.stream)
  }
  await assert.rejects(streamMultipart(source, TYPE, {}, read), MalformedBody)
})
