import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { type EngineName, engineNames } from '../test/harness/engines.ts'
import { globalSetup, globalTeardown } from '../test/harness/postgres.ts'
import type { NumberedCase, Suite } from './case.ts'
import { readCredentials } from './credentials-file.ts'
import { serverAt } from './exchange.ts'
import { help, readOptions, WrongUse } from './options.ts'
import type { JudgedSuite } from './report/summary-page.ts'
import { bothEngines, reportPages, writePages } from './report/write-report.ts'
import { chosen, type Outcome, type Result, runOnOwnServer, runOnServer } from './run-suite.ts'
import { suites } from './suites.ts'

/** `npm run compat`: tries every statement of the contracts, writes the report, and ends with 1 when one fails. */

const docs = resolve(import.meta.dirname, '../docs')

/** Said at the very end, because the starter of the embedded PostgreSQL ends every program with 0. */
const ended = await main(process.argv.slice(2)).catch((error: unknown) => {
  if (!(error instanceof WrongUse)) throw error
  process.stderr.write(`${error.message}\n`)
  return 64
})
process.exit(ended)

type Options = ReturnType<typeof readOptions>

/** A suite with those of its cases that are meant. */
interface Wanted {
  readonly suite: Suite
  readonly cases: readonly NumberedCase[]
}

/** @returns the exit code */
async function main(words: readonly string[]): Promise<number> {
  const options = readOptions(words)
  if (options.help) {
    say(help)
    return 0
  }
  const { wire, only, engine, url } = options
  const wanted = suites
    .filter((suite) => wire.length === 0 || wire.includes(suite.wire))
    .map((suite) => ({ suite, cases: chosen(suite, only) }))
    .filter(({ cases }) => cases.length > 0)
  const engines = engineNames.filter((name) => engine.length === 0 || engine.includes(name))
  if (wanted.length === 0 || engines.length === 0) {
    throw new WrongUse('No case has such an API, number or database.')
  }
  const judged = url === undefined ? await judgeOwn(wanted, engines) : await judgeServer(wanted, url, options)

  const all = judged.flatMap(({ outcomes }) => outcomes)
  for (const outcome of all) if (outcome.result !== 'holds' || only.length > 0) show(outcome)
  const count = (result: Result): number => all.filter((each) => each.result === result).length
  const [failed, deviating, leftOut] = [count('fails'), count('deviates'), count('left-out')]
  say(`${all.length} statements: ${failed} fail, ${deviating} deviate on purpose, ${leftOut} were not run`)

  const whole = wire.length + only.length + engine.length === 0
  const folder = options.out ?? (whole && url === undefined ? docs : undefined)
  if (folder !== undefined) {
    await writePages(folder, reportPages(judged, url ?? null))
    say(`the report is in ${folder}`)
  }
  return failed > 0 ? 1 : 0
}

async function judgeOwn(wanted: readonly Wanted[], engines: readonly EngineName[]): Promise<JudgedSuite[]> {
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

async function judgeServer(
  wanted: readonly Wanted[],
  url: string,
  { credentials: file }: Options,
): Promise<JudgedSuite[]> {
  if (!URL.canParse(url)) throw new WrongUse(`--url must be an address, not "${url}".`)
  if (file === undefined) throw new WrongUse('--url needs --credentials <file>; see compat/README.md.')
  const given = await readCredentials(file, suites)
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
  say(`${of.id} ${result}: ${of.facts.says}${reason === null ? '' : `\n    ${reason}`}`)
  if (last) say(`${last.request}\n\n${last.answer}`.replaceAll(/^/gm, '    | '))
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
