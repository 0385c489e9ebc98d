import type { Actor } from '../../domain/actor.ts'
import type { StoredFile } from '../../domain/file.ts'
import type { Desk } from '../desk.ts'
import { currentIdempotency } from '../idempotency.ts'
import { storeFile } from './store-file.ts'

/**
 * Stores a file that the same request is about to attach. The request's Idempotency-Key is taken with the attaching, not with
 * this: otherwise a crash between the two would leave a key that is spent on a change that never happened.
 * @returns the file, gone after an hour unless attached; throws `too_large`
 */
export function stageFile(
  desk: Desk,
  actor: Actor,
  input: Parameters<typeof storeFile>[2],
): Promise<StoredFile> {
  return currentIdempotency.exit(() => storeFile(desk, actor, input))
}
