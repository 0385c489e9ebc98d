import {
  deletePersonalSecret,
  listPersonalSecrets,
  makePersonalSecret,
} from '../../../usecases/credentials/personal-secrets.ts'
import { peopleByIds } from '../../../usecases/people/list-people.ts'
import { access, type Routes } from '../app.ts'
import { actorOf } from '../auth.ts'
import { ById, Nothing } from '../parameters.ts'
import { presentIssued, presentPersonalSecret } from '../present-admin.ts'
import { IssuedSecret } from '../schema.ts'
import { PersonalSecretCreate, PersonalSecretList } from '../schema-admin.ts'

const tags = ['Personal secrets']

/** Secrets with which an application of the Case Management API acts as one person. */
export const personalSecretRoutes: Routes = (app, desk) => {
  app.get(
    '/personal-secrets',
    {
      ...access('session'),
      schema: {
        operationId: 'listPersonalSecrets',
        summary: 'List the own personal secrets',
        description: 'Those who manage keys see everybody’s.',
        tags,
        response: { 200: PersonalSecretList },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const all = actor.permissions.has('keys.manage')
      const secrets = await listPersonalSecrets(desk, actor, all ? 'all' : 'own')
      const owners = await peopleByIds(
        desk,
        secrets.map((secret) => secret.personId),
      )
      return {
        items: secrets.flatMap((secret) => {
          const owner = secret.personId === null ? undefined : owners.get(secret.personId)
          return owner ? [presentPersonalSecret(actor, secret, owner)] : []
        }),
      }
    },
  )

  app.post(
    '/personal-secrets',
    {
      ...access('session'),
      schema: {
        operationId: 'createPersonalSecret',
        summary: 'Make a personal secret',
        description:
          'For oneself, or for `personId` with the right to manage that person and every right that they have.',
        tags,
        body: PersonalSecretCreate,
        response: { 201: IssuedSecret },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const { name, personId, expiresAt } = request.body
      const issued = await makePersonalSecret(desk, actor, {
        personId: personId ?? actor.personId ?? 0,
        name,
        expiresAt: expiresAt == null ? null : Date.parse(expiresAt),
      })
      reply.code(201)
      return presentIssued(issued)
    },
  )

  app.delete(
    '/personal-secrets/:id',
    {
      ...access('session'),
      schema: {
        operationId: 'deletePersonalSecret',
        summary: 'Delete a personal secret',
        description: 'What was begun with it ends at once.',
        tags,
        params: ById,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await deletePersonalSecret(desk, actorOf(request), request.params.id)
      return reply.code(204).send(null)
    },
  )
}
