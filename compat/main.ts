import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type EngineName, engineNames } from '../test/harness/engines.ts'
import { globalSetup, globalTeardown } from '../test/harness/postgres.ts'
import { readCredentials } from './credentials-file.ts'
import { serverAt } from './exchange.ts'
import type { JudgedSuite } from './report/summary-page.ts'
import { bothEngines, reportPages, writePages } from './report/write-report.ts'
import { chosen, type Outcome, runOnOwnServer, runOnServer } from './run-suite.ts'
import { suites } from './suites.ts'

/** `npm run compat`: tries every statement of the contracts, writes the report, and ends with 1 when one fails. */

const { values: options } = parseArgs({
  options: {
    wire: { type: 'string', multiple: true, default: [] },
    only: { type: 'string', multiple: true, default: [] },
    engine: { type: 'string', multiple: true, default: [] },
    url: { type: 'string' },
    credentials: { type: 'string' },
    out: { type: 'string' },
  },
})
const docs = resolve(import.meta.dirname, '../docs')
const engines = engineNames.filter((name) => options.engine.length === 0 || options.engine.includes(name))
const wanted = suites
  .filter(({ wire }) => options.wire.length === 0 || options.wire.includes(wire))
  .map((suite) => ({ suite, cases: chosen(suite, options.only) }))
  .filter(({ cases }) => cases.length > 0)
const whole = options.wire.length + options.only.length + options.engine.length === 0

if (wanted.length === 0 || engines.length === 0) throw new Error('no case has such a wire, number or engine')
const judged = options.url === undefined ? await judgeOwn() : await judgeServer(options.url)
for (const { outcomes } of judged) for (const outcome of outcomes) show(outcome)
const all = judged.flatMap(({ outcomes }) => outcomes)
const failed = all.filter(({ result }) => result === 'fails').length
const deviating = all.filter(({ result }) => result === 'deviates').length
const leftOut = all.filter(({ result }) => result === 'left-out').length
say(`${all.length} statements: ${failed} fail, ${deviating} deviate on purpose, ${leftOut} were not run`)

const folder = options.out ?? (whole && options.url === undefined ? docs : undefined)
if (folder !== undefined) {
  await writePages(folder, reportPages(judged, options.url ?? null))
  say(`the report is in ${folder}`)
}
process.exitCode = failed > 0 ? 1 : 0

async function judgeOwn(): Promise<JudgedSuite[]> {
  const needsPostgres = engines.includes('postgres') && process.env.CASELOOM_TEST_POSTGRES === undefined
  if (needsPostgres) await globalSetup()
  try {
    const found: JudgedSuite[] = []
    for (const { suite, cases } of wanted) {
      const runs: Outcome[][] = []
      for (const engine of engines)
        runs.push(await timed(suite.wire, engine, () => runOnOwnServer(suite, engine, cases)))
      const [first = [], second] = runs
      found.push({ suite, outcomes: second ? bothEngines(first, second) : first })
    }
    return found
  } finally {
    if (needsPostgres) await globalTeardown()
  }
}

async function judgeServer(url: string): Promise<JudgedSuite[]> {
  if (options.credentials === undefined) throw new Error('--url needs --credentials <file>')
  const given = await readCredentials(options.credentials, suites)
  const server = serverAt(url)
  const run = ` ${randomBytes(4).toString('hex')}`
  try {
    const found: JudgedSuite[] = []
    for (const { suite, cases } of wanted) {
      const credentials = given.get(suite.wire)
      if (!credentials) continue
      const bench = { server, credentials, kept: new Map<string, Promise<unknown>>(), desk: null, run }
      found.push({ suite, outcomes: await runOnServer(suite, cases, bench) })
    }
    return found
  } finally {
    server.close()
  }
}

async function timed<T>(wire: string, engine: EngineName, work: () => Promise<T>): Promise<T> {
  const begun = performance.now()
  const done = await work()
  say(`${wire} on ${engine}: ${((performance.now() - begun) / 1000).toFixed(1)} s`)
  return done
}

function show({ of, result, reason, last }: Outcome): void {
  if (result === 'holds' && (whole || options.only.length === 0)) return
  say(`${of.id} ${result}: ${of.facts.says}${reason === null ? '' : `\n    ${reason}`}`)
  if (last) say(`${last.request}\n\n${last.answer}`.replaceAll(/^/gm, '    | '))
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
