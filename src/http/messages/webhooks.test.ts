import assert from 'node:assert/strict'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { type Caller, newParties, type Parties } from '../../../test/harness/parties.ts'
import { type Receiver, startReceiver } from '../../../test/harness/receiver.ts'
import type { Webhook, WebhookMethod, WebhookTopic } from '../../domain/webhook.ts'
import { addNote } from '../../usecases/messages/add-note.ts'
import { confirmMessages } from '../../usecases/messages/confirm-messages.ts'
import { replyToCase } from '../../usecases/messages/reply-to-case.ts'
import { createWebhook } from '../../usecases/webhooks/create-webhook.ts'

interface World extends Parties {
  /** Partner's and provider's servers. */
  readonly p: Receiver
  readonly w: Receiver
  /** @returns what both were told since the last time, as `partner created 1` */
  told(): Promise<string[]>
  hook(organisationId: number, topic: WebhookTopic, url: string, more?: Partial<Webhook>): Promise<Webhook>
}

async function withParties(
  engine: 'sqlite' | 'postgres',
  body: (world: World) => Promise<void>,
): Promise<void> {
  await using p = await startReceiver()
  await using w = await startReceiver()
  const parties = await newParties(engine, { callbackAllow: `${p.host},${w.host}` })
  const { on, partnerOrganisation, providerOrganisation } = parties
  const hook: World['hook'] = async (organisationId, topic, url, more = {}) => {
    const asked = { wire: 'messages', organisationId, topic, url, ...more } as const
    return (await createWebhook(on.desk, on.as('desk'), asked)).webhook
  }
  try {
    for (const topic of ['message.created', 'message.confirmed'] as const) {
      await hook(partnerOrganisation.id, topic, p.url)
      await hook(providerOrganisation.id, topic, w.url)
    }
    await body({
      ...parties,
      p,
      w,
      hook,
      async told() {
        await on.runJobs()
        return [...words('partner', p), ...words('provider', w)]
      },
    })
  } finally {
    await on.close()
  }
}

function words(who: string, receiver: Receiver): string[] {
  return receiver.calls
    .splice(0)
    .map(({ headers, body }) => `${who} ${headers['x-hub-event']} ${JSON.parse(body).id}`)
}

const confirm = (who: Caller, ...ids: number[]) =>
  who.did<{ errors: unknown[] }>('case-messages/confirm', ids)

onEachEngine(
  'M §9: a new message goes to the party that receives it, a confirmation to the one that wrote it, as on the wire',
  async (engine) => {
    await withParties(engine, async ({ on, partner, provider, openCase, p, w, told }) => {
      const guid = await openCase()
      const facts = {
        guid,
        type: 'statusRequest',
        content: 'When?',
        externalId: 'CRM-118',
        declaredAt: '2024-03-01T09:15:00+01:00',
      }
      const { id } = await partner.did<{ id: number }>('case-messages/create', facts)
      await on.runJobs()
      assert.equal(p.calls.length, 0, 'never to the sender')
      const [call] = w.calls.splice(0)
      assert.ok(call)
      assert.equal(call.method, 'POST')
      assert.equal(call.headers['x-hub-event'], 'message.created')
      const created = {
        id,
        externalId: 'CRM-118',
        guid,
        content: 'When?',
        userName: null,
        userEmail: null,
        type: 'statusRequest',
        senderType: 'partner',
        parentMessageId: null,
        senderAccountId: partner.account.id,
        createdAt: '2026-01-05T09:00:00.000Z',
        updatedAt: '2026-01-05T09:00:00.000Z',
        declaredAt: '2024-03-01T08:15:00.000Z',
        confirmedAt: null,
      }
      assert.deepEqual(JSON.parse(call.body), created, 'exactly the fourteen keys, and no caseId')

      on.clock.advance(60_000)
      await confirm(provider, id)
      await on.runJobs()
      assert.equal(w.calls.length, 0)
      const [confirmed] = p.calls.splice(0)
      assert.equal(confirmed?.headers['x-hub-event'], 'message.confirmed')
      const at = '2026-01-05T09:01:00.000Z'
      assert.deepEqual(JSON.parse(confirmed?.body ?? ''), { ...created, updatedAt: at, confirmedAt: at })

      await confirm(provider, id)
      assert.deepEqual(await told(), [], 'a repeated confirmation tells nothing')
    })
  },
)

onEachEngine(
  'M 12, M 13: nothing of internal messages, own-side confirmations and strangers; each side hears what it should',
  async (engine) => {
    await withParties(engine, async (world) => {
      const { on, partner, provider, otherPartner, otherProvider, openCase, say, told } = world
      const guid = await openCase()
      const own = await say(provider, guid, { isInternal: true })
      await confirm(provider, own)
      assert.deepEqual(await told(), [])
      const mine = await say(partner, guid)
      const theirs = await say(provider, guid)
      assert.deepEqual(await told(), [
        `partner message.created ${theirs}`,
        `provider message.created ${mine}`,
      ])
      await confirm(partner, mine)
      assert.deepEqual(await told(), [], 'the own side confirmed')
      await confirm(provider, mine)
      assert.deepEqual(await told(), [], 'and it was confirmed by then')
      await confirm(otherPartner, theirs)
      await confirm(otherProvider, theirs)
      assert.deepEqual(await told(), [])
      // Staff are of the provider's side.
      await confirmMessages(on.desk, on.as('desk'), [theirs])
      assert.deepEqual(await told(), [])
    })
  },
)

onEachEngine('M §9, §11: what the other wires write is told as this wire shows it', async (engine) => {
  await withParties(engine, async ({ on, partner, openCase, w, p, told }) => {
    const guid = await openCase()
    const reply = await replyToCase(
      on.desk,
      on.as('rest-v3'),
      { guid },
      {
        body: '<p>It <b>ships</b> today</p>',
        bodyFormat: 'html',
      },
    )
    await addNote(on.desk, on.as('desk'), { guid }, { body: 'secret', bodyFormat: 'text' })
    await on.runJobs()
    assert.equal(w.calls.length, 0)
    const [call] = p.calls.splice(0)
    const body = JSON.parse(call?.body ?? '')
    assert.deepEqual(
      [body.id, body.content, body.type, body.senderType, body.senderAccountId],
      [reply.id, 'It ships today', 'serviceComment', 'provider', null],
    )
    const [listed] = (await partner.get<Record<string, unknown>[]>(`case-messages?guid=${guid}`)).body
    assert.deepEqual({ ...listed, ...body }, { ...body, caseId: listed?.caseId })
    await confirmMessages(on.desk, on.as('desk'), [reply.id])
    assert.deepEqual(await told(), [])
  })
})

onEachEngine('M §9: every method carries the body, and the constant headers go along', async (engine) => {
  await withParties(engine, async ({ on, partner, openCase, say, w, hook, providerOrganisation }) => {
    const methods: readonly WebhookMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
    for (const method of methods) {
      const headers = { 'X-Api-Key': 'theirs', Authorization: 'Basic abc' }
      await hook(providerOrganisation.id, 'message.created', `${w.url}/${method}`, { method, headers })
    }
    const id = await say(partner, await openCase())
    await on.runJobs()
    for (const method of methods) {
      const call = w.calls.find(({ path }) => path === `/hook/${method}`)
      assert.equal(call?.method, method)
      assert.equal(JSON.parse(call.body).id, id)
      assert.deepEqual([call.headers['x-api-key'], call.headers.authorization], ['theirs', 'Basic abc'])
    }
  })
})

onEachEngine('M §9: five retries with growing pauses, the same id and body, in order', async (engine) => {
  await withParties(engine, async ({ on, partner, openCase, say, w }) => {
    const guid = await openCase()
    w.reactions.push(500, 503, 429, 408, 425)
    const first = await say(partner, guid)
    const second = await say(partner, guid)
    await on.runJobs()
    for (const seconds of [30, 120, 600, 3600, 21_600]) {
      on.clock.advance(seconds * 700)
      assert.equal(await on.runJobs(), 0, `too early after ${seconds} s`)
      on.clock.advance(seconds * 500)
      await on.runJobs()
    }
    const ids = w.calls.map(({ body }) => JSON.parse(body).id)
    assert.deepEqual(ids, [first, first, first, first, first, first, second])
    const tries = w.calls.slice(0, 6)
    assert.equal(new Set(tries.map(({ headers }) => headers['x-caseloom-delivery'])).size, 1)
    assert.equal(new Set(tries.map(({ body }) => body)).size, 1)
    assert.deepEqual(
      tries.map(({ headers }) => headers['x-caseloom-attempt']),
      ['1', '2', '3', '4', '5', '6'],
    )
  })
})

onEachEngine(
  'M 9, M 13: confirmed by both parties at once over many connections: one time, one webhook',
  async (engine) => {
    await withParties(engine, async ({ on, partner, provider, openCase, say, w, p }) => {
      const guid = await openCase()
      const ids: number[] = []
      for (let count = 0; count < 6; count += 1) ids.push(await say(count % 2 ? partner : provider, guid))
      await on.runJobs()
      p.calls.length = 0
      w.calls.length = 0
      const address = await on.listen()
      const tick = setInterval(() => on.clock.advance(1), 1)
      const answers = await Promise.all(
        Array.from({ length: 40 }, async (_, index) => {
          const asked = await fetch(`${address}/api/v3/case-messages/confirm`, {
            method: 'POST',
            headers: {
              'content-type': 'application/json',
              'x-hub-api-token': (index % 2 ? partner : provider).token,
              connection: 'close',
            },
            body: JSON.stringify(index % 3 ? ids : ids.toReversed()),
          })
          return (await asked.json()) as { success: boolean; errors: unknown[] }
        }),
      )
      clearInterval(tick)
      assert.ok(answers.every(({ success, errors }) => success && errors.length === 0))
      const listed = (await partner.get<{ id: number; confirmedAt: string }[]>(`case-messages?guid=${guid}`))
        .body
      assert.ok(listed.every(({ confirmedAt }) => confirmedAt !== null))
      const before = listed.map(({ confirmedAt }) => confirmedAt)
      on.clock.advance(60_000)
      await confirm(partner, ...ids)
      const again = (await partner.get<{ confirmedAt: string }[]>(`case-messages?guid=${guid}`)).body
      assert.deepEqual(
        again.map(({ confirmedAt }) => confirmedAt),
        before,
      )

      const events = await on.desk.db
        .selectFrom('events')
        .select(['subject_id', 'changes'])
        .where('kind', '=', 'message.confirmed')
        .execute()
      assert.equal(events.length, ids.length, 'each was confirmed once')
      await on.runJobs()
      // Whoever came first confirmed: told is the author, unless it was the author's own side.
      const byOthers = events.filter((event) => {
        const author = ids.indexOf(event.subject_id ?? 0) % 2 ? 'requester' : 'desk'
        return JSON.parse(event.changes).confirmedBy.to !== author
      })
      const told = [...p.calls, ...w.calls].map(({ body }) => JSON.parse(body))
      assert.deepEqual(told.map(({ id }) => id).sort(), byOthers.map((event) => event.subject_id).sort())
      for (const { id, confirmedAt } of told)
        assert.equal(confirmedAt, listed.find((message) => message.id === id)?.confirmedAt)
    })
  },
)
