import { listDeliveries } from '../../../usecases/jobs/list-deliveries.ts'
import { changeWebhook, renewSecret } from '../../../usecases/webhooks/change-webhook.ts'
import { createWebhook } from '../../../usecases/webhooks/create-webhook.ts'
import { listOwnedWebhooks, readOwnedWebhook, readWebhook } from '../../../usecases/webhooks/read-webhooks.ts'
import { removeWebhook } from '../../../usecases/webhooks/remove-webhook.ts'
import { sendTest } from '../../../usecases/webhooks/send-test.ts'
import { access, type Routes } from '../app.ts'
import { actorOf } from '../auth.ts'
import { withoutUndefined } from '../names.ts'
import { ById, Nothing } from '../parameters.ts'
import { presentDelivery, presentWebhook } from '../present-outgoing.ts'
import {
  DeliveryList,
  TestSent,
  Webhook,
  WebhookCreate,
  WebhookList,
  WebhookMade,
  WebhookPatch,
} from '../schema-outgoing.ts'
import { DeliveryPage } from './deliveries.ts'

const tags = ['Webhooks']

/** Who is told when something happens: applications of the Case Management API, partners and providers of the Messages API. */
export const webhookRoutes: Routes = (app, desk) => {
  app.get(
    '/webhooks',
    {
      ...access('session'),
      schema: { operationId: 'listWebhooks', summary: 'List webhooks', tags, response: { 200: WebhookList } },
    },
    async (request) => ({ items: (await listOwnedWebhooks(desk, actorOf(request))).map(presentWebhook) }),
  )

  app.post(
    '/webhooks',
    {
      ...access('session'),
      schema: {
        operationId: 'createWebhook',
        summary: 'Register a webhook',
        description:
          'One of an application tells of what becomes of one kind of thing, and its address must answer a challenge. One of an organisation tells of messages that it receives, or of its messages that were confirmed. The answer shows the secret this once.',
        tags,
        body: WebhookCreate,
        response: { 201: WebhookMade },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request)
      const { applicationId = null, wire, topic, url, ...rest } = request.body
      const given = { ...withoutUndefined(rest), wire, topic, url, credentialId: applicationId }
      const { webhook, secret } = await createWebhook(desk, actor, given)
      reply.code(201)
      return { webhook: presentWebhook(await readOwnedWebhook(desk, actor, webhook.id)), secret }
    },
  )

  app.get(
    '/webhooks/:id',
    {
      ...access('session'),
      schema: {
        operationId: 'readWebhook',
        summary: 'Read a webhook',
        tags,
        params: ById,
        response: { 200: Webhook },
      },
    },
    async (request) => presentWebhook(await readOwnedWebhook(desk, actorOf(request), request.params.id)),
  )

  app.patch(
    '/webhooks/:id',
    {
      ...access('session'),
      schema: {
        operationId: 'changeWebhook',
        summary: 'Change a webhook, or turn it on and off',
        description:
          'Turned off, it gives up the calls that wait. Turned on, it tells of what happens from then on.',
        tags,
        params: ById,
        body: WebhookPatch,
        response: { 200: Webhook },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      await changeWebhook(desk, actor, request.params.id, withoutUndefined(request.body))
      return presentWebhook(await readOwnedWebhook(desk, actor, request.params.id))
    },
  )

  app.post(
    '/webhooks/:id/renew',
    {
      ...access('session'),
      schema: {
        operationId: 'renewWebhookSecret',
        summary: 'Give a webhook a new secret',
        description:
          'For a day calls are signed with the old one as well. The answer shows the new one this once.',
        tags,
        params: ById,
        response: { 200: WebhookMade },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const secret = await renewSecret(desk, actor, request.params.id)
      return { webhook: presentWebhook(await readOwnedWebhook(desk, actor, request.params.id)), secret }
    },
  )

  app.post(
    '/webhooks/:id/test',
    {
      ...access('session'),
      schema: {
        operationId: 'testWebhook',
        summary: 'Send a test call',
        description: 'It tells of nothing that has happened and carries `x-caseloom-test: true`.',
        tags,
        params: ById,
        response: { 202: TestSent },
      },
    },
    async (request, reply) => {
      const deliveryId = await sendTest(desk, actorOf(request), request.params.id)
      reply.code(202)
      return { deliveryId }
    },
  )

  app.get(
    '/webhooks/:id/deliveries',
    {
      ...access('session'),
      schema: {
        operationId: 'listWebhookDeliveries',
        summary: 'List the calls of a webhook, newest first',
        tags,
        params: ById,
        querystring: DeliveryPage,
        response: { 200: DeliveryList },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const { id } = await readWebhook(desk, actor, request.params.id)
      const { before, limit = 50 } = request.query
      const rows = await listDeliveries(desk, actor, {
        webhookId: id,
        ...withoutUndefined({ before }),
        limit,
      })
      return { items: rows.flatMap(presentDelivery) }
    },
  )

  app.delete(
    '/webhooks/:id',
    {
      ...access('session'),
      schema: {
        operationId: 'deleteWebhook',
        summary: 'Delete a webhook',
        description: 'Calls that it still waits for are dropped.',
        tags,
        params: ById,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await removeWebhook(desk, actorOf(request), request.params.id)
      return reply.code(204).send(null)
    },
  )
}
