import assert from 'node:assert/strict'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { newParties } from '../../../test/harness/parties.ts'
import { messageTypes } from '../../domain/message.ts'

const types = messageTypes.join(', ')
const child = (key: string, rule: string) => `child "${key}" fails because ["${key}" ${rule}]`
const at = (index: number, rule: string) => `"value" at position ${index} fails because ["${index}" ${rule}]`
const long = 'x'.repeat(513)
const tooLong = 'length must be less than or equal to 512 characters long'

/** Messages §6.2: what is sent besides a good guid and type, and the text of the answer; absent = undefined. */
const wrongMessages: readonly [name: string, facts: Record<string, unknown>, text: string][] = [
  ['guid missing', { guid: undefined }, child('guid', 'is required')],
  ['guid empty', { guid: '' }, child('guid', 'is not allowed to be empty')],
  ['guid null', { guid: null }, child('guid', 'must be a string')],
  ['guid a number', { guid: 7 }, child('guid', 'must be a string')],
  ['guid an array', { guid: [] }, child('guid', 'must be a string')],
  ['guid malformed', { guid: '1e0abcb7' }, child('guid', 'must be a valid GUID')],
  ['content empty', { content: '' }, child('content', 'is not allowed to be empty')],
  ['content null', { content: null }, child('content', 'must be a string')],
  ['content a number', { content: 5 }, child('content', 'must be a string')],
  ['content with NUL', { content: 'a\0b' }, child('content', 'contains an invalid value')],
  ['type missing', { type: undefined }, child('type', 'is required')],
  ['type empty', { type: '' }, child('type', 'is not allowed to be empty')],
  ['type null', { type: null }, child('type', 'must be a string')],
  ['type a number', { type: 1 }, child('type', 'must be a string')],
  ['type unknown', { type: 'letter' }, child('type', `must be one of [${types}]`)],
  ['type in other letters', { type: 'ServiceComment' }, child('type', `must be one of [${types}]`)],
  ['type over 32', { type: 'x'.repeat(33) }, child('type', `must be one of [${types}]`)],
  ...[
    'soon',
    1_500_000_000,
    true,
    {},
    [],
    '2024-03-01',
    '2024-03-01T10:00:00',
    '2024-02-30T10:00:00Z',
    '2024-03-01T24:00:00Z',
    '2024-03-01T10:60:00Z',
    '2024-13-01T10:00:00Z',
    '2024-03-01T10:00:00+24:00',
    ' 2024-03-01T10:00:00Z',
    '0000-01-01T00:00:00+01:00',
  ].map((value): [string, Record<string, unknown>, string] => [
    `declaredAt ${JSON.stringify(value)}`,
    { declaredAt: value },
    child('declaredAt', 'must be a valid ISO 8601 date'),
  ]),
  ['externalId over 512', { externalId: long }, child('externalId', tooLong)],
  ['externalId null', { externalId: null }, child('externalId', 'must be a string')],
  ['externalId a number', { externalId: 1 }, child('externalId', 'must be a string')],
  ['externalId empty', { externalId: '' }, child('externalId', 'is not allowed to be empty')],
  ...[null, '', 'abc', true, [1], {}, '0x10', 'Infinity'].map(
    (value): [string, Record<string, unknown>, string] => [
      `parentMessageId ${JSON.stringify(value)}`,
      { parentMessageId: value },
      child('parentMessageId', 'must be a number'),
    ],
  ),
  ...[1.5, '1.5', 2 ** 53, '-9007199254740993'].map((value): [string, Record<string, unknown>, string] => [
    `parentMessageId ${JSON.stringify(value)}`,
    { parentMessageId: value },
    child('parentMessageId', 'must be an integer'),
  ]),
  ...[0, -1, 4711, ' 4711 ', '1e3'].map((value): [string, Record<string, unknown>, string] => [
    `parentMessageId ${JSON.stringify(value)}`,
    { parentMessageId: value },
    child('parentMessageId', 'is not a message of this case'),
  ]),
  ['userEmail over 512', { userEmail: long }, child('userEmail', tooLong)],
  ['userEmail null', { userEmail: null }, child('userEmail', 'must be a string')],
  ['userEmail empty', { userEmail: '' }, child('userEmail', 'is not allowed to be empty')],
  ['userName over 512', { userName: long }, child('userName', tooLong)],
  ['userName null', { userName: null }, child('userName', 'must be a string')],
  ['userName empty', { userName: '' }, child('userName', 'is not allowed to be empty')],
  ...[null, '', 'yes', 1, {}].map((value): [string, Record<string, unknown>, string] => [
    `isInternal ${JSON.stringify(value)}`,
    { isInternal: value },
    child('isInternal', 'must be a boolean'),
  ]),
  ['an unknown key', { foo: 1 }, '"foo" is not allowed'],
  ['two unknown keys', { foo: 1, bar: 2 }, '"foo" is not allowed. "bar" is not allowed'],
  ['an unknown key in snake case', { user_name: 'Kim' }, '"user_name" is not allowed'],
  ['a token in the body', { accessToken: 'x' }, '"accessToken" is not allowed'],
  ['several faults', { guid: undefined, type: 'x', foo: 1 }, child('guid', 'is required')],
  ['the name of version 2', { type: undefined, messageType: 'serviceComment' }, child('type', 'is required')],
]

onEachEngine('MSG 12.3: every line of §6.2 gives its exact text, and nothing is stored', async (engine) => {
  const { on, partner, openCase } = await newParties(engine)
  try {
    const guid = await openCase()
    for (const [name, facts, text] of wrongMessages) {
      const answer = await partner.post('case-messages/create', { guid, type: 'reminder', ...facts })
      assert.deepEqual([answer.status, answer.body], [400, { error: { message: text } }], name)
    }
    for (const body of ['[]', '"x"', '5', 'null', 'true']) {
      const answer = await partner.post('case-messages/create', body)
      assert.deepEqual(
        [answer.status, answer.body],
        [400, { error: { message: '"value" must be an object' } }],
      )
    }
    assert.deepEqual((await partner.get(`case-messages?guid=${guid}`)).body, [])
  } finally {
    await on.close()
  }
})

const wrongQueries: readonly [query: string, text: string][] = [
  ['', child('guid', 'is required')],
  ['guid=', child('guid', 'is not allowed to be empty')],
  ['guid=1e0abcb7-b94c-4072-a9c0-37072a1ef015&guid=x', child('guid', 'must be a string')],
  ['guid=nothing', child('guid', 'must be a valid GUID')],
  ['guid=%201e0abcb7-b94c-4072-a9c0-37072a1ef015', child('guid', 'must be a valid GUID')],
  ['guid=%7B1e0abcb7-b94c-4072-a9c0-37072a1ef015%5D', child('guid', 'must be a valid GUID')],
  ['guid=1e0abcb7:b94c-4072-a9c0-37072a1ef015', child('guid', 'must be a valid GUID')],
  ['guid=1e0abcb7-b94c-4072-a9c0-37072a1ef015&foo=1', '"foo" is not allowed'],
  ['guid=1e0abcb7-b94c-4072-a9c0-37072a1ef015&some-thing=1', '"someThing" is not allowed'],
  ['foo=1', child('guid', 'is required')],
]

onEachEngine('MSG 12.3: the lines of §6.2 that hold for the list give their exact text', async (engine) => {
  const { on, provider } = await newParties(engine)
  try {
    for (const [query, text] of wrongQueries) {
      const answer = await provider.get(`case-messages?${query}`)
      assert.deepEqual([answer.status, answer.body], [400, { error: { message: text } }], query)
    }
  } finally {
    await on.close()
  }
})

/** Messages §6.3, as JSON text because some numbers are none in JavaScript. */
const wrongIds: readonly [body: string | undefined, text: string][] = [
  ...['["a"]', '[null]', '[true]', '[{}]', '[[1]]', '[""]'].map((body): [string, string] => [
    body,
    at(0, 'must be a number'),
  ]),
  ['[1, "b"]', at(1, 'must be a number')],
  ['[1.5]', at(0, 'must be an integer')],
  ['["1.5"]', at(0, 'must be an integer')],
  ['[9007199254740993]', at(0, 'must be an integer')],
  ...['{}', '{"ids":[1]}', '"x"', '5', 'null', undefined].map((body): [string | undefined, string] => [
    body,
    '"value" must be an array',
  ]),
  [JSON.stringify(Array(10_001).fill(1)), '"value" must contain less than or equal to 10000 items'],
  [JSON.stringify([...Array(10_001).fill(1), 'x']), at(10_001, 'must be a number')],
]

onEachEngine('MSG 12.3: every line of §6.3 gives its exact text', async (engine) => {
  const { on, partner, openCase, say } = await newParties(engine)
  try {
    for (const [body, text] of wrongIds) {
      const answer = await partner.post('case-messages/confirm', body)
      assert.deepEqual(
        [answer.status, answer.body],
        [400, { error: { message: text } }],
        String(body).slice(0, 40),
      )
    }
    const id = await say(partner, await openCase())
    const missing = (...ids: number[]) => ids.map((each) => ({ id: each, message: 'Not found' }))
    for (const [body, errors] of [
      [`["${id}"]`, []],
      ['["12000"]', missing(12_000)],
      ['[]', []],
      [`[${id}, ${id}]`, []],
      ['[7000, 7000]', missing(7000)],
      ['[0]', missing(0)],
      ['[-3]', missing(-3)],
      [JSON.stringify(Array.from({ length: 10_000 }, () => id)), []],
    ] as const) {
      const answer = await partner.post('case-messages/confirm', body)
      assert.deepEqual(
        [answer.status, answer.body],
        [200, { success: true, errors, data: {} }],
        body.slice(0, 40),
      )
    }
  } finally {
    await on.close()
  }
})

onEachEngine('MSG §6.2: a POST with no body at all lacks its first key', async (engine) => {
  const { on, partner } = await newParties(engine)
  try {
    const answer = await partner.post('case-messages/create')
    assert.deepEqual(
      [answer.status, answer.body],
      [400, { error: { message: child('guid', 'is required') } }],
    )
  } finally {
    await on.close()
  }
})
