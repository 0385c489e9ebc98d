import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import type { Place, Seal, SealGroup } from './seal.ts'
import { closeText, isSealed, keyOf, openText } from './sealed-text.ts'
import { readState } from './state.ts'
import { type KeyRow, unwrap } from './wrapped-key.ts'

/** Everything that a ring is filled from, as it stands in the database at one moment. */
export interface KeyRows {
  /** The text in `meta`; null when the database has no keys. */
  readonly state: string | null
  readonly keys: readonly KeyRow[]
}

/** The master key given is not the one that wrapped the keys of the database. */
export class WrongMasterKey extends Error {}

/**
 * The unwrapped keys of one open database, in memory only. One ring serves all handles of an engine. Several processes
 * share the database, so the keys may change under it: every transaction begins by comparing the state in the database
 * with the one known here, and a value sealed with an unknown key makes the ring look again before the value is opened.
 * What it learned it never forgets, so values that were read before a rotation still open.
 */
export class KeyRing implements Seal {
  readonly #data = new Map<string, KeyObject>()
  #index: KeyObject | null = null
  #active: string | null = null
  #state: string | null = null
  #covered: ReadonlySet<SealGroup> = new Set()
  #master: Buffer | null = null
  /** How to look into the database at once; only SQLite can. */
  fetchNow: (() => KeyRows) | null = null
  /** How to look outside of any transaction; null when the state is still the one that `isCurrent` knows. */
  fetch: (isCurrent: (state: string | null) => boolean) => Promise<KeyRows | null> = async () => null

  /** Whether there are no keys to work with yet. */
  get locked(): boolean {
    return this.#master === null
  }

  /** The master key, for wrapping further keys. */
  get masterKey(): Buffer {
    return this.#master ?? noKeys()
  }

  /** Id of the key that new values are sealed with. */
  get activeKey(): string {
    return this.#active ?? noKeys()
  }

  /** Fills the ring for the first time. Throws `WrongMasterKey` if the master key does not fit. */
  unlock(master: Buffer, rows: KeyRows): void {
    this.lock()
    this.#master = master
    try {
      this.take(rows)
    } catch (error) {
      this.lock()
      throw error
    }
  }

  /** Forgets everything. */
  lock(): void {
    this.#master = null
    this.#index = null
    this.#active = null
    this.#state = null
    this.#covered = new Set()
    this.#data.clear()
  }

  /** Takes in what a transaction sees, which knows best. Throws `WrongMasterKey` for keys of another master key. */
  take(rows: KeyRows): void {
    this.#learn(rows)
    if (this.#master === null || rows.state === null) return
    const { key, covered } = readState(rows.state)
    this.#active = key
    this.#covered = new Set(covered)
    this.#state = rows.state
  }

  /** The same, but an answer that was overtaken by a newer one only adds its keys. */
  takeIfNewer(rows: KeyRows): void {
    const known = this.#state === null ? 0 : readState(this.#state).version
    if (rows.state !== null && readState(rows.state).version < known) this.#learn(rows)
    else this.take(rows)
  }

  #learn(rows: KeyRows): void {
    const master = this.#master
    if (master === null) return
    for (const row of rows.keys) {
      if (row.state === 'retired') continue
      if (row.purpose === 'index' ? this.#index !== null : this.#data.has(row.id)) continue
      const bytes = unwrap(master, row)
      if (bytes === null) throw new WrongMasterKey(`the master key does not open the key ${row.id}`)
      const key = createSecretKey(bytes)
      if (row.purpose === 'index') this.#index = key
      else this.#data.set(row.id, key)
    }
  }

  /** @returns whether the ring was filled from just this state */
  isCurrent(state: string | null): boolean {
    return state === this.#state
  }

  knows(keyId: string): boolean {
    return this.#data.has(keyId)
  }

  /** @returns the key; looks into the database for one that is unknown. Throws when it is gone */
  keyFor(keyId: string): KeyObject {
    const known = this.#data.get(keyId)
    if (known) return known
    if (this.fetchNow && !this.locked) this.#learn(this.fetchNow())
    const found = this.#data.get(keyId)
    if (!found) throw new Error(`a value is sealed with the key ${keyId}, which is not there`)
    return found
  }

  /** Makes sure that keys and groups are the newest, for work outside of transactions. */
  async refresh(): Promise<void> {
    if (this.locked) return
    const rows = await this.fetch((state) => this.isCurrent(state))
    if (rows) this.takeIfNewer(rows)
  }

  close(place: Place, text: string): string {
    if (text === '') return ''
    return closeText(this.keyFor(this.activeKey), this.activeKey, place, text)
  }

  open(place: Place, kept: string): string {
    if (!isSealed(kept)) return kept
    return openText(this.keyFor(keyOf(kept)), place, kept)
  }

  keep(place: Place, text: string, covered: boolean): string {
    return covered || isSealed(text) ? this.close(place, text) : text
  }

  covers(group: SealGroup): boolean {
    return this.#covered.has(group)
  }

  get coversAnything(): boolean {
    return this.#covered.size > 0
  }

  mark(field: string, value: string): string {
    const key = this.#index ?? noKeys()
    return createHmac('sha256', key)
      .update(JSON.stringify([field, value.trim().toLowerCase()]))
      .digest('base64url')
  }

  /** @returns a keyed hash of bytes that were hashed already: the name of sealed bytes, which does not tell theirs */
  markOfBytes(digest: Buffer): string {
    return createHmac('sha256', this.#index ?? noKeys())
      .update('bytes')
      .update(digest)
      .digest('hex')
  }
}

function noKeys(): never {
  throw new Error('the database has no keys yet')
}
