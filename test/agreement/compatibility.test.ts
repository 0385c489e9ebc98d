import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { numbered, type Suite } from '../../compat/case.ts'
import { bothEngines, reportPages } from '../../compat/report/write-report.ts'
import { type Outcome, runOnOwnServer } from '../../compat/run-suite.ts'
import { suites } from '../../compat/suites.ts'
import { type EngineName, onEachEngine } from '../harness/engines.ts'

const runs = new Map<string, Promise<Outcome[]>>()

/** Every suite runs once on each engine, however many tests look at the outcome. */
function outcomesOf(suite: Suite, engine: EngineName): Promise<Outcome[]> {
  const key = `${suite.wire} ${engine}`
  const run = runs.get(key) ?? runOnOwnServer(suite, engine)
  runs.set(key, run)
  return run
}

for (const suite of suites) {
  onEachEngine(`every statement of the ${suite.title} holds, or deviates for a reason`, async (engine) => {
    const failed = (await outcomesOf(suite, engine)).filter(({ result }) => result === 'fails')
    assert.deepEqual(
      failed.map(({ of, reason, last }) => [`${of.id} ${of.facts.says}: ${reason}`, last]),
      [],
    )
  })

  test(`every line of the ${suite.title}'s checklist has a statement`, () => {
    const sources = numbered(suite).flatMap(({ facts }) => [...facts.source.matchAll(/§(\w+(?:\.\w+)*)/g)])
    const proved = new Set(sources.map(([, line]) => line))
    assert.deepEqual(
      suite.checklist.filter((line) => !proved.has(line)),
      [],
    )
    assert.ok(suite.checklist.length > 0)
  })
}

test('docs/compatibility.md and its pages are what the statements give (npm run compat writes them)', async () => {
  const judged = await Promise.all(
    suites.map(async (suite) => ({
      suite,
      outcomes: bothEngines(await outcomesOf(suite, 'sqlite'), await outcomesOf(suite, 'postgres')),
    })),
  )
  for (const [path, text] of reportPages(judged, null)) {
    assert.equal(await readFile(join('docs', path), 'utf8'), text, `docs/${path}`)
  }
})
