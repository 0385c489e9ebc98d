type Lane = { busy: number; waiting: (() => void)[] }

/**
 * Lets at most `limit` pieces of work run at a time for one host, the rest in the order they came (REST v3
 * §15.4). Hosts don't wait for each other, so a slow receiver delays only its own deliveries.
 */
export class HostSlots {
  readonly #limit: number
  readonly #lanes = new Map<string, Lane>()

  constructor(limit = 4) {
    this.#limit = limit
  }

  /** Runs the work when a slot of the host is free; settles as the work does. */
  async run<T>(host: string, work: () => Promise<T>): Promise<T> {
    const key = host.toLowerCase()
    const lane = this.#lanes.get(key) ?? { busy: 0, waiting: [] }
    this.#lanes.set(key, lane)
    if (lane.busy < this.#limit) lane.busy += 1
    else await new Promise<void>((start) => lane.waiting.push(start))
    try {
      return await work()
    } finally {
      // The slot is handed over, not freed, so that newcomers can't overtake those who wait.
      const next = lane.waiting.shift()
      if (next) next()
      else lane.busy -= 1
      if (lane.busy === 0) this.#lanes.delete(key)
    }
  }
}
