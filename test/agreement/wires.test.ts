import assert from 'node:assert/strict'
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '../..')

/** Lines of the tables in docs/wires.md: id, what the contract says, the test that proves it. */
async function documented(): Promise<{ id: string; test: string }[]> {
  const text = await readFile(join(root, 'docs/wires.md'), 'utf8')
  return text.split('\n').flatMap((line) => {
    const [, id, , name] = /^\| ((?:CM|ST|MSG|R)[ \w.-]+) \| (.+) \| `(.+)` \|$/.exec(line) ?? []
    return id && name ? [{ id, test: name }] : []
  })
}

/** Everything that a test file says, so that names put together from parts are found by their fixed beginning. */
async function testTexts(): Promise<string> {
  const texts: string[] = []
  for await (const path of glob('{src,test}/**/*.{test.ts,json}', { cwd: root }))
    texts.push(await readFile(join(root, path), 'utf8'))
  return texts.join('\n')
}

test('every line of the contracts’ checklists has a test of the name that docs/wires.md gives', async () => {
  const lines = await documented()
  const texts = await testTexts()
  assert.ok(lines.length > 100, `only ${lines.length} lines were read`)
  assert.deepEqual(
    lines.filter((line) => !texts.includes(line.test)),
    [],
  )
})

test('no line stands in docs/wires.md twice', async () => {
  const ids = (await documented()).map(({ id }) => id)
  assert.deepEqual(
    ids.filter((id, index) => ids.indexOf(id) !== index),
    [],
  )
})
