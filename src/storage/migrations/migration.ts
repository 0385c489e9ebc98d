/** What the engines call things that every schema needs. */
export interface EngineWords {
  /** Column type of a rising integer key. */
  readonly ID: string
  /** Default of `events.tx`. */
  readonly TX: string
}

/** One step forward. Steps are never edited once they have landed, and there is no way back. */
export interface Migration {
  readonly name: string
  statements(words: EngineWords): readonly string[]
}
