import { AsyncLocalStorage } from 'node:async_hooks'
import { DeskError } from '../domain/errors.ts'
import { isLiveCredential } from '../storage/credentials.ts'
import type { Engine } from '../storage/engine/engine.ts'
import type { Tx } from '../storage/schema.ts'

/**
 * The credentials by which the request that is worked on was let in. `write()` looks at them again in the transaction of
 * the change, so that a key that is removed meanwhile changes nothing any more.
 */
export const currentCaller = new AsyncLocalStorage<{ readonly credentialIds: readonly number[] }>()

/**
 * Throws `unauthenticated` when a credential of the current request has been removed or disabled since it was let in. What has
 * passed is committed before the removal is: on PostgreSQL the removal waits, on SQLite there is one writer.
 */
export async function refuseRevoked({ engine }: { readonly engine: Engine }, tx: Tx): Promise<void> {
  for (const id of currentCaller.getStore()?.credentialIds ?? []) {
    if (!(await isLiveCredential(tx, id, engine.keepRead))) {
      throw new DeskError({ code: 'unauthenticated', reason: 'unknown' })
    }
  }
}
