import type { Millis } from '../domain/case.ts'
import type { Catalog } from '../domain/catalog.ts'
import type { Blobs } from '../storage/blobs.ts'
import { loadCatalog } from '../storage/catalog.ts'
import type { Engine } from '../storage/engine/engine.ts'
import type { Db, Tx } from '../storage/schema.ts'
import { refuseRevoked } from './current-caller.ts'
import { currentIdempotency } from './idempotency.ts'
import type { Secrets } from './secrets.ts'
import type { Signal } from './signal.ts'
import type { Receivers, WebhookForms } from './webhooks/webhook-form.ts'

/** Limits that the installation sets. */
export interface DeskLimits {
  /** Most cases in progress that one contact may have on the Support Ticket wire; 0 = no limit. */
  readonly openCasesPerContact: number
  /** Largest single file, in bytes, where the wire does not set its own. */
  readonly fileBytes: number
}

/** Everything an operation may reach. Built once in `start.ts`; tests build it with their own clock and ids. */
export interface Desk {
  readonly engine: Engine
  /** Reading handle. Inside `write()` use its `tx` only. */
  readonly db: Db
  now(): Millis
  /** A new random UUID, version 4. */
  newId(): string
  readonly secrets: Secrets
  readonly blobs: Blobs
  readonly limits: DeskLimits
  /** @returns whether a URL that a client gives may be called back at all (REST v3 §15.1) */
  mayCall(url: string): boolean
  /** @returns whether a file may be fetched from a URL that a client gives; whoever gave it gets to read what comes */
  mayFetch(url: string): boolean
  /** How the webhooks of each wire speak. */
  readonly webhookForms: WebhookForms
  readonly receivers: Receivers
  /** Told after every commit; the feed and the worker listen. */
  readonly changed: Signal
  readonly log: Log
}

/** The part of the log that operations use. Never a secret, never a message text. */
export interface Log {
  info(facts: object, text: string): void
  warn(facts: object, text: string): void
  error(facts: object, text: string): void
}

/**
 * The only way to change data. Answers after the commit; if the operation throws, nothing of it is stored. Nothing may
 * be awaited in it but the transaction: hashing, files and network come before or after. It may run again when it
 * loses a race on PostgreSQL, so it must have no effect outside the transaction.
 */
export async function write<T>(desk: Desk, operation: (tx: Tx) => Promise<T>): Promise<T> {
  const settled = currentIdempotency.getStore()
  const result = await desk.engine.write(async (tx) => {
    await refuseRevoked(desk, tx)
    const value = await operation(tx)
    // Whatever a request with an Idempotency-Key changes, its key is taken in the same commit.
    if (settled) await settled.settle(tx)
    return value
  })
  desk.changed.raise()
  desk.engine.announce()
  return result
}

/** @returns all look-ups as they are now; inside `write()` give its transaction */
export function catalogOf(desk: Desk, db: Db = desk.db): Promise<Catalog> {
  return loadCatalog(db, desk.engine)
}
