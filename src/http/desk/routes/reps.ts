import { DeskError } from '../../../domain/errors.ts'
import { deleteRepKey, makeRepKey, readRepKey } from '../../../usecases/credentials/make-rep-key.ts'
import { changePerson } from '../../../usecases/people/change-person.ts'
import { createPerson } from '../../../usecases/people/create-person.ts'
import { deletePerson } from '../../../usecases/people/delete-person.ts'
import { listPeople, readPerson } from '../../../usecases/people/list-people.ts'
import { makeSignInLink } from '../../../usecases/session/make-sign-in-link.ts'
import { access, type Routes } from '../app.ts'
import { actorOf } from '../auth.ts'
import { withoutUndefined } from '../names.ts'
import { ById, Nothing } from '../parameters.ts'
import { iso } from '../present.ts'
import { keyState, presentIssued, presentRep } from '../present-admin.ts'
import { IssuedSecret, KeyState, Rep, RepList, SignInLink } from '../schema.ts'
import { KeyCreate, RepCreate, RepPatch } from '../schema-admin.ts'

const tags = ['Reps']
const mostReps = 1000
const linkMs = 24 * 3_600_000

/** Staff: who they are, what they may do, and the ways in that they have. */
export const repRoutes: Routes = (app, desk, settings) => {
  app.get(
    '/reps',
    {
      ...access('session'),
      schema: { operationId: 'listReps', summary: 'List reps', tags, response: { 200: RepList } },
    },
    async (request) => {
      const actor = actorOf(request)
      const page = await listPeople(desk, actor, 'rep', {
        where: [],
        sort: { by: { column: 'name' }, order: 'asc' },
        limit: mostReps,
        offset: 0,
      })
      return { items: page.people.map((rep) => presentRep(actor, rep, page)) }
    },
  )

  app.post(
    '/reps',
    {
      ...access('session'),
      schema: {
        operationId: 'createRep',
        summary: 'Register a rep',
        description: 'Without a password, let them in with a sign-in link.',
        tags,
        body: RepCreate,
        response: { 201: Rep },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const { email, ...given } = request.body
      const draft = { ...given, kind: 'rep', addresses: [email], loginEnabled: true } as const
      const rep = await createPerson(desk, actor, draft)
      reply.code(201)
      return presentRep(actor, rep, await readPerson(desk, actor, 'rep', rep.id))
    },
  )

  app.patch(
    '/reps/:id',
    {
      ...access('session'),
      schema: {
        operationId: 'changeRep',
        summary: 'Change a rep',
        description: 'Disabling the login ends sessions, links, tokens and the key at once.',
        tags,
        params: ById,
        body: RepPatch,
        response: { 200: Rep },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const { email, ...given } = request.body
      const change = withoutUndefined({ ...given, mainAddress: email })
      const rep = await changePerson(desk, actor, 'rep', request.params.id, change)
      return presentRep(actor, rep, await readPerson(desk, actor, 'rep', rep.id))
    },
  )

  app.delete(
    '/reps/:id',
    {
      ...access('session'),
      schema: {
        operationId: 'deleteRep',
        summary: 'Delete a rep',
        description:
          'Cases and messages go on naming them. While they have a case in progress, they are in use and stay.',
        tags,
        params: ById,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await deletePerson(desk, actorOf(request), 'rep', request.params.id)
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/reps/:id/key',
    {
      ...access('session'),
      schema: {
        operationId: 'readRepKey',
        summary: 'Whether a rep has a REST v3 key, and until when',
        description: 'For the rep, and for those who manage reps. Without a key: 404.',
        tags,
        params: ById,
        response: { 200: KeyState },
      },
    },
    async (request) => {
      const { id } = request.params
      const key = await readRepKey(desk, actorOf(request), id)
      if (!key) throw new DeskError({ code: 'not_found', what: 'credential', id: String(id) })
      return keyState(key)
    },
  )

  app.post(
    '/reps/:id/key',
    {
      ...access('session'),
      schema: {
        operationId: 'makeRepKey',
        summary: 'Make the REST v3 key of a rep',
        description: 'An earlier key stops working in the same moment.',
        tags,
        params: ById,
        body: KeyCreate,
        response: { 201: IssuedSecret },
      },
    },
    async (request, reply) => {
      const { expiresAt } = request.body
      const ends = expiresAt == null ? null : Date.parse(expiresAt)
      const issued = await makeRepKey(desk, actorOf(request), request.params.id, ends)
      reply.code(201)
      return presentIssued(issued)
    },
  )

  app.delete(
    '/reps/:id/key',
    {
      ...access('session'),
      schema: {
        operationId: 'deleteRepKey',
        summary: 'Delete the REST v3 key of a rep',
        tags,
        params: ById,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      if (!(await deleteRepKey(desk, actorOf(request), id)))
        throw new DeskError({ code: 'not_found', what: 'credential', id: String(id) })
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/reps/:id/sign-in-link',
    {
      ...access('session'),
      schema: {
        operationId: 'makeSignInLink',
        summary: 'Make a sign-in link for a rep',
        description: 'Works once and for a day; earlier links of the rep stop working.',
        tags,
        params: ById,
        response: { 201: SignInLink },
      },
    },
    async (request, reply) => {
      const expiresAt = iso(desk.now() + linkMs)
      const token = await makeSignInLink(desk, actorOf(request), request.params.id, linkMs)
      const address = settings.publicUrl ?? `${request.protocol}://${request.host}`
      reply.code(201)
      // Behind the # it stays in the browser and reaches no log.
      return { url: `${address}/sign-in#token=${token}`, expiresAt }
    },
  )
}
