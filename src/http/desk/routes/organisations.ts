import {
  addAccountToken,
  changeAccount,
  deleteAccountToken,
} from '../../../usecases/organisations/change-account.ts'
import {
  changeOrganisation,
  deleteOrganisation,
} from '../../../usecases/organisations/change-organisation.ts'
import { createAccount } from '../../../usecases/organisations/create-account.ts'
import { createOrganisation } from '../../../usecases/organisations/create-organisation.ts'
import { listOrganisations } from '../../../usecases/organisations/list-organisations.ts'
import { access, type Routes } from '../app.ts'
import { actorOf } from '../auth.ts'
import { withoutUndefined } from '../names.ts'
import { ById, Nothing, TokenOfAccount } from '../parameters.ts'
import { presentAccount, presentIssued, presentOrganisation } from '../present-admin.ts'
import { Account, AccountMade, IssuedSecret, Organisation, OrganisationList } from '../schema.ts'
import { AccountCreate, AccountPatch, OrganisationCreate, OrganisationPatch } from '../schema-admin.ts'

const tags = ['Organisations']

/** Partners, providers and other organisations, and the accounts with which they use the Messages API. */
export const organisationRoutes: Routes = (app, desk) => {
  app.get(
    '/organisations',
    {
      ...access('session'),
      schema: {
        operationId: 'listOrganisations',
        summary: 'List organisations with their accounts',
        description: 'Accounts are shown to those who manage keys.',
        tags,
        response: { 200: OrganisationList },
      },
    },
    async (request) => {
      const files = await listOrganisations(desk, actorOf(request))
      const all = files.map((file) => file.organisation)
      return { items: files.map((file) => presentOrganisation(file, all)) }
    },
  )

  app.post(
    '/organisations',
    {
      ...access('session'),
      schema: {
        operationId: 'createOrganisation',
        summary: 'Register an organisation',
        tags,
        body: OrganisationCreate,
        response: { 201: Organisation },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const { name, party, ...places } = request.body
      const draft = { name, party, ...withoutUndefined(places) }
      const organisation = await createOrganisation(desk, actor, draft)
      const all = await listOrganisations(desk, actor)
      reply.code(201)
      return presentOrganisation(
        { organisation, accounts: [] },
        all.map((file) => file.organisation),
      )
    },
  )

  app.patch(
    '/organisations/:id',
    {
      ...access('session'),
      schema: {
        operationId: 'changeOrganisation',
        summary: 'Change an organisation',
        description: 'Only partners have a default provider. Cases that are open keep theirs.',
        tags,
        params: ById,
        body: OrganisationPatch,
        response: { 200: Organisation },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const change = withoutUndefined(request.body)
      const organisation = await changeOrganisation(desk, actor, request.params.id, change)
      const all = await listOrganisations(desk, actor)
      const accounts = all.find((file) => file.organisation.id === organisation.id)?.accounts ?? []
      return presentOrganisation(
        { organisation, accounts },
        all.map((file) => file.organisation),
      )
    },
  )

  app.delete(
    '/organisations/:id',
    {
      ...access('session'),
      schema: {
        operationId: 'deleteOrganisation',
        summary: 'Delete an organisation',
        description: 'Cases go on naming it. While it has people, parts or accounts, it is in use and stays.',
        tags,
        params: ById,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await deleteOrganisation(desk, actorOf(request), request.params.id)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/organisations/:id/accounts',
    {
      ...access('session'),
      schema: {
        operationId: 'createAccount',
        summary: 'Make an account with its first token',
        tags,
        params: ById,
        body: AccountCreate,
        response: { 201: AccountMade },
      },
    },
    async (request, reply) => {
      const { name, allProviders = false } = request.body
      const draft = { organisationId: request.params.id, name, allProviders }
      const { account, token } = await createAccount(desk, actorOf(request), draft)
      reply.code(201)
      return { account: presentAccount(account, [token.credential]), token: presentIssued(token) }
    },
  )

  app.patch(
    '/accounts/:id',
    {
      ...access('session'),
      schema: {
        operationId: 'changeAccount',
        summary: 'Rename or disable an account',
        description: 'The tokens of a disabled account rest until it is enabled again.',
        tags,
        params: ById,
        body: AccountPatch,
        response: { 200: Account },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const account = await changeAccount(desk, actor, request.params.id, withoutUndefined(request.body))
      const files = await listOrganisations(desk, actor)
      const mine = files.flatMap((file) => file.accounts).find((each) => each.account.id === account.id)
      return presentAccount(account, mine?.tokens ?? [])
    },
  )

  app.post(
    '/accounts/:id/tokens',
    {
      ...access('session'),
      schema: {
        operationId: 'addAccountToken',
        summary: 'Give an account one more token',
        tags,
        params: ById,
        response: { 201: IssuedSecret },
      },
    },
    async (request, reply) => {
      const issued = await addAccountToken(desk, actorOf(request), request.params.id)
      reply.code(201)
      return presentIssued(issued)
    },
  )

  app.delete(
    '/accounts/:id/tokens/:tokenId',
    {
      ...access('session'),
      schema: {
        operationId: 'deleteAccountToken',
        summary: 'Delete a token of an account',
        tags,
        params: TokenOfAccount,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      const { id, tokenId } = request.params
      await deleteAccountToken(desk, actorOf(request), tokenId, id)
      return reply.code(204).send(null)
    },
  )
}
