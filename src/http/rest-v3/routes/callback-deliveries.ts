import type { FastifyInstance } from 'fastify'
import { listCallbacks } from '../../../usecases/cases/list-callbacks.ts'
import type { StoredJob } from '../../../usecases/jobs/work-queue.ts'
import type { WireContext } from '../context.ts'
import { list } from '../envelope.ts'
import { presentListInfo, readListInfo } from '../lists/list-info.ts'
import { pageOfRows } from '../lists/rows.ts'
import { idOf, type WithId } from '../params.ts'
import { readInput } from '../read-input.ts'
import { presentTime } from '../values.ts'

const names = new Set([
  ...['id', 'event_id', 'url', 'state', 'attempts', 'last_status', 'last_error', 'next_attempt_time'],
])

/**
 * Calls of a request's callback URL (REST v3 §15.4), newest first.
 *
 *     GET  /api/v3/requests/{id}/callback_deliveries   requests.view
 */
export function registerCallbackDeliveries(wire: FastifyInstance, { desk, settings }: WireContext): void {
  wire.get<WithId>('/requests/:id/callback_deliveries', async (request) => {
    const info = readListInfo((await readInput(request)).data, 'desc')
    const jobs = await listCallbacks(desk, request.rep, idOf(request.params.id))
    const all = jobs.flatMap((job) => presentDelivery(job, settings.timeZone))
    const { rows, more, total } = pageOfRows(info, all, names)
    return list('callback_deliveries', rows, presentListInfo(info, rows.length, more, total))
  })
}

const states = { waiting: 'pending', done: 'delivered', failed: 'failed' } as const

function presentDelivery(stored: StoredJob, timeZone: string): Record<string, unknown>[] {
  const { job } = stored
  if (job.kind !== 'call-back') return []
  return [
    {
      id: String(stored.id),
      event_id: job.snapshot.eventId,
      // What stands in the query may be a secret of the receiver.
      url: job.url.replace(/\?.*$/s, '?***'),
      state: states[stored.state],
      attempts: stored.attempts,
      last_status: stored.lastStatus,
      last_error: stored.lastError,
      next_attempt_time: stored.state === 'waiting' ? presentTime(stored.runAt, timeZone) : null,
    },
  ]
}
