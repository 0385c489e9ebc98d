/** How long changes are gathered before listeners are told, in ms: under load once for many commits. */
const gatherMs = 10

/** Tells listeners that something was committed. What it was, they read from the database. */
export class Signal {
  readonly #listeners = new Set<() => void>()
  #pending = false

  /** @returns a function that stops listening */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Tells everybody soon; calls until then are the same one. */
  raise(): void {
    if (this.#pending || this.#listeners.size === 0) return
    this.#pending = true
    setTimeout(() => {
      this.#pending = false
      for (const listener of this.#listeners) listener()
    }, gatherMs).unref()
  }
}
