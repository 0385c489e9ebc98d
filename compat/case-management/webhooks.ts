import { type Receiver, startReceiver } from '../../test/harness/receiver.ts'
import { json } from '../body.ts'
import type { Section } from '../case.ts'
import { any, expect, expectStatus, expectValue, partly } from '../expect.ts'
import {
  type Cm,
  type CmCase,
  type CmProbe,
  call,
  expectMade,
  expectRefusal,
  idsOf,
  type Json,
  makeTicket,
  makeUser,
  prepare,
  refusals,
} from './client.ts'

const secret = 'a secret of ours'
const needs = { what: 'to call this machine', desk: { callbackAllow: '127.0.0.0/8' } }
const unanswered = 'The "url" did not answer the verification with its challenge'
const required = (name: string) => `The "${name}" parameter is required`
const notValid = (name: string) => `The "${name}" parameter is not valid`

/** A case with a receiver, on a server of its own. */
function withReceiver(says: string, run: (probe: CmProbe, receiver: Receiver) => Promise<void>): CmCase {
  return {
    says,
    source: '§10',
    needs,
    async run(probe) {
      await using receiver = await startReceiver()
      probe.name(receiver.url, 'receiver')
      await run(probe, receiver)
    },
  }
}

/** Registers a webhook. @returns its id */
async function hook(probe: CmProbe, receiver: Receiver, item: string): Promise<number> {
  const body = json({ item, url: receiver.url, secret })
  return expectMade(await call(probe, 'POST', '/v1/webhooks', { body }), '/v1/webhooks')
}

/** Has everything delivered that is due. @returns the events of each call */
async function told(probe: CmProbe, receiver: Receiver): Promise<Json[][]> {
  await probe.desk.runJobs()
  return receiver.calls.map(({ body }) => (JSON.parse(body) as { events: Json[] }).events)
}

/** §10 */
export const webhooksSection: Section<Cm> = {
  number: '10.1',
  title: 'Webhooks — /v1/webhooks',
  cases: [
    withReceiver(
      'An address that answers the challenge becomes a webhook, which is read and listed',
      async (probe, receiver) => {
        const id = await hook(probe, receiver, 'ticket')
        const shown = partly({ id, uuid: id, item: 'ticket', url: receiver.url })
        expectValue((await call(probe, 'GET', `/v1/webhooks/${id}`)).json(), shown, 'the webhook')
        expectValue(idsOf(await call(probe, 'GET', '/v1/webhooks')), [id], 'the webhooks')
      },
    ),
    {
      says: 'An address that answers anything else does not',
      source: '§10',
      needs,
      async run(probe) {
        for (const answer of [
          { status: 200, body: 'something else' },
          { status: 404, body: '' },
        ]) {
          await using receiver = await startReceiver(() => answer)
          probe.name(receiver.url, 'receiver')
          const body = json({ item: 'ticket', url: receiver.url, secret })
          expectRefusal(await call(probe, 'POST', '/v1/webhooks', { body }), 400, unanswered, 'url')
        }
        expectValue(idsOf(await call(probe, 'GET', '/v1/webhooks')), [], 'the webhooks')
      },
    },
    withReceiver('Events come as a list, with the secret in X-Hook-Signature', async (probe, receiver) => {
      await hook(probe, receiver, 'ticket')
      const { id: creator } = await makeUser(probe)
      const { id } = await makeTicket(probe, creator)
      const [events] = await told(probe, receiver)
      const event = { id, item: 'ticket', action: 'add', timestamp: any.id, parent: null }
      expectValue(events, [partly(event)], 'the events')
      expectValue(receiver.calls[0]?.headers['x-hook-signature'], secret, 'X-Hook-Signature')
    }),
    withReceiver(
      'Of an answer, receivers read the ticket, the creator’s address and the text',
      async (probe, receiver) => {
        await hook(probe, receiver, 'reply')
        const { id: creator, address } = await makeUser(probe)
        const { id: ticket, guid } = await makeTicket(probe, creator)
        const path = `/v1/tickets/${ticket}/replies`
        const made = await prepare(probe, 'POST', path, { body: json({ creator, message: 'Still' }) })
        const { id } = made.json() as Json
        const [events] = await told(probe, receiver)
        const event = {
          id,
          item: 'reply',
          action: 'add',
          parent: ticket,
          actor: creator,
          resource: guid,
          resource_data: partly({ creator: partly({ identifier: address }) }),
          action_data: { text: 'Still' },
        }
        expectValue(events, [partly({ ...event, actor: any.number })], 'the events')
      },
    ),
    withReceiver(
      'A webhook is changed and deleted by its id; then nothing is told any more',
      async (probe, receiver) => {
        const id = await hook(probe, receiver, 'ticket')
        const path = `/v1/webhooks/${id}`
        const changed = await call(probe, 'PUT', path, { body: json({ item: 'user' }) })
        expectValue(changed.json(), { uuid: id, id }, 'the answer')
        expectStatus(await call(probe, 'DELETE', path), 200)
        expectRefusal(await call(probe, 'GET', path), 404, `Webhook ${id} does not exist`)
        await makeUser(probe)
        expect((await told(probe, receiver)).length === 0, 'a deleted webhook was called')
      },
    ),
    withReceiver('It belongs to the key that made it', async (probe, receiver) => {
      const id = await hook(probe, receiver, 'ticket')
      const answer = await call(probe, 'GET', `/v1/webhooks/${id}`, { as: 'other' })
      expectRefusal(answer, 404, `Webhook ${id} does not exist`)
    }),
    ...refusals(
      '§10',
      (
        [
          ['no item', { item: undefined }, required('item'), 'item'],
          ['an item that is none', { item: 'worklog' }, notValid('item'), 'item'],
          ['no url', { url: undefined }, required('url'), 'url'],
          ['no secret', { secret: undefined }, required('secret'), 'secret'],
          ['an address that is not https', { url: 'http://public.example/' }, notValid('url'), 'url'],
          ['a private address', { url: 'https://10.0.0.1/' }, notValid('url'), 'url'],
          ['an address that is none', { url: 'nonsense' }, notValid('url'), 'url'],
        ] as const
      ).map(([what, change, message, field]) => ({
        says: `400 for ${what}`,
        path: '/v1/webhooks',
        body: { item: 'ticket', url: 'https://10.0.0.1/', secret, ...change },
        status: 400,
        message,
        field,
      })),
    ),
  ],
}
