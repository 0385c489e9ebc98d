import { replyToCase } from '../../src/usecases/messages/reply-to-case.ts'
import { createWebhook, type NewWebhook } from '../../src/usecases/webhooks/create-webhook.ts'
import { type Receiver, startReceiver } from '../../test/harness/receiver.ts'
import type { Case, Section } from '../case.ts'
import { any, expect, expectStatus, expectValue } from '../expect.ts'
import {
  confirmedAll,
  look,
  type MessagesProbe,
  openCase,
  post,
  prepare,
  say,
  type Token,
  type Who,
} from './client.ts'

/** A case whose partner and provider have a server each, told of both events. */
interface Told {
  readonly guid: string
  readonly partner: Receiver
  readonly provider: Receiver
  /** Has everything delivered that is due. @returns what both were told since the last time: `partner message.created 41` */
  since(): Promise<string[]>
  hook(who: 'partner' | 'provider', more: Partial<NewWebhook>): Promise<void>
}

const needs = {
  what: 'to call this machine',
  desk: { callbackAllow: '127.0.0.0/8', retrySeconds: [30, 120] },
}

/** A case with receivers, on a server of its own. */
function withReceivers(
  says: string,
  source: Case['source'],
  run: (probe: MessagesProbe, told: Told) => Promise<void>,
): Case<Token> {
  return {
    says,
    source,
    needs,
    async run(probe) {
      await using partner = await startReceiver()
      await using provider = await startReceiver()
      const guid = await openCase(probe)
      const { partnerId, serviceProviderId } = await look(probe, 'partner', guid)
      const hook: Told['hook'] = async (who, more) => {
        await createWebhook(probe.desk.desk, probe.desk.as('desk'), {
          wire: 'messages',
          topic: 'message.created',
          organisationId: who === 'partner' ? partnerId : serviceProviderId,
          url: (who === 'partner' ? partner : provider).url,
          ...more,
        })
      }
      for (const topic of ['message.created', 'message.confirmed'] as const) {
        await hook('partner', { topic })
        await hook('provider', { topic })
      }
      await run(probe, {
        guid,
        partner,
        provider,
        hook,
        async since() {
          await probe.desk.runJobs()
          return [...wordsOf('partner', partner), ...wordsOf('provider', provider)]
        },
      })
    },
  }
}

function wordsOf(who: string, receiver: Receiver): string[] {
  return receiver.calls
    .splice(0)
    .map(({ headers, body }) => `${who} ${headers['x-hub-event']} ${JSON.parse(body).id}`)
}

const confirm = (probe: MessagesProbe, who: Who, ...ids: number[]) =>
  post(probe, who, 'case-messages/confirm', ids)

/** §9 */
export const webhooks: Section<Token> = {
  number: '9',
  title: 'Webhooks',
  cases: [
    withReceivers(
      'A new message is told to the party that receives it, never to the one that sent it',
      '§9; §12.13',
      async (probe, { guid, since }) => {
        const ofPartner = await say(probe, 'partner', guid)
        expectValue(await since(), [`provider message.created ${ofPartner.id}`], 'the calls')
        const ofProvider = await say(probe, 'provider', guid)
        expectValue(await since(), [`partner message.created ${ofProvider.id}`], 'the calls')
      },
    ),
    withReceivers(
      'A confirmation is told to the party that wrote the message, never to the one that received it',
      '§9; §12.13',
      async (probe, { guid, since }) => {
        const { id } = await say(probe, 'partner', guid)
        await since()
        expectValue((await confirm(probe, 'provider', id)).json(), confirmedAll, 'the answer')
        expectValue(await since(), [`partner message.confirmed ${id}`], 'the calls')
      },
    ),
    withReceivers(
      'Both bodies have the same fourteen keys, always all of them, and no caseId',
      '§9',
      async (probe, { guid, partner, provider }) => {
        const { id } = await say(probe, 'partner', guid, { externalId: 'CRM-118' })
        expectStatus(await confirm(probe, 'provider', id), 200)
        await probe.desk.runJobs()
        const created = {
          id,
          externalId: 'CRM-118',
          guid,
          content: 'Hello',
          userName: null,
          userEmail: null,
          type: 'serviceComment',
          senderType: 'partner',
          parentMessageId: null,
          senderAccountId: any.id,
          createdAt: any.time,
          updatedAt: any.time,
          declaredAt: any.time,
          confirmedAt: null,
        }
        expectValue(JSON.parse(provider.calls[0]?.body ?? 'null'), created, 'the body of the new message')
        const confirmed = JSON.parse(partner.calls[0]?.body ?? 'null')
        expectValue(confirmed, { ...created, confirmedAt: any.time }, 'the body of the confirmation')
        expectValue(provider.calls[0]?.headers['x-hub-event'], 'message.created', 'the event')
        expectValue(partner.calls[0]?.headers['x-hub-event'], 'message.confirmed', 'the event')
      },
    ),
    withReceivers(
      'Nothing is told of internal messages, of repeated confirmations and of those of one’s own side',
      '§9; §3.5; §12.12; §12.13',
      async (probe, { guid, since }) => {
        await say(probe, 'provider', guid, { isInternal: true })
        await say(probe, 'partner', guid, { isInternal: true })
        expectValue(await since(), [], 'the calls')
        const [first, second] = [await say(probe, 'partner', guid), await say(probe, 'partner', guid)]
        expectStatus(await confirm(probe, 'provider', first.id), 200)
        await since()
        expectStatus(await confirm(probe, 'provider', first.id), 200)
        expectStatus(await confirm(probe, 'colleague', second.id), 200)
        expectValue(await since(), [], 'the calls')
      },
    ),
    withReceivers('Nothing is told of deleting a message', '§7', async (probe, { guid, since }) => {
      const { id } = await say(probe, 'partner', guid)
      await since()
      expectStatus(await post(probe, 'partner', 'case-messages/delete', { id }), 200)
      expectValue(await since(), [], 'the calls')
    }),
    withReceivers(
      'Confirmed by many at once, a message is told of once',
      '§5.3; §12.9',
      async (probe, { guid, since }) => {
        const { id } = await say(probe, 'partner', guid)
        await since()
        const call = () => prepare(probe, 'provider', 'POST', 'case-messages/confirm', { json: [id] })
        for (const answer of await Promise.all(Array.from({ length: 8 }, call))) expectStatus(answer, 200)
        expectValue(await since(), [`partner message.confirmed ${id}`], 'the calls')
      },
    ),
    withReceivers(
      'A public reply that the desk writes through another API is told to the partner',
      '§9; §11',
      async (probe, { guid, since }) => {
        const said = { body: 'Which model?', bodyFormat: 'text' } as const
        const { id } = await replyToCase(probe.desk.desk, probe.desk.as('desk'), { guid }, said)
        expectValue(await since(), [`partner message.created ${id}`], 'the calls')
      },
    ),
    withReceivers(
      'Any of five methods carries the body, and constant headers go along',
      '§9',
      async (probe, { guid, provider, hook }) => {
        const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
        for (const method of methods) {
          const url = `${provider.url}/${method}`
          await hook('provider', { method, url, headers: { 'X-Api-Key': 'theirs' } })
        }
        const { id } = await say(probe, 'partner', guid)
        await probe.desk.runJobs()
        for (const method of methods) {
          const call = provider.calls.find(({ path }) => path === `/hook/${method}`)
          const found = [call?.method, call?.headers['x-api-key'], JSON.parse(call?.body ?? '{}').id]
          expectValue(found, [method, 'theirs', id], `the call by ${method}`)
        }
      },
    ),
    withReceivers(
      'A receiver that fails is called again, later ones of the same message wait, and a call in order follows',
      '§9',
      async (probe, { guid, provider }) => {
        provider.reactions.push(500, 503)
        const ids = [(await say(probe, 'partner', guid)).id, (await say(probe, 'partner', guid)).id]
        for (const ms of [0, 60_000, 300_000]) {
          probe.desk.clock.advance(ms)
          await probe.desk.runJobs()
        }
        const told = provider.calls.map(({ body }) => JSON.parse(body).id)
        expectValue(told, [ids[0], ids[0], ids[0], ids[1]], 'the ids told of')
      },
    ),
    withReceivers(
      'A receiver that does not answer neither delays nor fails the call',
      '§9; §12.13',
      async (probe, { guid, provider }) => {
        provider.reactions.push(() => undefined)
        expectStatus(await post(probe, 'partner', 'case-messages/create', { guid, type: 'reminder' }), 200)
        expect(provider.calls.length === 0, 'the receiver was called before the answer')
      },
    ),
    {
      says: 'Loopback, private and link-local targets are refused unless the operator allows them',
      source: '§9',
      needs: 'operator',
      async run(probe) {
        const { partnerId } = await look(probe, 'partner', await openCase(probe))
        for (const host of ['127.0.0.1', '10.0.0.1', '169.254.169.254', '[::1]']) {
          const refused = await createWebhook(probe.desk.desk, probe.desk.as('desk'), {
            wire: 'messages',
            topic: 'message.created',
            organisationId: partnerId,
            url: `http://${host}/hook`,
          }).then(
            () => false,
            () => true,
          )
          expect(refused, `a webhook to ${host} was registered`)
        }
      },
    },
  ],
}
