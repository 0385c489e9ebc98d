import type { FastifyReply, FastifyRequest } from 'fastify'
import { DeskError } from '../../../domain/errors.ts'
import type { Webhook } from '../../../domain/webhook.ts'
import { changeWebhook as changeOne } from '../../../usecases/webhooks/change-webhook.ts'
import { createWebhook as createOne } from '../../../usecases/webhooks/create-webhook.ts'
import { listWebhooks as listAll, readWebhook as readOne } from '../../../usecases/webhooks/read-webhooks.ts'
import { removeWebhook as removeOne } from '../../../usecases/webhooks/remove-webhook.ts'
import { actorOf, callerOf } from '../auth.ts'
import type { WireContext } from '../context.ts'
import { locate } from '../created.ts'
import { required } from '../errors.ts'
import { presentIds } from '../present.ts'
import { listAnswer, readListQuery } from '../query.ts'
import { bodyOf } from '../read-body.ts'
import { type Fields, idOf, readFields } from '../schema.ts'
import { itemOf, webhookItems } from '../webhook-form.ts'

/** Longest values, in characters. */
const longest = { url: 2000, secret: 200 }

interface WebhookPath {
  readonly Params: { readonly id: string }
}

/*
 * POST /v1/webhooks   body: item, url, secret (§10). The address is asked at once whether it wants the calls.
 * 200 { uuid, id, full_uuid }
 */
export const createWebhook =
  ({ desk }: WireContext) =>
  async (request: FastifyRequest, reply: FastifyReply) => {
    const input = readFields(bodyOf(request), readNewWebhook)
    const { webhook } = await createOne(desk, actorOf(request), {
      ...input,
      wire: 'case-management',
      credentialId: callerOf(request).app.id,
    })
    locate(request, reply, webhook.id)
    return presentIds(webhook.id, webhook.guid)
  }

/*
 * GET /v1/webhooks?offset=&length=   200 list of the application's own webhooks, oldest first; never their secrets
 */
export const listWebhooks =
  ({ desk }: WireContext) =>
  async (request: FastifyRequest) => {
    const page = readListQuery(request, [], () => ({}))
    const { actor, app } = callerOf(request)
    const all = (await listAll(desk, actor)).filter(({ credentialId }) => credentialId === app.id)
    return listAnswer(all.length, page, all.slice(page.offset, page.offset + page.limit).map(presentWebhook))
  }

/*
 * GET /v1/webhooks/{id}   200 one of them
 */
export const readWebhook = (context: WireContext) => async (request: FastifyRequest<WebhookPath>) =>
  presentWebhook(await ownWebhook(context, request))

/*
 * PUT, PATCH /v1/webhooks/{id}   body: any of item, url, secret; a new url is asked like a first one, and so is one that
 * had said it was gone (410), which turns the webhook on again
 * 200 { uuid, id }
 */
export const changeWebhook = (context: WireContext) => async (request: FastifyRequest<WebhookPath>) => {
  const input = readFields(bodyOf(request), readWebhookChange)
  const { id } = await ownWebhook(context, request)
  // A receiver that once said it was gone is asked again, and told of what happens from now on.
  await changeOne(context.desk, actorOf(request), id, { ...input, active: true })
  return { uuid: id, id }
}

/*
 * DELETE /v1/webhooks/{id}   what it still waits for is dropped
 * 200 { uuid, id }
 */
export const deleteWebhook = (context: WireContext) => async (request: FastifyRequest<WebhookPath>) => {
  const { id } = await ownWebhook(context, request)
  await removeOne(context.desk, actorOf(request), id)
  return { uuid: id, id }
}

/** Reads a new webhook (§10). */
export function readNewWebhook(of: Fields) {
  const item = of.word('item', webhookItems)
  if (of.raw('item') === undefined) of.problems.push(required('item'))
  return {
    topic: item ?? webhookItems.ticket,
    url: of.requiredText('url', longest.url).trim(),
    secret: of.requiredText('secret', longest.secret),
  }
}

/** Reads what shall become different of a webhook. */
export function readWebhookChange(of: Fields) {
  const topic = of.word('item', webhookItems)
  return {
    ...(topic === undefined ? {} : { topic }),
    ...(of.raw('url') === undefined ? {} : { url: of.requiredText('url', longest.url).trim() }),
    ...(of.raw('secret') === undefined ? {} : { secret: of.requiredText('secret', longest.secret) }),
  }
}

/** A key sees its own webhooks only, also when somebody who may see more asks through it. Throws `not_found`. */
async function ownWebhook({ desk }: WireContext, request: FastifyRequest<WebhookPath>): Promise<Webhook> {
  const { actor, app } = callerOf(request)
  const found = await readOne(desk, actor, idOf(request.params.id))
  if (found.credentialId === app.id) return found
  throw new DeskError({ code: 'not_found', what: 'webhook', id: request.params.id })
}

function presentWebhook(of: Webhook) {
  return {
    ...presentIds(of.id, of.guid),
    item: itemOf(of.topic),
    url: of.url,
    active: of.active,
    created: Math.floor(of.createdAt / 1000),
    last_update: Math.floor(of.updatedAt / 1000),
  }
}
