import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sumOf, type Worklog } from '../../../domain/worklog.ts'
import { addWorklog } from '../../../usecases/worklogs/add-worklog.ts'
import { changeWorklog } from '../../../usecases/worklogs/change-worklog.ts'
import { listWorklogs, type WorklogList } from '../../../usecases/worklogs/list-worklogs.ts'
import { removeWorklog } from '../../../usecases/worklogs/remove-worklog.ts'
import type { WorklogValues } from '../../../usecases/worklogs/worklog-values.ts'
import type { WireContext } from '../context.ts'
import { refuseStrangeChild } from '../echoes.ts'
import { entity, list, plainSuccess } from '../envelope.ts'
import { invalidInput, notEditable, notFound, notProvided } from '../errors.ts'
import { presentListInfo, readListInfo } from '../lists/list-info.ts'
import { asInteger, asObject } from '../lists/list-values.ts'
import { pageOfRows } from '../lists/rows.ts'
import { idOf, type WithChild, type WithId } from '../params.ts'
import { personObject } from '../present-people.ts'
import { entityOf, readInput } from '../read-input.ts'
import { personId } from '../read-request.ts'
import {
  formatOf,
  isEmpty,
  presentHtml,
  presentReference,
  presentTime,
  readBoolean,
  readCatalogId,
  readPerson,
  readText,
  readTime,
} from '../values.ts'

type Given = Readonly<Record<string, unknown>>

/** What can be written of a worklog. */
export const writableOfWorklog = [
  'owner',
  'description',
  'start_time',
  'end_time',
  'time_spent',
  'type',
  'other_cost',
  'include_nonoperational_hours',
]
const names = new Set([
  ...writableOfWorklog,
  'id',
  'owner_cost',
  'total_cost',
  'created_by',
  'created_time',
  'request',
])

/**
 * Worklogs (REST v3 §9.2). Wrapper `worklog` / `worklogs`.
 *
 *     GET     /api/v3/requests/{id}/worklogs          worklogs.view     by start_time
 *     POST    /api/v3/requests/{id}/worklogs          worklogs.add      201
 *     GET     /api/v3/requests/{id}/worklogs/{wid}    worklogs.view
 *     PUT     /api/v3/requests/{id}/worklogs/{wid}    worklogs.edit
 *     DELETE  /api/v3/requests/{id}/worklogs/{wid}    worklogs.delete   plain success
 */
export function registerWorklogs(wire: FastifyInstance, context: WireContext): void {
  const { desk } = context
  wire.get<WithId>('/requests/:id/worklogs', (request) => listAll(context, request, idOf(request.params.id)))
  wire.post<WithId>('/requests/:id/worklogs', async (request, reply) => {
    reply.code(201)
    return add(context, request, idOf(request.params.id))
  })
  wire.get<WithChild>('/requests/:id/worklogs/:child', async ({ rep, params }) => {
    const all = await listWorklogs(desk, rep, idOf(params.id))
    return entity('worklog', presentWorklog(oneOf(all, idOf(params.child)), all, context))
  })
  wire.put<WithChild>('/requests/:id/worklogs/:child', (request) =>
    edit(context, request, idOf(request.params.id), idOf(request.params.child)),
  )
  wire.delete<WithChild>('/requests/:id/worklogs/:child', async ({ rep, params }) => {
    await removeWorklog(desk, rep, idOf(params.id), idOf(params.child))
    return plainSuccess()
  })
}

async function listAll(context: WireContext, request: FastifyRequest, id: number) {
  const info = readListInfo((await readInput(request)).data, 'asc')
  const all = await listWorklogs(context.desk, request.rep, id)
  const shown = all.worklogs.map((each) => presentWorklog(each, all, context))
  const { rows, more, total } = pageOfRows(
    { ...info, sortField: info.sortField ?? 'start_time' },
    shown,
    names,
  )
  return list('worklogs', rows, presentListInfo(info, rows.length, more, total))
}

async function add(context: WireContext, request: FastifyRequest, id: number) {
  const given = entityOf(await readInput(request), 'worklog')
  refuseStrangeChild(given, [...writableOfWorklog, 'mark_first_response'], names, null)
  if (isEmpty(given.owner)) throw notProvided(['owner'])
  // Reading the list first also says whether the request is there, before what is wrong with the worklog.
  const { catalog } = await listWorklogs(context.desk, request.rep, id)
  const values = await readWorklog(context, given, catalog)
  const { ownerId } = values
  if (ownerId === undefined) throw notProvided(['owner'])
  const made = await addWorklog(context.desk, request.rep, id, {
    description: null,
    startedAt: null,
    endedAt: null,
    minutes: null,
    typeId: null,
    otherCost: '0',
    includeNonOperational: false,
    ...values,
    ownerId,
    marksFirstResponse: readBoolean(given.mark_first_response, 'mark_first_response') ?? false,
  })
  return shown(context, request, id, made)
}

async function edit(context: WireContext, request: FastifyRequest, id: number, worklogId: number) {
  const given = entityOf(await readInput(request), 'worklog')
  const all = await listWorklogs(context.desk, request.rep, id)
  const current = presentWorklog(oneOf(all, worklogId), all, context)
  refuseStrangeChild(given, [...writableOfWorklog, 'mark_first_response'], names, current)
  if (readBoolean(given.mark_first_response, 'mark_first_response')) throw notEditable('mark_first_response')
  if (given.owner !== undefined && isEmpty(given.owner)) throw notProvided(['owner'])
  const change = await readWorklog(context, given, all.catalog)
  return shown(context, request, id, await changeWorklog(context.desk, request.rep, id, worklogId, change))
}

async function shown(context: WireContext, request: FastifyRequest, id: number, of: Worklog) {
  const all = await listWorklogs(context.desk, request.rep, id)
  return entity('worklog', presentWorklog(of, all, context))
}

function oneOf({ worklogs }: WorklogList, id: number): Worklog {
  const found = worklogs.find((each) => each.id === id)
  if (!found) throw notFound()
  return found
}

async function readWorklog(
  { desk, settings }: WireContext,
  given: Given,
  catalog: WorklogList['catalog'],
): Promise<Partial<WorklogValues>> {
  const has = (key: string) => given[key] !== undefined
  const owner = readPerson(given.owner, 'owner')
  const minutes = readTimeSpent(given.time_spent)
  return {
    ...(owner ? { ownerId: await personId(desk, owner, 'owner') } : {}),
    ...(has('description') ? { description: readText(given.description, 'description') || null } : {}),
    ...(has('start_time') ? { startedAt: readTime(given.start_time, 'start_time', settings.timeZone) } : {}),
    ...(has('end_time') ? { endedAt: readTime(given.end_time, 'end_time', settings.timeZone) } : {}),
    ...(minutes === null ? {} : { minutes }),
    ...(has('type') ? { typeId: readCatalogId(catalog, 'worklog_type', given.type, 'type') } : {}),
    ...(has('other_cost') ? { otherCost: readText(given.other_cost, 'other_cost', 20)?.trim() || '0' } : {}),
    ...(has('include_nonoperational_hours')
      ? {
          includeNonOperational:
            readBoolean(given.include_nonoperational_hours, 'include_nonoperational_hours') ?? false,
        }
      : {}),
  }
}

/** @returns minutes; null when it is not given */
function readTimeSpent(value: unknown): number | null {
  if (isEmpty(value)) return null
  const object = asObject(value)
  const part = (key: string) => (isEmpty(object?.[key]) ? 0 : asInteger(object?.[key]))
  const hours = part('hours')
  const minutes = part('minutes')
  if (!object || hours === undefined || minutes === undefined || hours < 0 || minutes < 0) {
    throw invalidInput('time_spent', 'time_spent is not hours and minutes')
  }
  return hours * 60 + minutes
}

function presentWorklog(
  of: Worklog,
  { of: parent, people, catalog }: WorklogList,
  { settings: { timeZone } }: WireContext,
): Record<string, unknown> {
  return {
    id: String(of.id),
    owner: personObject(people.get(of.ownerId)),
    description: of.description === null ? null : presentHtml(of.description, formatOf(of.description)),
    start_time: presentTime(of.startedAt, timeZone),
    end_time: presentTime(of.endedAt, timeZone),
    time_spent: { hours: String(Math.floor(of.minutes / 60)), minutes: String(of.minutes % 60) },
    type: presentReference(catalog, 'worklog_type', of.typeId),
    other_cost: of.otherCost,
    owner_cost: of.ownerCost,
    total_cost: sumOf(of.ownerCost, of.otherCost),
    include_nonoperational_hours: of.includeNonOperational,
    created_by: personObject(people.get(of.createdById ?? -1)),
    created_time: presentTime(of.createdAt, timeZone),
    request: { id: String(parent.number), subject: parent.subject },
  }
}
