import type { CatalogEntry } from '../../../domain/catalog.ts'
import { listGroups, setWorkHours } from '../../../usecases/catalog/set-work-hours.ts'
import { access, type Routes } from '../app.ts'
import { actorOf } from '../auth.ts'
import { ById } from '../parameters.ts'
import { Group, GroupList, WorkTimes } from '../schema-admin.ts'

const tags = ['Groups']

/** When groups work, which clients of other APIs ask before they hand over a chat. */
export const groupRoutes: Routes = (app, desk) => {
  app.get(
    '/groups',
    {
      ...access('session'),
      schema: {
        operationId: 'listGroups',
        summary: 'List groups with their working hours',
        tags,
        response: { 200: GroupList },
      },
    },
    async (request) => ({ items: (await listGroups(desk, actorOf(request))).map(presentGroup) }),
  )

  app.put(
    '/groups/:id/work-times',
    {
      ...access('session'),
      schema: {
        operationId: 'setWorkTimes',
        summary: 'Say when a group works',
        description:
          'In place of what was said before. Spans of one day must not overlap; `to` may be `24:00`. Days off are dates like `2030-12-25`.',
        tags,
        params: ById,
        body: WorkTimes,
        response: { 200: Group },
      },
    },
    async (request) =>
      presentGroup(await setWorkHours(desk, actorOf(request), request.params.id, request.body)),
  )
}

function presentGroup({ id, name, data }: CatalogEntry): Group {
  const { workHours, holidays } = data
  const none = { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] }
  const hours = workHours ?? none
  const days = Object.entries(hours).map(([day, spans]) => [day, spans.map((span) => ({ ...span }))])
  const memberIds = [...(data.memberIds ?? [])]
  return {
    id,
    name,
    memberIds,
    workHours: { ...none, ...Object.fromEntries(days) },
    holidays: [...(holidays ?? [])],
  }
}
