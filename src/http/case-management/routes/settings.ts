import type { FastifyRequest } from 'fastify'
import { isWorking, weekdays } from '../../../domain/work-hours.ts'
import { listGroups } from '../../../usecases/catalog/set-work-hours.ts'
import { actorOf } from '../auth.ts'
import type { WireContext } from '../context.ts'

/*
 * GET /v1/settings/work-timetable   200 { weeks, holidays } of the queues that have any; all seven days are there, because
 * clients count each (§7.7)
 */
export const readWorkTimetable =
  ({ desk }: WireContext) =>
  async (request: FastifyRequest) => {
    const queues = await listGroups(desk, actorOf(request))
    return {
      weeks: queues.flatMap(({ id, data: { workHours } }) => {
        if (!isWorking(workHours)) return []
        const days = weekdays.map((day) => [capital(day), workHours[day]] as const)
        return [{ queueId: id, ...Object.fromEntries(days) }]
      }),
      holidays: queues.flatMap(({ id, data: { holidays } }) =>
        holidays && holidays.length > 0 ? [{ queueId: id, days: holidays }] : [],
      ),
    }
  }

function capital(day: string): string {
  return day.charAt(0).toUpperCase() + day.slice(1)
}
