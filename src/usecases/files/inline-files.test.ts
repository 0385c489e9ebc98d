import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withInlineFiles } from './inline-files.ts'

const guid = '8a1d0000-0000-4000-8000-00000000000a'

test('Case Management §8.3: images that point to att: are files of the message', () => {
  const table: [html: string, files: unknown[]][] = [
    ['<img src="att:31"/>', [31]],
    ["<img src='att:31'>", [31]],
    ['<img src=att:31>', [31]],
    ['<IMG alt="a > b" class=x SRC = "ATT: 31 ">', [31]],
    [`<img src="att:${guid}">`, [{ guid }]],
    ['<img src="att:UUID">', [{ guid: 'UUID' }]],
    ['<img src="att:99999999999999999999">', [{ guid: '99999999999999999999' }]],
    ['<p><img/src="att:1"><img src="att:2"><img src="att:1"></p>', [1, 2]],
    ['<img src="att:1" src="att:2">', [1]],
    ['att:1 <a href="att:2">x</a> <img alt="att:3"> <imgx src="att:4"> <img data-src="att:5">', []],
    ['<img src="https://example.com/att:1">', []],
    // Without its end the quote begins the value, which is then no reference.
    ['<img src="att:1', []],
    ['<img', []],
    ['', []],
  ]
  for (const [html, files] of table) assert.deepEqual(withInlineFiles([], html), files, html)
})

test('a file that is attached and shown counts once, attached ones come first', () => {
  const html = `<img src="att:2"><img src="att:1"><img src="att:${guid.toUpperCase()}">`
  assert.deepEqual(withInlineFiles([1, 1, { guid }], html), [1, { guid: guid.toUpperCase() }, 2])
})

test('threat model §6.4: no text takes longer than its length', () => {
  for (const part of ['<img ', '<img a="', '<img a=\'"', '<img src=', '<img a    ', '<img/']) {
    const html = part.repeat(200_000)
    assert.ok(withInlineFiles([], html).length < 2, part)
  }
})
