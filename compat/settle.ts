/** Ids on a server of our own begin far apart, so that a report can call each by what it is the id of. */
export const idRanges = {
  people: ['person', 7_010_000],
  organisations: ['organisation', 7_020_000],
  accounts: ['account', 7_030_000],
  credentials: ['credential', 7_040_000],
  cases: ['case', 7_050_000],
  messages: ['message', 7_060_000],
  files: ['file', 7_070_000],
  attachments: ['attachment', 7_080_000],
  worklogs: ['worklog', 7_090_000],
  events: ['event', 7_100_000],
  jobs: ['job', 7_110_000],
  records: ['record', 7_120_000],
  webhooks: ['webhook', 7_130_000],
} as const
const rangeSize = 10_000

const guid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi
const jwt = /\beyJ[\w-]+\.[\w-]+\.[\w-]+/g

/**
 * Puts names in the place of what differs from run to run, the same name for the same value throughout one case: ids and GUIDs by
 * their order of appearance, signed tokens, the server's address, and whatever was named.
 */
export class Settler {
  readonly #named = new Map<string, string>()
  readonly #counts = new Map<string, number>()

  /** @param value from now on shown as `<name>`, or as `<name 2>` when another value has that name */
  name(value: string, name: string): void {
    if (value === '' || this.#named.has(value)) return
    const taken = new Set(this.#named.values())
    let count = 1
    const shown = (): string => (count === 1 ? `<${name}>` : `<${name} ${count}>`)
    while (taken.has(shown())) count += 1
    this.#named.set(value, shown())
  }

  /** @returns the text as a report shows it */
  settle(text: string): string {
    let settled = text
    // The longest first: a short one may be part of it.
    const named = [...this.#named].sort(([one], [other]) => other.length - one.length)
    for (const [value, name] of named) {
      for (const form of new Set([
        value,
        encodeURIComponent(value),
        new URLSearchParams([['', value]]).toString().slice(1),
      ]))
        settled = settled.replaceAll(form, name)
    }
    return settled
      .replace(jwt, '<token>')
      .replace(guid, (value) => this.#counted(value.toLowerCase(), 'guid'))
      .replace(/(?<![\w.])7[01]\d{5}(?![\w.]*\w)/g, (value) => this.#counted(value, kindOfId(Number(value))))
  }

  #counted(value: string, kind: string | null): string {
    if (kind === null) return value
    const known = this.#named.get(value)
    if (known !== undefined) return known
    const count = (this.#counts.get(kind) ?? 0) + 1
    this.#counts.set(kind, count)
    this.#named.set(value, `<${kind} ${count}>`)
    return `<${kind} ${count}>`
  }
}

function kindOfId(id: number): string | null {
  const range = Object.values(idRanges).find(([, from]) => id > from && id <= from + rangeSize)
  return range?.[0] ?? null
}
