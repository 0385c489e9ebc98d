import type { TestDesk, TestDeskOptions } from '../test/harness/desk.ts'
import type { Probe } from './probe.ts'

/** Where a statement stands: under which heading of the vendor's own page, or in which section of the contract; `; ` between several. */
export type Source = `seed: ${string}` | `§${string}`

/**
 * What a case needs that nobody may do to a server in use. `operator`: acts on the desk itself, e.g. registers a tag or runs due jobs.
 * `clock`: moves the clock, on a server of its own. An object: other settings, on a server of its own; `what` names them for readers.
 */
export type Needs = 'operator' | 'clock' | { readonly what: string; readonly desk: TestDeskOptions }

/** One statement or example of a contract, and how it is tried. */
export interface Case<K extends string = string> {
  /** What a client may rely on, as one sentence without a full stop. */
  readonly says: string
  readonly source: Source
  readonly needs?: Needs
  /** Why the server does otherwise, on purpose. Such a case must fail: when it no longer does, the reason has to go. */
  readonly deviation?: string
  /** Tries it; throws when it does not hold. Makes what it needs and relies on no other case. */
  run(probe: Probe<K>): Promise<void>
}

/** Cases of one operation. They are numbered by section and place: the third of section 6.2 is `ST 6.2-3`. */
export interface Section<K extends string = string> {
  readonly number: string
  /** The operation, for people: `Create — POST support/create/ticket/`. */
  readonly title: string
  readonly cases: readonly Case<K>[]
}

export type WireName = 'case-management' | 'support-ticket' | 'rest-v3' | 'messages'

/** Everything that one wire's contract says, as cases. `K` names what a client is given by its administrator. */
export interface Suite<K extends string = string> {
  readonly wire: WireName
  /** In front of the numbers, e.g. `ST`. */
  readonly prefix: string
  readonly title: string
  /** What the page says first: whose clients these are, and what its numbers mean. */
  readonly about: string
  /** What a client is given by its administrator, and what each is; `--credentials` reads these from a file. */
  readonly credentials: Readonly<Record<K, string>>
  /** Makes them on a server of our own. Their values never show: the report has their names instead. */
  equip(on: TestDesk): Promise<Record<K, string>>
  /** Settings of the server of our own. */
  readonly desk?: TestDeskOptions
  /** Puts away what a case left on a running server, where it would be in the way of the next run; `probe.unique` finds it. */
  tidy?(probe: Probe<K>): Promise<void>
  /** Lines of the contract's checklist. Each must be in the source of at least one case, as `§line`. */
  readonly checklist: readonly string[]
  readonly sections: readonly Section<K>[]
}

/** A case with its number and operation. */
export interface NumberedCase {
  readonly id: string
  readonly section: string
  readonly operation: string
  readonly facts: Case
}

/** @returns every case of the suite with its number, in their order; throws when two sections have one number */
export function numbered(suite: Suite): NumberedCase[] {
  const all = suite.sections.flatMap(({ number, title, cases }) =>
    cases.map((facts, index) => ({
      id: `${suite.prefix} ${number}-${index + 1}`,
      section: number,
      operation: title,
      facts,
    })),
  )
  const twice = all.find(({ id }, index) => all.findIndex((other) => other.id === id) !== index)
  if (twice) throw new Error(`two sections of ${suite.wire} are numbered ${twice.section}`)
  return all
}
