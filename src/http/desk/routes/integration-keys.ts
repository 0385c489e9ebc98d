import type { Actor } from '../../../domain/actor.ts'
import type { Credential } from '../../../domain/credential.ts'
import { DeskError } from '../../../domain/errors.ts'
import {
  changeIntegrationKey,
  deleteIntegrationKey,
  listIntegrationKeys,
  makeIntegrationKey,
  reassignIntegrationKey,
} from '../../../usecases/credentials/integration-keys.ts'
import { revealIntegrationKey } from '../../../usecases/credentials/reveal-integration-key.ts'
import { catalogOf, type Desk } from '../../../usecases/desk.ts'
import { peopleByIds } from '../../../usecases/people/list-people.ts'
import { access, type Routes } from '../app.ts'
import { actorOf } from '../auth.ts'
import { Refused } from '../errors.ts'
import { withoutUndefined } from '../names.ts'
import { ById, Nothing } from '../parameters.ts'
import { presentIntegrationKey, presentIssued } from '../present-admin.ts'
import { IssuedSecret } from '../schema.ts'
import {
  IntegrationKey,
  IntegrationKeyCreate,
  IntegrationKeyList,
  IntegrationKeyPatch,
  IntegrationKeyReassign,
  PasswordProof,
  RevealedKey,
} from '../schema-admin.ts'

const tags = ['Integration keys']

/** REST v3 keys of programs, each with rights of its own and an administrator who answers for it. */
export const integrationKeyRoutes: Routes = (app, desk) => {
  app.get(
    '/integration-keys',
    {
      ...access('session'),
      schema: {
        operationId: 'listIntegrationKeys',
        summary: 'List integration keys',
        tags,
        response: { 200: IntegrationKeyList },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      return { items: await present(desk, actor, await listIntegrationKeys(desk, actor)) }
    },
  )

  app.post(
    '/integration-keys',
    {
      ...access('session'),
      schema: {
        operationId: 'createIntegrationKey',
        summary: 'Make an integration key',
        description:
          'In the name of the caller, with the rights of its roles; nobody can give what they lack.',
        tags,
        body: IntegrationKeyCreate,
        response: { 201: IssuedSecret },
      },
    },
    async (request, reply) => {
      const { name, roleIds, ...facts } = request.body
      const issued = await makeIntegrationKey(desk, actorOf(request), { name, roleIds, ...readFacts(facts) })
      reply.code(201)
      return presentIssued(issued)
    },
  )

  app.patch(
    '/integration-keys/:id',
    {
      ...access('session'),
      schema: {
        operationId: 'changeIntegrationKey',
        summary: 'Change an integration key, or turn it on and off',
        description: 'Only its owner can. The key itself stays the same.',
        tags,
        params: ById,
        body: IntegrationKeyPatch,
        response: { 200: IntegrationKey },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const { roleIds, ...facts } = request.body
      const change = { ...withoutUndefined({ roleIds }), ...readFacts(facts) }
      return presentOne(desk, actor, await changeIntegrationKey(desk, actor, request.params.id, change))
    },
  )

  app.post(
    '/integration-keys/:id/reassign',
    {
      ...access('session'),
      schema: {
        operationId: 'reassignIntegrationKey',
        summary: 'Give an integration key to another administrator',
        description:
          'It works again if its owner was deleted or disabled. `comments` are kept in the record.',
        tags,
        params: ById,
        body: IntegrationKeyReassign,
        response: { 200: IntegrationKey },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const { ownerId, comments } = request.body
      const why = comments?.trim() || null
      return presentOne(
        desk,
        actor,
        await reassignIntegrationKey(desk, actor, request.params.id, ownerId, why),
      )
    },
  )

  app.post(
    '/integration-keys/:id/reveal',
    {
      ...access('session'),
      schema: {
        operationId: 'revealIntegrationKey',
        summary: 'Show an integration key again',
        description:
          'To those who prove with their own password that it is them, and hold every right that the key has. Wrong passwords count like those at sign-in.',
        tags,
        params: ById,
        body: PasswordProof,
        response: { 200: RevealedKey },
      },
    },
    async (request) => {
      const { id } = request.params
      const key = await revealIntegrationKey(
        desk,
        actorOf(request),
        id,
        request.body.password,
        request.ip,
      ).catch(sayWrongPassword)
      if (key === null) {
        throw new Refused({
          code: 'not_editable',
          detail: 'The key was made before keys were kept and cannot be shown again.',
        })
      }
      return { key }
    },
  )

  app.delete(
    '/integration-keys/:id',
    {
      ...access('session'),
      schema: {
        operationId: 'deleteIntegrationKey',
        summary: 'Delete an integration key',
        description: 'It stops working at once.',
        tags,
        params: ById,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await deleteIntegrationKey(desk, actorOf(request), request.params.id)
      return reply.code(204).send(null)
    },
  )
}

type GivenFacts = { description?: string | null; active?: boolean; expiresAt?: string | null }

function readFacts({ expiresAt, ...given }: GivenFacts) {
  const ends = typeof expiresAt === 'string' ? Date.parse(expiresAt) : expiresAt
  return withoutUndefined({ ...given, expiresAt: ends })
}

function sayWrongPassword(error: unknown): never {
  if (error instanceof DeskError && error.fault.code === 'forbidden' && error.fault.need === 'own') {
    throw new Refused({ code: 'forbidden', detail: 'The password is wrong, or you have none.' })
  }
  throw error
}

async function present(desk: Desk, actor: Actor, keys: readonly Credential[]): Promise<IntegrationKey[]> {
  const ownerIds = keys.map((key) => key.personId)
  const [catalog, owners] = await Promise.all([catalogOf(desk), peopleByIds(desk, ownerIds)])
  return keys.map((key) => presentIntegrationKey(actor, key, { catalog, owners }))
}

async function presentOne(desk: Desk, actor: Actor, key: Credential): Promise<IntegrationKey> {
  const [shown] = await present(desk, actor, [key])
  if (!shown) throw new Error('a key is not shown')
  return shown
}
