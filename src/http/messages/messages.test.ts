import assert from 'node:assert/strict'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { type Caller, newParties } from '../../../test/harness/parties.ts'
import { messageTypes } from '../../domain/message.ts'

type Shown = Record<string, unknown> & { id: number }
const errorBody = (message: string) => ({ error: { message } })
const list = async (who: Caller, guid: string) =>
  (await who.get<Shown[]>(`case-messages?guid=${encodeURIComponent(guid)}`)).body
const create = (who: Caller, facts: Record<string, unknown>) =>
  who.post<Shown>('case-messages/create', { type: 'serviceComment', ...facts })

const twelve = [
  'id',
  'caseId',
  'guid',
  'senderAccountId',
  'senderType',
  'content',
  'type',
  'externalId',
  'confirmedAt',
  'createdAt',
  'updatedAt',
  'declaredAt',
]

onEachEngine('MSG 12.1: create with the minimum answers exactly the twelve keys', async (engine) => {
  const { on, partner, openCase } = await newParties(engine)
  try {
    const guid = await openCase()
    on.clock.advance(60_310)
    const { status, body, headers } = await partner.post<Shown>('case-messages/create', {
      guid,
      type: 'serviceComment',
    })
    assert.equal(status, 200)
    assert.equal(headers['content-type'], 'application/json; charset=utf-8')
    assert.deepEqual(Object.keys(body), twelve)
    const now = new Date(on.clock.now).toISOString()
    assert.deepEqual(body, {
      id: body.id,
      caseId: body.caseId,
      guid,
      senderAccountId: partner.account.id,
      senderType: 'partner',
      content: null,
      type: 'serviceComment',
      externalId: null,
      confirmedAt: null,
      createdAt: now,
      updatedAt: now,
      declaredAt: now,
    })
    assert.ok(Number.isInteger(body.id) && Number.isInteger(body.caseId))
    for (const declaredAt of [null, '']) {
      assert.equal((await create(partner, { guid, declaredAt })).body.declaredAt, now)
    }
  } finally {
    await on.close()
  }
})

onEachEngine('MSG 12.2: create with all fields; the list returns the same, times in UTC', async (engine) => {
  const { on, partner, provider, openCase, say } = await newParties(engine)
  try {
    const guid = await openCase()
    assert.deepEqual(await list(provider, guid), [])
    const first = await say(partner, guid)
    const facts = {
      guid,
      content: ' <b>Tomorrow</b>\n& later 😀 ',
      type: 'shipment',
      declaredAt: '2024-03-01T10:00:00.5+02:00',
      externalId: 'CRM-118',
      parentMessageId: first,
      userEmail: 'not an address',
      userName: 'Kim',
      isInternal: 'true',
    }
    const made = await create(provider, facts)
    assert.equal(made.status, 200)
    const { guid: _, isInternal: __, declaredAt: ___, ...same } = facts
    const now = new Date(on.clock.now).toISOString()
    assert.deepEqual(made.body, {
      ...same,
      id: made.body.id,
      caseId: made.body.caseId,
      guid,
      senderAccountId: provider.account.id,
      senderType: 'provider',
      isInternal: true,
      confirmedAt: null,
      createdAt: now,
      updatedAt: now,
      declaredAt: '2024-03-01T08:00:00.500Z',
    })
    assert.deepEqual((await list(provider, guid))[1], made.body)
    assert.ok(made.body.id > first)
  } finally {
    await on.close()
  }
})

onEachEngine('MSG 12.3: both sides may send each of the ten types', async (engine) => {
  const { on, partner, provider, openCase } = await newParties(engine)
  try {
    const guid = await openCase()
    for (const type of messageTypes)
      for (const who of [partner, provider]) assert.equal((await create(who, { guid, type })).body.type, type)
    assert.deepEqual(
      (await list(partner, guid)).map(({ type }) => type),
      messageTypes.flatMap((type) => [type, type]),
    )
  } finally {
    await on.close()
  }
})

onEachEngine('MSG 12.4: 512 characters pass, 513 fail', async (engine) => {
  const { on, partner, openCase } = await newParties(engine)
  try {
    const guid = await openCase()
    for (const key of ['externalId', 'userEmail', 'userName']) {
      // Counted in UTF-16 units: half as many of what takes two.
      for (const fits of ['x'.repeat(512), '😀'.repeat(256)])
        assert.equal((await create(partner, { guid, [key]: fits })).body[key], fits)
      for (const tooLong of ['x'.repeat(513), `x${'😀'.repeat(256)}`])
        assert.equal((await create(partner, { guid, [key]: tooLong })).status, 400)
    }
    assert.equal((await list(partner, guid)).length, 6)
  } finally {
    await on.close()
  }
})

onEachEngine('MSG 12.6: a guid in all its forms finds the case; unknown 404, foreign 403', async (engine) => {
  const { on, partner, provider, otherPartner, otherProvider, openCase } = await newParties(engine)
  try {
    const guid = await openCase()
    const bare = guid.replaceAll('-', '')
    const colons = guid.replaceAll('-', ':')
    for (const form of [
      guid.toUpperCase(),
      `{${guid}}`,
      `[${guid}]`,
      `(${bare})`,
      bare,
      colons,
      `{${colons}}`,
    ]) {
      assert.equal((await create(partner, { guid: form })).body.guid, guid, form)
      assert.equal((await list(provider, form))[0]?.guid, guid, form)
    }
    const unknown = '00000000-0000-4000-8000-000000000000'
    for (const who of [otherPartner, otherProvider]) {
      for (const answer of [await create(who, { guid }), await who.get(`case-messages?guid=${guid}`)])
        assert.deepEqual([answer.status, answer.body], [403, errorBody('No access')])
      for (const answer of [
        await create(who, { guid: unknown }),
        await who.get(`case-messages?guid=${unknown}`),
      ])
        assert.deepEqual([answer.status, answer.body], [404, errorBody('Not found')])
    }
  } finally {
    await on.close()
  }
})

onEachEngine('MSG 12.7: a parameter that is not in the table is refused', async (engine) => {
  const { on, partner, openCase } = await newParties(engine)
  try {
    const guid = await openCase()
    const body = { guid, type: 'reminder' }
    for (const [answer, text] of [
      [await partner.post('case-messages/create?foo=1', body), '"foo" is not allowed'],
      [
        await partner.post('case-messages/create?foo-bar=1&guid=2', body),
        '"fooBar" is not allowed. "guid" is not allowed',
      ],
      [await partner.post('case-messages/confirm?foo=1', []), '"foo" is not allowed'],
      // The query comes before the body.
      [await partner.post('case-messages/create?foo=1', {}), '"foo" is not allowed'],
      [await partner.get(`case-messages?guid=${guid}&foo=1`), '"foo" is not allowed'],
    ] as const)
      assert.deepEqual([answer.status, answer.body], [400, errorBody(text)])
    assert.deepEqual(await list(partner, guid), [])
  } finally {
    await on.close()
  }
})

onEachEngine(
  'MSG 12.8: replies chain; a parent that is no message of the case stores nothing',
  async (engine) => {
    const { on, partner, provider, openCase, say } = await newParties(engine)
    try {
      const guid = await openCase()
      const other = await openCase()
      const first = await say(partner, guid)
      const second = await say(provider, guid, { parentMessageId: first })
      const third = await say(partner, guid, { parentMessageId: String(second) })
      assert.deepEqual(
        (await list(partner, guid)).map(({ id, parentMessageId }) => [id, parentMessageId]),
        [
          [first, undefined],
          [second, first],
          [third, second],
        ],
      )
      assert.equal((await list(partner, guid))[0]?.confirmedAt, null)
      const elsewhere = await say(partner, other)
      const deleted = await say(partner, guid)
      await partner.did('case-messages/delete', { id: deleted })
      for (const parentMessageId of [elsewhere, deleted, 4711, 0, -1]) {
        const answer = await create(partner, { guid, parentMessageId })
        const text = 'child "parentMessageId" fails because ["parentMessageId" is not a message of this case]'
        assert.deepEqual([answer.status, answer.body], [400, errorBody(text)])
      }
      assert.equal((await list(partner, guid)).length, 3)
    } finally {
      await on.close()
    }
  },
)

onEachEngine('MSG 12.11: a deleted message is gone, its replies stay', async (engine) => {
  const { on, partner, provider, otherPartner, openCase, say } = await newParties(engine)
  try {
    const guid = await openCase()
    const first = await say(partner, guid)
    const answer = await say(provider, guid, { parentMessageId: first })
    const refusals: [Caller, unknown, number, string][] = [
      [partner, {}, 400, 'child "id" fails because ["id" is required]'],
      [partner, { id: 'x' }, 400, 'child "id" fails because ["id" must be a number]'],
      [partner, { id: 1.5 }, 400, 'child "id" fails because ["id" must be an integer]'],
      [partner, { id: 4711 }, 404, 'Not found'],
      [provider, { id: first }, 403, 'No access'],
      [otherPartner, { id: first }, 403, 'No access'],
    ]
    for (const [who, body, status, text] of refusals) {
      const refused = await who.post('case-messages/delete', body)
      assert.deepEqual([refused.status, refused.body], [status, errorBody(text)])
    }
    const done = await partner.did('case-messages/delete', { id: first })
    assert.deepEqual(done, { success: true, errors: [], data: {} })
    assert.deepEqual(
      (await list(provider, guid)).map(({ id, parentMessageId }) => [id, parentMessageId]),
      [[answer, first]],
    )
    const confirmed = await provider.did<Shown>('case-messages/confirm', [first])
    assert.deepEqual(confirmed.errors, [{ id: first, message: 'Not found' }])
    assert.equal((await partner.post('case-messages/delete', { id: first })).status, 404)
    assert.ok((await say(partner, guid)) > answer)
  } finally {
    await on.close()
  }
})

onEachEngine('MSG 12.12: an internal message does not exist for the partner', async (engine) => {
  const { on, partner, provider, openCase, say } = await newParties(engine)
  try {
    const guid = await openCase()
    const hidden = await say(provider, guid, { isInternal: true })
    const own = await say(partner, guid, { isInternal: true })
    assert.deepEqual(await list(partner, guid), [])
    assert.deepEqual(
      (await list(provider, guid)).map(({ id, isInternal }) => [id, isInternal]),
      [[hidden, true]],
    )
    const confirmed = await partner.did<Shown>('case-messages/confirm', [hidden, own])
    assert.deepEqual(confirmed.errors, [
      { id: hidden, message: 'Not found' },
      { id: own, message: 'Not found' },
    ])
    assert.equal((await create(partner, { guid, parentMessageId: hidden })).status, 400)
    assert.equal((await create(provider, { guid, parentMessageId: own })).status, 400)
    assert.equal((await create(provider, { guid, parentMessageId: hidden })).status, 200)
    assert.equal((await partner.post('case-messages/delete', { id: hidden })).status, 404)
  } finally {
    await on.close()
  }
})

onEachEngine('MSG 12.14: the envelope wraps create and list only', async (engine) => {
  const { on, partner } = await newParties(engine, { settings: { messagesEnvelope: 'data' } })
  try {
    const made = await partner.did<{ data: { guid: string } }>('case/create', {
      productData: { problemText: 'No sound' },
      customer: { email: 'kim@home.example' },
    })
    const { guid } = made.data
    const message = await partner.did<{ data: Shown }>('case-messages/create', { guid, type: 'reminder' })
    assert.deepEqual(Object.keys(message), ['data'])
    assert.deepEqual((await partner.get(`case-messages?guid=${guid}`)).body, { data: [message.data] })
    const confirmed = await partner.did('case-messages/confirm', [message.data.id, 4711])
    assert.deepEqual(confirmed, {
      success: true,
      errors: [{ id: 4711, message: 'Not found' }],
      data: {},
    })
    assert.deepEqual(
      (await create(partner, {})).body,
      errorBody('child "guid" fails because ["guid" is required]'),
    )
  } finally {
    await on.close()
  }
})
