import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { settings, settingsInForce } from '../../src/config.ts'

const page = readFileSync('docs/configuration.md', 'utf8')

test('docs/configuration.md has every setting and no other, in the order of the table', () => {
  const documented = [...page.matchAll(/^\| `([A-Z_]+)` \|/gm)].map((match) => match[1])
  assert.deepEqual(
    documented,
    Object.values(settings).map(({ variable }) => variable),
  )
})

test('docs/configuration.md says the default of every setting', () => {
  // Two defaults depend on where the program runs or are made by it; the page says so in words.
  const inWords = ['DATA_DIR', 'SECRET']
  const rows = new Map(
    [...page.matchAll(/^\| `([A-Z_]+)` \| (.*?) \|/gm)].map((match) => [match[1] ?? '', match[2] ?? '']),
  )
  for (const { variable, value } of settingsInForce({})) {
    if (inWords.includes(variable)) continue
    const wanted = value === null || value === '' ? '–' : `\`${value}\``
    assert.equal(rows.get(variable), wanted, variable)
  }
})

test('only src/config.ts reads the environment', () => {
  const readers = globSync('src/**/*.ts').filter(
    (path) =>
      !path.endsWith('.test.ts') &&
      path !== 'src/config.ts' &&
      /process\.env\b/.test(readFileSync(path, 'utf8')),
  )
  assert.deepEqual(readers, [])
})

test('only src/cli/print.ts writes to stdout', () => {
  const writers = globSync('src/**/*.ts').filter(
    (path) =>
      !path.endsWith('.test.ts') &&
      path !== 'src/cli/print.ts' &&
      /process\.stdout\b|console\.\w+\(/.test(readFileSync(path, 'utf8')),
  )
  assert.deepEqual(writers, [])
})
