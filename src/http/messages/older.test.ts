import assert from 'node:assert/strict'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { type Caller, newParties, type Parties } from '../../../test/harness/parties.ts'

type Shown = Record<string, unknown> & { id: number }

/** Calls an older version with the account's token. */
const ask = ({ on }: Parties, who: Caller, method: 'GET' | 'POST', url: string, body?: object) =>
  on.app.inject({
    method,
    url: `/api/${url}`,
    headers: { 'x-hub-api-token': who.token, 'content-type': 'application/json' },
    ...(body ? { payload: JSON.stringify(body) } : {}),
  })

const keys = ['id', 'caseId', 'guid', 'senderAccountId', 'content', 'createdAt', 'updatedAt', 'declaredAt']

onEachEngine('MSG §8: versions 1 and 2 write and read the same messages in their words', async (engine) => {
  const parties = await newParties(engine)
  const { on, partner, provider, openCase, say } = parties
  try {
    const guid = await openCase()
    for (const version of ['v1', 'v2']) {
      const made = await ask(parties, partner, 'POST', `${version}/case-messages/create`, {
        guid,
        content: 'Hello',
        messageType: 'serviceComment',
        declaredAt: '2024-03-01T10:00:00+02:00',
      })
      assert.equal(made.statusCode, 200, made.body)
      const message: Shown = made.json()
      assert.deepEqual(Object.keys(message), [...keys, 'messageType'])
      assert.deepEqual(
        [message.messageType, message.content, message.declaredAt],
        ['serviceComment', 'Hello', '2024-03-01T08:00:00.000Z'],
      )
    }
    const [first, second] = (await provider.get<Shown[]>(`case-messages?guid=${guid}`)).body
    assert.deepEqual(
      [first?.type, first?.senderType, second?.externalId],
      ['serviceComment', 'partner', null],
    )
    // The one type that those versions know is what they are shown.
    await say(provider, guid, {
      type: 'shipment',
      externalId: 'X',
      parentMessageId: first?.id,
      userName: 'Lee',
    })
    for (const version of ['v1', 'v2']) {
      const listed = await ask(parties, partner, 'GET', `${version}/case-messages?guid=${guid}`)
      const third = listed.json()[2]
      assert.deepEqual(
        [third.messageType, third.parentMessageId, third.userName, Object.hasOwn(third, 'externalId')],
        ['serviceComment', first?.id, 'Lee', false],
      )
    }
  } finally {
    await on.close()
  }
})

onEachEngine('MSG §8: what came with version 3 is unknown before it', async (engine) => {
  const parties = await newParties(engine)
  const { on, partner, otherPartner, openCase } = parties
  try {
    const guid = await openCase()
    const type = 'child "messageType" fails because ["messageType"'
    for (const version of ['v1', 'v2']) {
      const at = `${version}/case-messages`
      for (const [body, message] of [
        [{}, 'child "guid" fails because ["guid" is required]'],
        [{ guid, type: 'serviceComment' }, `${type} is required]`],
        [{ guid, messageType: 'reminder' }, `${type} must be one of [serviceComment]]`],
        [{ guid, messageType: 'serviceComment', externalId: 'X' }, '"externalId" is not allowed'],
      ] as const) {
        const answer = await ask(parties, partner, 'POST', `${at}/create`, body)
        assert.deepEqual([answer.statusCode, answer.json()], [400, { error: { message } }])
      }
      for (const [method, url, status, allow] of [
        ['POST', `${at}/confirm`, 404, undefined],
        ['POST', `${at}/delete`, 404, undefined],
        ['GET', `${at}/create`, 405, 'POST'],
        ['POST', at, 405, 'GET, HEAD'],
        ['GET', `${at}?guid=00000000-0000-4000-8000-000000000000`, 404, undefined],
      ] as const) {
        const answer = await ask(parties, partner, method, url, method === 'POST' ? [1] : undefined)
        assert.deepEqual([answer.statusCode, answer.headers.allow], [status, allow], `${method} ${url}`)
        assert.deepEqual(Object.keys(answer.json()), ['error'])
      }
      assert.equal((await ask(parties, otherPartner, 'GET', `${at}?guid=${guid}`)).statusCode, 403)
      const bare = await on.app.inject({ url: `/api/${at}?guid=${guid}` })
      assert.deepEqual([bare.statusCode, bare.json()], [401, { error: { message: 'Unauthorized' } }])
    }
    // The rest of that prefix stays with the Support Ticket API.
    const other = await on.app.inject({ url: '/api/v1/support/get/ticket/history' })
    assert.deepEqual(Object.keys(other.json()), ['status_code', 'errors', 'data'])
  } finally {
    await on.close()
  }
})
