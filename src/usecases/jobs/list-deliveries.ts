import type { Actor } from '../../domain/actor.ts'
import { DeskError } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import { type DeliveryFilter, listDeliveries as findAll, findJob, retryJob } from '../../storage/jobs.ts'
import { type Desk, write } from '../desk.ts'
import { isDelivery, type StoredJob } from './work-queue.ts'

/** @returns promised calls to others: callbacks, webhooks and files to fetch; newest first; needs `keys.manage` */
export async function listDeliveries(desk: Desk, actor: Actor, filter: DeliveryFilter): Promise<StoredJob[]> {
  permit(actor, 'keys.manage')
  return findAll(desk.db, filter)
}

/**
 * Makes a call due now that waits or was given up, with all its tries before it (threat model §5.4). One that is done or in
 * hand stays as it is.
 * @returns it as it now is; throws `not_found` or `forbidden`
 */
export async function retryDelivery(desk: Desk, actor: Actor, id: number): Promise<StoredJob> {
  permit(actor, 'keys.manage')
  return write(desk, async (tx) => {
    const found = await findJob(tx, id)
    if (!found || !isDelivery(found)) throw new DeskError({ code: 'not_found', what: 'job', id: String(id) })
    await retryJob(tx, id, desk.now())
    return (await findJob(tx, id)) ?? found
  })
}
