import { deleteApp, listApps, makeApp, renewApp } from '../../../usecases/credentials/make-app.ts'
import { access, type Routes } from '../app.ts'
import { actorOf } from '../auth.ts'
import { ById, Nothing } from '../parameters.ts'
import { presentApplication, presentIssued } from '../present-admin.ts'
import { ApplicationList, IssuedSecret } from '../schema.ts'
import { ApplicationCreate } from '../schema-admin.ts'

const tags = ['Applications']

/** Programs that use the Case Management or the Support Ticket API. */
export const applicationRoutes: Routes = (app, desk) => {
  app.get(
    '/applications',
    {
      ...access('session'),
      schema: {
        operationId: 'listApplications',
        summary: 'List applications',
        tags,
        response: { 200: ApplicationList },
      },
    },
    async (request) => ({ items: (await listApps(desk, actorOf(request))).map(presentApplication) }),
  )

  app.post(
    '/applications',
    {
      ...access('session'),
      schema: {
        operationId: 'createApplication',
        summary: 'Register an application',
        description: 'The answer shows its key, and on the Case Management API its secret, this once.',
        tags,
        body: ApplicationCreate,
        response: { 201: IssuedSecret },
      },
    },
    async (request, reply) => {
      const { name, wire, organisationId = null } = request.body
      const kind = wire === 'case-management' ? 'case_management_app' : 'support_ticket_app'
      const issued = await makeApp(desk, actorOf(request), { kind, name, organisationId })
      reply.code(201)
      return presentIssued(issued)
    },
  )

  app.post(
    '/applications/:id/renew',
    {
      ...access('session'),
      schema: {
        operationId: 'renewApplication',
        summary: 'Give an application a new key',
        description: 'The old key and secret stop working at once.',
        tags,
        params: ById,
        response: { 200: IssuedSecret },
      },
    },
    async (request) => presentIssued(await renewApp(desk, actorOf(request), request.params.id)),
  )

  app.delete(
    '/applications/:id',
    {
      ...access('session'),
      schema: {
        operationId: 'deleteApplication',
        summary: 'Delete an application',
        tags,
        params: ById,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await deleteApp(desk, actorOf(request), request.params.id)
      return reply.code(204).send(null)
    },
  )
}
