import assert from 'node:assert/strict'
import { test } from 'node:test'
import { committed, withTables } from './wires-table.ts'

test('docs/wires.md lists every line of the contracts that a test proves (npm run docs:wires writes it)', async () => {
  const text = await committed()
  assert.equal(text, await withTables(text))
})

test('no checklist of a wire is empty', async () => {
  const text = await committed()
  for (const [prefix, least] of [
    ['CM', 15],
    ['ST', 13],
    ['R', 100],
    ['MSG', 30],
  ] as const) {
    const rows = text.split('\n').filter((line) => new RegExp(`^\\| ${prefix}[ §\\d]`).test(line))
    assert.ok(rows.length >= least, `${prefix} has ${rows.length} lines`)
  }
})
