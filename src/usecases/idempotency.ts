import { AsyncLocalStorage } from 'node:async_hooks'
import type { Tx } from '../storage/schema.ts'

/**
 * The request's Idempotency-Key while it is being worked on. `write()` settles it in the same transaction as the
 * change, so that after a crash between commit and answer the same key cannot make a second object.
 */
export const currentIdempotency = new AsyncLocalStorage<{ settle(tx: Tx): Promise<void> }>()
