import {
  deleteDeskToken,
  listDeskTokens,
  makeDeskToken,
} from '../../../usecases/credentials/make-desk-token.ts'
import { peopleByIds } from '../../../usecases/people/list-people.ts'
import { access, type Routes } from '../app.ts'
import { actorOf } from '../auth.ts'
import { ById, Nothing } from '../parameters.ts'
import { presentIssued, presentToken } from '../present-admin.ts'
import { IssuedSecret, TokenList } from '../schema.ts'
import { TokenCreate } from '../schema-admin.ts'

const tags = ['Tokens']

/** Bearer tokens with which programs use this API in the name of a rep. */
export const tokenRoutes: Routes = (app, desk) => {
  app.get(
    '/tokens',
    {
      ...access('session'),
      schema: {
        operationId: 'listTokens',
        summary: 'List the own tokens',
        description: 'Those who manage keys see everybody’s.',
        tags,
        response: { 200: TokenList },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const all = actor.permissions.has('keys.manage')
      const tokens = await listDeskTokens(desk, actor, all ? 'all' : 'own')
      const owners = await peopleByIds(
        desk,
        tokens.map((token) => token.personId),
      )
      return {
        items: tokens.flatMap((token) => {
          const owner = token.personId === null ? undefined : owners.get(token.personId)
          return owner ? [presentToken(actor, token, owner)] : []
        }),
      }
    },
  )

  app.post(
    '/tokens',
    {
      ...access('session'),
      schema: {
        operationId: 'createToken',
        summary: 'Make a token for oneself',
        description:
          '`scopes` are rights, or `*` for all that the rep has at the time of each use. Nobody can give what they do not hold.',
        tags,
        body: TokenCreate,
        response: { 201: IssuedSecret },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const { name, scopes, expiresAt } = request.body
      const issued = await makeDeskToken(desk, actor, {
        personId: actor.personId ?? 0,
        name,
        scopes,
        expiresAt: expiresAt == null ? null : Date.parse(expiresAt),
      })
      reply.code(201)
      return presentIssued(issued)
    },
  )

  app.delete(
    '/tokens/:id',
    {
      ...access('session'),
      schema: {
        operationId: 'deleteToken',
        summary: 'Delete a token',
        tags,
        params: ById,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await deleteDeskToken(desk, actorOf(request), request.params.id)
      return reply.code(204).send(null)
    },
  )
}
