import { webhookMethods, webhookTopics } from '../domain/webhook.ts'
import { createWebhook } from '../usecases/webhooks/create-webhook.ts'
import { listOwnedWebhooks } from '../usecases/webhooks/read-webhooks.ts'
import { removeWebhook } from '../usecases/webhooks/remove-webhook.ts'
import { type Command, command, UsageError } from './command.ts'
import { print, printJson, printTable, say } from './print.ts'
import { idOf, oneOf } from './values.ts'
import { withDesk } from './with-desk.ts'

const json = { kind: 'flag', about: 'prints JSON for programs' } as const
const messageTopics = webhookTopics.messages
const appTopics = webhookTopics['case-management']

const add = command({
  name: 'webhook add',
  about:
    'registers a webhook of a partner or provider (Messages API) or of an application (Case Management API)',
  arguments: { url: { about: 'address that is called' } },
  options: {
    event: {
      kind: 'text',
      about: `what it tells of: ${messageTopics.join(', ')} for an organisation; ${appTopics.join(', ')} for an application`,
      value: 'event',
      required: true,
    },
    organisation: { kind: 'text', about: 'id of the partner or provider', value: 'id' },
    app: { kind: 'text', about: 'id of the application', value: 'id' },
    method: { kind: 'text', about: 'POST without it', value: webhookMethods.join('|') },
    header: { kind: 'list', about: 'a constant header', value: 'name: value' },
    secret: { kind: 'text', about: 'signs the calls; made here without it' },
    json,
  },
  example: `caseloom webhook add https://partner.example/hook --organisation 2 --event message.created`,
  run: (given) =>
    withDesk(async (desk, actor) => {
      const { webhook, secret } = await createWebhook(desk, actor, {
        ...owner(given.organisation, given.app, given.event),
        url: given.url,
        method: given.method === undefined ? 'POST' : oneOf('method', given.method, webhookMethods),
        headers: Object.fromEntries(given.header.map(headerOf)),
        secret: given.secret ?? null,
      })
      if (given.json) {
        printJson({ id: webhook.id, secret })
        return undefined
      }
      say(`Registered as webhook ${webhook.id}. Its secret, shown only now:`)
      print(secret)
      return undefined
    }),
})

const list = command({
  name: 'webhook list',
  about: 'lists the webhooks, without their secrets',
  options: { json },
  example: 'caseloom webhook list',
  run: (given) =>
    withDesk(async (desk, actor) => {
      const rows = (await listOwnedWebhooks(desk, actor)).map(({ webhook, application, organisation }) => ({
        id: webhook.id,
        wire: webhook.wire,
        owner: (application ?? organisation)?.name ?? null,
        event: webhook.topic,
        method: webhook.method,
        url: webhook.url,
        headers: Object.keys(webhook.headers),
        active: webhook.active,
      }))
      if (given.json) printJson(rows)
      else {
        printTable(
          ['ID', 'API', 'OWNER', 'EVENT', 'METHOD', 'URL', 'ACTIVE'],
          rows.map((row) => [
            row.id,
            row.wire,
            row.owner,
            row.event,
            row.method,
            row.url,
            row.active ? 'yes' : 'no',
          ]),
          'There are no webhooks. Add one: caseloom webhook add',
        )
      }
      return undefined
    }),
})

const remove = command({
  name: 'webhook remove',
  about: 'removes a webhook; calls that it still waits for are dropped',
  arguments: { id: { about: 'id of the webhook' } },
  example: 'caseloom webhook remove 3',
  run: (given) =>
    withDesk(async (desk, actor) => {
      await removeWebhook(desk, actor, idOf('webhook', given.id))
      print('Removed.')
      return undefined
    }),
})

export const webhookCommands: readonly Command[] = [add, list, remove]

function owner(organisation: string | undefined, app: string | undefined, event: string) {
  if ((organisation === undefined) === (app === undefined))
    throw new UsageError('"webhook add" needs either --organisation <id> or --app <id>')
  if (organisation !== undefined) {
    const topic = oneOf('event', event, messageTopics)
    return { wire: 'messages', topic, organisationId: idOf('organisation', organisation) } as const
  }
  const topic = oneOf('event', event, appTopics)
  return { wire: 'case-management', topic, credentialId: idOf('application', app ?? '') } as const
}

function headerOf(text: string): [string, string] {
  const colon = text.indexOf(':')
  if (colon < 1) throw new UsageError(`--header must be "name: value", not "${text}"`)
  return [text.slice(0, colon).trim(), text.slice(colon + 1).trim()]
}
