import type { Tx } from '../schema.ts'

interface Waiting {
  run(): Promise<void>
  done(): void
  fail(error: unknown): void
}

/** Most operations that share one commit: bounds how long the first of them waits. */
const mostTogether = 256

/**
 * Operations that wait at the same moment share one transaction, each in its own savepoint, and are all answered
 * after the one commit: the durability of every single one at a fraction of the syncs. An operation that throws is
 * undone alone. If the commit itself fails, all of them fail.
 */
export class GroupCommit {
  readonly #tx: Tx
  readonly #exec: (sql: string) => void
  readonly #beforeEach: () => void
  #waiting: Waiting[] = []
  #running: Promise<void> | null = null

  /** @param on the connection, and what is looked at inside the transaction before each operation */
  constructor(tx: Tx, on: { exec: (sql: string) => void; beforeEach: () => void }) {
    this.#tx = tx
    this.#exec = on.exec
    this.#beforeEach = on.beforeEach
  }

  /** @returns what the operation returned, once it is on disk; throws what it threw, with nothing of it stored */
  write<T>(operation: (tx: Tx) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let answer: { value: T } | undefined
      this.#waiting.push({
        run: async () => {
          answer = { value: await operation(this.#tx) }
        },
        done: () => {
          if (answer) resolve(answer.value)
        },
        fail: reject,
      })
      this.#running ??= this.#drain()
    })
  }

  /** Resolves when nothing is waiting or running. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Let every request that has already arrived queue its operation, so that they share this commit.
      await new Promise<void>((resolve) => setImmediate(resolve))
      await this.#commitTogether()
    }
    this.#running = null
  }

  async #commitTogether(): Promise<void> {
    const stored: Waiting[] = []
    let taken = 0
    try {
      this.#exec('begin immediate')
    } catch (error) {
      for (const operation of this.#waiting.splice(0)) operation.fail(error)
      return
    }
    try {
      for (
        let next = this.#waiting.shift();
        next;
        next = taken < mostTogether ? this.#waiting.shift() : undefined
      ) {
        taken += 1
        this.#exec('savepoint operation')
        try {
          this.#beforeEach()
          await next.run()
        } catch (error) {
          this.#exec('rollback to operation; release operation')
          next.fail(error)
          continue
        }
        this.#exec('release operation')
        stored.push(next)
      }
      this.#exec('commit')
    } catch (error) {
      this.#rollback()
      for (const operation of stored) operation.fail(error)
      return
    }
    for (const operation of stored) operation.done()
  }

  #rollback(): void {
    try {
      this.#exec('rollback')
    } catch {
      // A full disk may have ended the transaction already; the error that matters is the one being reported.
    }
  }
}
