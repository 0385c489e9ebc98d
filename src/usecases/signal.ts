/** Tells listeners that something was committed. What it was, they read from the database. */
export class Signal {
  readonly #listeners = new Set<() => void>()

  /** @returns a function that stops listening */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  raise(): void {
    for (const listener of this.#listeners) listener()
  }
}
