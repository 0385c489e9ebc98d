import { Type } from 'typebox'
import type { Actor } from '../../../domain/actor.ts'
import { DeskError } from '../../../domain/errors.ts'
import type { Desk } from '../../../usecases/desk.ts'
import { addWorklog } from '../../../usecases/worklogs/add-worklog.ts'
import { changeWorklog } from '../../../usecases/worklogs/change-worklog.ts'
import { listWorklogs } from '../../../usecases/worklogs/list-worklogs.ts'
import { removeWorklog } from '../../../usecases/worklogs/remove-worklog.ts'
import { access, type Routes } from '../app.ts'
import { actorOf } from '../auth.ts'
import { Refused } from '../errors.ts'
import { withoutUndefined } from '../names.ts'
import { CaseNumber, Nothing } from '../parameters.ts'
import { presentWorklog } from '../present-work.ts'
import { Worklog, WorklogCreate, WorklogList, WorklogPatch } from '../schema-work.ts'

const tags = ['Worklogs']
const WorklogOfCase = Type.Object(
  { ...CaseNumber.properties, id: CaseNumber.properties.number },
  { additionalProperties: false },
)

/** Time that reps spent on a case. */
export const worklogRoutes: Routes = (app, desk) => {
  app.get(
    '/cases/:number/worklogs',
    {
      ...access('session'),
      schema: {
        operationId: 'listWorklogs',
        summary: 'List the time spent on a case',
        tags,
        params: CaseNumber,
        response: { 200: WorklogList },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const list = await listWorklogs(desk, actor, request.params.number)
      return { items: list.worklogs.map((each) => presentWorklog(actor, each, list)) }
    },
  )

  app.post(
    '/cases/:number/worklogs',
    {
      ...access('session'),
      schema: {
        operationId: 'addWorklog',
        summary: 'Note time spent on a case',
        tags,
        params: CaseNumber,
        body: WorklogCreate,
        response: { 201: Worklog },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const { ownerId = actor.personId, marksFirstResponse = false, ...given } = request.body
      if (ownerId === null) throw noOwner()
      const { number } = request.params
      const { id } = await addWorklog(desk, actor, number, {
        description: null,
        startedAt: null,
        endedAt: null,
        minutes: null,
        typeId: null,
        otherCost: '0',
        includeNonOperational: false,
        ...readValues(given),
        ownerId,
        marksFirstResponse,
      })
      reply.code(201)
      return answer(desk, actor, number, id)
    },
  )

  app.patch(
    '/cases/:number/worklogs/:id',
    {
      ...access('session'),
      schema: {
        operationId: 'changeWorklog',
        summary: 'Change time spent on a case',
        description: 'New times without `minutes` are counted anew.',
        tags,
        params: WorklogOfCase,
        body: WorklogPatch,
        response: { 200: Worklog },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const { number, id } = request.params
      await changeWorklog(desk, actor, number, id, readValues(request.body))
      return answer(desk, actor, number, id)
    },
  )

  app.delete(
    '/cases/:number/worklogs/:id',
    {
      ...access('session'),
      schema: {
        operationId: 'removeWorklog',
        summary: 'Remove time spent on a case',
        tags,
        params: WorklogOfCase,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await removeWorklog(desk, actorOf(request), request.params.number, request.params.id)
      return reply.code(204).send(null)
    },
  )
}

function readValues({ startedAt, endedAt, ...given }: WorklogPatch) {
  const time = (value: string | null | undefined) => (typeof value === 'string' ? Date.parse(value) : value)
  return withoutUndefined({ ...given, startedAt: time(startedAt), endedAt: time(endedAt) })
}

function noOwner(): Refused {
  return new Refused({
    code: 'invalid',
    issues: [{ field: 'ownerId', rule: 'required', message: 'must be given' }],
  })
}

async function answer(desk: Desk, actor: Actor, number: number, id: number): Promise<Worklog> {
  const list = await listWorklogs(desk, actor, number)
  const found = list.worklogs.find((each) => each.id === id)
  if (!found) throw new DeskError({ code: 'not_found', what: 'worklog', id: String(id) })
  return presentWorklog(actor, found, list)
}
