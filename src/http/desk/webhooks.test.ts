import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { buildCaseManagementApp, buildOrganisation } from '../../../test/harness/build.ts'
import { newDesk, type TestDesk } from '../../../test/harness/desk.ts'
import { type DeskClient, signedIn } from '../../../test/harness/desk-client.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { type ReceivedCall, startReceiver } from '../../../test/harness/receiver.ts'
import { builtIn } from '../../domain/catalog.ts'
import { createPerson } from '../../usecases/people/create-person.ts'

const partnerHook = async (on: TestDesk, url: string) => ({
  wire: 'messages',
  topic: 'message.created',
  organisationId: (await buildOrganisation(on, 'partner')).id,
  url,
})

const signatureBy = (secret: string, { headers, body }: ReceivedCall): string =>
  `v1=${createHmac('sha256', secret)
    .update(`${headers['x-caseloom-delivery']}.${headers['x-caseloom-timestamp']}.${body}`)
    .digest('hex')}`

onEachEngine('only those who manage keys see and change webhooks and deliveries', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await signedIn(on)
    const rep = await signedIn(on, { roleIds: [builtIn.role.rep] })
    const made = await admin.call('POST', '/webhooks', await partnerHook(on, 'https://hooks.example/'))
    assert.equal(made.statusCode, 201, made.body)
    const { id } = made.json().webhook
    const calls: [Parameters<DeskClient['call']>[0], string, object?][] = [
      ['GET', '/webhooks'],
      ['POST', '/webhooks', await partnerHook(on, 'https://hooks.example/')],
      ['GET', `/webhooks/${id}`],
      ['PATCH', `/webhooks/${id}`, { active: false }],
      ['POST', `/webhooks/${id}/renew`],
      ['POST', `/webhooks/${id}/test`],
      ['GET', `/webhooks/${id}/deliveries`],
      ['DELETE', `/webhooks/${id}`],
      ['GET', '/deliveries'],
      ['POST', '/deliveries/1/retry'],
    ]
    for (const [method, path, body] of calls) {
      const answer = await rep.call(method, path, body)
      assert.deepEqual([answer.statusCode, answer.json().code], [403, 'forbidden'], `${method} ${path}`)
    }
    assert.equal((await admin.call('GET', '/webhooks')).json().items.length, 1)
    assert.equal((await admin.call('POST', '/deliveries/1/retry')).statusCode, 404)
    const kinds = (client: DeskClient) =>
      client
        .call('GET', '/events?limit=500')
        .then((page) => page.json().items.map((each: { kind: string }) => each.kind))
    assert.ok((await kinds(admin)).includes('webhook.added'))
    assert.ok(!(await kinds(rep)).includes('webhook.added'), 'a matter of those who manage keys')
  } finally {
    await on.close()
  }
})

onEachEngine('what makes no sense is refused by name, and nothing is stored', async (engine) => {
  const on = await newDesk(engine)
  try {
    const admin = await signedIn(on)
    const plain = await buildOrganisation(on, null)
    const hook = await partnerHook(on, 'https://hooks.example/')
    const app = await buildCaseManagementApp(on)
    const rows: [given: object, field: string, rule: string][] = [
      [{ ...hook, topic: 'case' }, 'topic', 'choice'],
      [{ ...hook, url: 'http://10.0.0.1/' }, 'url', 'not_allowed'],
      [
        { wire: 'case-management', topic: 'case', url: 'http://x.example/', applicationId: app.id },
        'url',
        'not_allowed',
      ],
      [{ ...hook, url: 'https://127.0.0.1/' }, 'url', 'not_allowed'],
      [{ ...hook, headers: { host: 'x' } }, 'headers', 'not_allowed'],
      [{ ...hook, headers: { a: 'b\r\nc: d' } }, 'headers', 'format'],
      [{ ...hook, organisationId: plain.id }, 'organisationId', 'unknown'],
      [{ ...hook, organisationId: 999 }, 'organisationId', 'unknown'],
      [{ ...hook, organisationId: undefined }, 'organisationId', 'required'],
      [{ ...hook, applicationId: app.id }, 'applicationId', 'not_allowed'],
      [{ wire: 'case-management', topic: 'case', url: 'https://x.example/' }, 'applicationId', 'required'],
      [
        {
          wire: 'case-management',
          topic: 'case',
          url: 'https://x.example/',
          applicationId: app.id,
          method: 'PUT',
        },
        'method',
        'not_allowed',
      ],
    ]
    for (const [given, field, rule] of rows) {
      const answer = await admin.call('POST', '/webhooks', given)
      const [issue] = answer.json().errors
      assert.deepEqual([answer.statusCode, issue.field, issue.rule], [400, field, rule])
    }
    assert.deepEqual((await admin.call('GET', '/webhooks')).json().items, [])
  } finally {
    await on.close()
  }
})

onEachEngine(
  'a test call arrives signed, with both secrets while one is replaced, and as no event',
  async (engine) => {
    await using receiver = await startReceiver()
    const on = await newDesk(engine, { callbackAllow: receiver.host })
    try {
      const admin = await signedIn(on)
      const made = (await admin.call('POST', '/webhooks', await partnerHook(on, receiver.url))).json()
      const at = `/webhooks/${made.webhook.id}`
      const test = async (): Promise<ReceivedCall> => {
        const { deliveryId } = (await admin.call('POST', `${at}/test`)).json()
        await on.runJobs()
        const call = receiver.calls.at(-1)
        assert.ok(call)
        assert.deepEqual(
          [call.headers['x-caseloom-delivery'], call.headers['x-caseloom-test'], call.headers['x-hub-event']],
          [deliveryId, 'true', 'message.created'],
        )
        return call
      }
      const first = await test()
      assert.equal(first.headers['x-caseloom-signature'], signatureBy(made.secret, first))
      assert.equal(JSON.parse(first.body).id, 0)
      assert.equal(Object.keys(JSON.parse(first.body)).length, 14)

      const { secret } = (await admin.call('POST', `${at}/renew`)).json()
      const both = await test()
      const expected = [secret, made.secret].map((each) => signatureBy(each, both)).join(', ')
      assert.equal(both.headers['x-caseloom-signature'], expected)
      on.clock.advance(86_400_000)
      const again = await signedIn(on)
      await again.call('POST', `${at}/test`)
      await on.runJobs()
      const last = receiver.calls.at(-1)
      assert.ok(last)
      assert.equal(last.headers['x-caseloom-signature'], signatureBy(secret, last))
    } finally {
      await on.close()
    }
  },
)

onEachEngine('failed calls are listed, repeated by hand, and given up with their webhook', async (engine) => {
  await using receiver = await startReceiver()
  const on = await newDesk(engine, { callbackAllow: receiver.host, retrySeconds: [30] })
  try {
    const admin = await signedIn(on)
    const app = await buildCaseManagementApp(on)
    const given = { wire: 'case-management', topic: 'person', url: receiver.url, applicationId: app.id }
    const made = await admin.call('POST', '/webhooks', given)
    assert.equal(made.statusCode, 201, made.body)
    const at = `/webhooks/${made.json().webhook.id}`
    const add = (name: string) =>
      createPerson(on.desk, on.as(), { kind: 'contact', name, addresses: [], loginEnabled: false })
    const list = async () => (await admin.call('GET', `${at}/deliveries`)).json().items

    receiver.reactions.push(500, 404, 503)
    await add('Ann')
    await on.runJobs()
    const [waiting] = await list()
    assert.deepEqual(
      [waiting.state, waiting.attempts, waiting.lastStatus, waiting.lastError, waiting.nextAttemptAt],
      ['waiting', 1, 500, 'answered 500', '2026-01-05T09:00:30.000Z'],
    )
    assert.equal((await admin.call('POST', `/deliveries/${waiting.id}/retry`)).json().state, 'waiting')
    await on.runJobs()
    assert.deepEqual((await list())[0].state, 'failed')
    assert.equal((await admin.call('GET', '/deliveries?state=failed')).json().items.length, 1)
    await admin.call('POST', `/deliveries/${waiting.id}/retry`)
    await on.runJobs()
    await admin.call('POST', `/deliveries/${waiting.id}/retry`)
    await on.runJobs()
    const [done] = await list()
    assert.deepEqual([done.state, done.lastStatus, done.nextAttemptAt], ['delivered', 204, null])
    assert.equal(new Set(receiver.calls.map(({ headers }) => headers['x-caseloom-delivery'])).size, 1)

    receiver.reactions.push(500)
    await add('Bo')
    await on.runJobs()
    await add('Cy')
    await on.runJobs()
    assert.equal((await admin.call('PATCH', at, { active: false })).json().active, false)
    await add('Di')
    await on.runJobs()
    assert.deepEqual(
      (await list()).map(({ state, lastError }: Record<string, unknown>) => [state, lastError]),
      [
        ['failed', 'webhook is off'],
        ['failed', 'webhook is off'],
        ['delivered', null],
      ],
    )
    assert.equal((await admin.call('POST', `${at}/test`)).statusCode, 409)
    await admin.call('PATCH', at, { active: true })
    const eve = await add('Eve')
    await on.runJobs()
    const told = JSON.parse(receiver.calls.at(-1)?.body ?? '').events
    assert.deepEqual([told.length, told[0].id], [1, eve.id], 'what happened while it was off is not told')
  } finally {
    await on.close()
  }
})
