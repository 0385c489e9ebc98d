import { AssertionError } from 'node:assert/strict'
import type { EngineName } from '../test/harness/engines.ts'
import { type Needs, type NumberedCase, numbered, type Suite } from './case.ts'
import { startOwnServer } from './own-server.ts'
import { type Bench, Probe } from './probe.ts'
import { type ShownExchange, showExchange } from './report/show-exchange.ts'
import { Settler } from './settle.ts'

/** How a case ended. `left-out`: it needs a server of ours, and somebody else's was judged. */
export type Result = 'holds' | 'deviates' | 'fails' | 'left-out'

export interface Outcome {
  readonly of: NumberedCase
  readonly result: Result
  /** Why it fails, deviates or was left out. */
  readonly reason: string | null
  /** What the report shows, with names for what differs from run to run. */
  readonly shown: readonly ShownExchange[]
  /** What went to and fro last, for people who look for the cause of a failure. */
  readonly last: ShownExchange | null
}

/** @returns which of the suite's cases are meant, by number or section (`ST 6.2-1`, `ST 6.2`, `ST 6`); all without any */
export function chosen(suite: Suite, only: readonly string[]): NumberedCase[] {
  const plain = (text: string): string => text.replaceAll(/\s/g, '').toLowerCase()
  return numbered(suite).filter(
    ({ id }) =>
      only.length === 0 ||
      only
        .map(plain)
        .some((wanted) => plain(id) === wanted || /^[-.]/.test(plain(id).split(wanted)[1] ?? '')),
  )
}

/** Runs cases one after the other against servers started for them. Those that move the clock or need other settings get one each. */
export async function runOnOwnServer(
  suite: Suite,
  engine: EngineName,
  cases: readonly NumberedCase[] = numbered(suite),
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  await using shared = await startOwnServer(suite, engine)
  for (const each of cases) {
    const { needs } = each.facts
    if (needs === undefined || needs === 'operator') {
      const desk = needs === 'operator' ? shared.bench.desk : null
      outcomes.push(await runCase(each, { ...shared.bench, desk }))
      continue
    }
    await using alone = await startOwnServer(suite, engine, needs === 'clock' ? {} : needs.desk)
    outcomes.push(await runCase(each, alone.bench))
  }
  return outcomes
}

/** Runs the cases that may be run against a server in use, and tidies up after each; the others are left out. */
export async function runOnServer(
  suite: Suite,
  cases: readonly NumberedCase[],
  bench: Bench<string>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const each of cases) {
    const { needs } = each.facts
    if (needs === undefined) {
      outcomes.push(await runCase(each, bench))
      // What cannot be put away stays: with a server that refuses even this, the case has failed already.
      await suite.tidy?.(new Probe(each.id, bench, new Settler())).catch(() => {})
    } else outcomes.push({ of: each, result: 'left-out', reason: whatIsNeeded(needs), shown: [], last: null })
  }
  return outcomes
}

/** @returns what a case does that nobody may do to a server in use, as part of a sentence */
export function whatIsNeeded(needs: Needs): string {
  if (needs === 'operator') return 'acts on the desk itself'
  if (needs === 'clock') return 'moves the clock'
  return `needs ${needs.what}`
}

async function runCase(of: NumberedCase, bench: Bench<string>): Promise<Outcome> {
  const settler = new Settler()
  settler.name(bench.server.address, 'server')
  settler.name(bench.server.address.replace(/^https?:\/\//, ''), 'host')
  for (const [name, value] of Object.entries(bench.credentials)) settler.name(value, name)
  if (bench.run !== '') settler.name(bench.run, 'run')
  const probe = new Probe(of.id, bench, settler)
  const error: unknown = await of.facts.run(probe).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  const shown = probe.exchanges.map((exchange) => showExchange(exchange, settler))
  const last = error !== null && probe.last ? showExchange(probe.last, settler) : null
  return { of, ...verdict(of.facts.deviation, error), shown, last }
}

/** A deviation counts only while the case fails by what it says: a crash is none, and one that is over is to be removed. */
function verdict(deviation: string | undefined, error: unknown): Pick<Outcome, 'result' | 'reason'> {
  const what = error instanceof Error ? error.message : String(error)
  if (deviation !== undefined && error instanceof AssertionError)
    return { result: 'deviates', reason: deviation }
  if (deviation !== undefined && error === null) {
    return { result: 'fails', reason: 'it holds by now: its deviation is to be removed' }
  }
  return error === null ? { result: 'holds', reason: null } : { result: 'fails', reason: what }
}
