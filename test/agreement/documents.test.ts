import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { commands } from '../../src/cli/commands.ts'
import { permissions } from '../../src/domain/rights.ts'

const pages = globSync(['*.md', 'docs/**/*.md', 'src/http/*/README.md'])

test('docs/security.md explains every right and no other', () => {
  const rows = readFileSync('docs/security.md', 'utf8').matchAll(/^ {3}\| (`[^|]+`) \|/gm)
  const explained = [...rows].flatMap(([, cell]) =>
    [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, right]) => right),
  )
  assert.deepEqual(explained, [...permissions])
})

test('every command that a page shows exists, with the options that it shows', () => {
  let shown = 0
  for (const page of pages) {
    for (const [, line = ''] of readFileSync(page, 'utf8').matchAll(/npx caseloom ([a-z][^`\n#)]*)/g)) {
      const [first = '', second = ''] = line.trim().split(/\s+/)
      if (first === 'help') continue
      const found = commands.find(({ name }) => name === `${first} ${second}` || name === first)
      assert.ok(found, `${page}: npx caseloom ${line}`)
      for (const [, option = ''] of line.matchAll(/ --([a-z-]+)/g)) {
        assert.ok(Object.hasOwn(found.options, option), `${page}: ${found.name} has no --${option}`)
      }
      shown += 1
    }
  }
  assert.ok(shown > 20)
})

test('every link from one of our pages to another, or to a file, leads somewhere', () => {
  const broken = pages.flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)(#[^)\s]*)?\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !existsSync(join(dirname(page), target)))
      .map((target) => `${page}: ${target}`),
  )
  assert.deepEqual(broken, [])
})
