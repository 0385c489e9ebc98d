import { json, raw } from '../body.ts'
import type { Case, Section } from '../case.ts'
import { expect, expectJson } from '../expect.ts'
import {
  atPosition,
  call,
  child,
  expectError,
  get,
  listed,
  nowhere,
  openCase,
  post,
  say,
  type Token,
  types,
} from './client.ts'

const isString = 'must be a string'
const isEmpty = 'is not allowed to be empty'
const tooLong = 'length must be less than or equal to 512 characters long'
const noDate = 'must be a valid ISO 8601 date'
const noNumber = 'must be a number'
const noInteger = 'must be an integer'
const noParent = 'is not a message of this case'

/** Rows of §6.2: what differs from a right message; undefined leaves the key out. */
const rows: readonly [says: string, facts: readonly Record<string, unknown>[], text: string][] = [
  ['guid missing', [{ guid: undefined }], child('guid', 'is required')],
  ['guid empty', [{ guid: '' }], child('guid', isEmpty)],
  ['guid null, a number or an array', [{ guid: null }, { guid: 7 }, { guid: [] }], child('guid', isString)],
  [
    'guid malformed, or with a space around it',
    [{ guid: '1e0abcb7' }, { guid: ` ${nowhere}` }, { guid: `{${nowhere}]` }],
    child('guid', 'must be a valid GUID'),
  ],
  ['content empty', [{ content: '' }], child('content', isEmpty)],
  [
    'content null or not a string',
    [{ content: null }, { content: 5 }, { content: {} }],
    child('content', isString),
  ],
  ['a NUL in content', [{ content: 'a\0b' }], child('content', 'contains an invalid value')],
  ['type missing', [{ type: undefined }], child('type', 'is required')],
  ['type empty', [{ type: '' }], child('type', isEmpty)],
  ['type null or not a string', [{ type: null }, { type: 1 }], child('type', isString)],
  [
    'type not in the list, in other letters, or over 32 characters',
    [{ type: 'letter' }, { type: 'ServiceComment' }, { type: 'x'.repeat(33) }],
    child('type', `must be one of [${types}]`),
  ],
  [
    'declaredAt not a date: text, number, boolean, object',
    [{ declaredAt: 'soon' }, { declaredAt: 1_500_000_000 }, { declaredAt: true }, { declaredAt: {} }],
    child('declaredAt', noDate),
  ],
  [
    'declaredAt without time, without zone, or on no day of the calendar',
    [
      { declaredAt: '2024-03-01' },
      { declaredAt: '2024-03-01T10:00:00' },
      { declaredAt: '2024-02-30T10:00:00Z' },
    ],
    child('declaredAt', noDate),
  ],
  ['externalId over 512', [{ externalId: 'x'.repeat(513) }], child('externalId', tooLong)],
  [
    'externalId null or not a string',
    [{ externalId: null }, { externalId: 7 }],
    child('externalId', isString),
  ],
  ['externalId empty', [{ externalId: '' }], child('externalId', isEmpty)],
  [
    'parentMessageId null, empty, a word, a boolean, an array or an object',
    [null, '', 'abc', true, [1], {}].map((parentMessageId) => ({ parentMessageId })),
    child('parentMessageId', noNumber),
  ],
  [
    'parentMessageId with a fraction',
    [{ parentMessageId: 1.5 }, { parentMessageId: '1.5' }],
    child('parentMessageId', noInteger),
  ],
  [
    'parentMessageId beyond what a number can say exactly',
    [{ parentMessageId: 2 ** 53 }, { parentMessageId: '-9007199254740993' }],
    child('parentMessageId', noInteger),
  ],
  [
    'parentMessageId 0 or negative passes the table and is no message',
    [{ parentMessageId: 0 }, { parentMessageId: -1 }, { parentMessageId: ' 1 ' }],
    child('parentMessageId', noParent),
  ],
  ['userEmail over 512', [{ userEmail: 'x'.repeat(513) }], child('userEmail', tooLong)],
  ['userEmail null or not a string', [{ userEmail: null }, { userEmail: 7 }], child('userEmail', isString)],
  ['userEmail empty', [{ userEmail: '' }], child('userEmail', isEmpty)],
  ['userName over 512', [{ userName: 'x'.repeat(513) }], child('userName', tooLong)],
  ['userName null or not a string', [{ userName: null }, { userName: 7 }], child('userName', isString)],
  ['userName empty', [{ userName: '' }], child('userName', isEmpty)],
  [
    'isInternal not a boolean',
    [null, '', 'yes', 1, {}].map((isInternal) => ({ isInternal })),
    child('isInternal', 'must be a boolean'),
  ],
  ['an unknown key', [{ foo: 1 }], '"foo" is not allowed'],
  [
    'several unknown keys, in the order sent',
    [{ foo: 1, bar: 2 }],
    '"foo" is not allowed. "bar" is not allowed',
  ],
  [
    'several faults: only the first in the order of the table',
    [{ guid: undefined, type: 'x', foo: 1 }],
    child('guid', 'is required'),
  ],
  [
    'version 2’s messageType in place of type',
    [{ type: undefined, messageType: 'serviceComment' }],
    child('type', 'is required'),
  ],
]

/** §6.2 */
export const messageTexts: Section<Token> = {
  number: '6.2',
  title: 'Texts of create and list',
  cases: [
    {
      says: 'The vendor’s example of an error has status 400 and its exact text',
      source: 'seed: POST /api/v3/case-messages/create, Error message; §6.2',
      async run(probe) {
        const message = 'child "guid" fails because ["guid" is required]'
        expectError(await post(probe, 'partner', 'case-messages/create', {}), 400, message)
      },
    },
    ...rows.map(
      ([says, all, text]): Case<Token> => ({
        says: `Create: ${says}`,
        source: '§6.2; §12.3',
        async run(probe) {
          const guid = await openCase(probe)
          for (const facts of all) {
            const value = { guid, type: 'reminder', ...facts }
            expectError(await post(probe, 'partner', 'case-messages/create', value), 400, text)
          }
          expect((await listed(probe, 'partner', guid)).length === 0, 'a message was stored')
        },
      }),
    ),
    {
      says: 'Create: a body that is an array, a string, a number or null',
      source: '§6.2; §12.3',
      async run(probe) {
        for (const value of [[], 'x', 5, null])
          expectError(
            await post(probe, 'partner', 'case-messages/create', value),
            400,
            '"value" must be an object',
          )
      },
    },
    ...(
      [
        ['guid missing', '', child('guid', 'is required')],
        ['guid empty', 'guid=', child('guid', isEmpty)],
        ['guid malformed', 'guid=nothing', child('guid', 'must be a valid GUID')],
        ['an unknown parameter', `guid=${nowhere}&foo=1`, '"foo" is not allowed'],
        ['an unknown parameter beside a missing guid', 'foo=1', child('guid', 'is required')],
      ] as const
    ).map(
      ([says, query, text]): Case<Token> => ({
        says: `List: ${says}`,
        source: '§6.2; §12.3',
        async run(probe) {
          expectError(await get(probe, 'partner', `case-messages?${query}`), 400, text)
        },
      }),
    ),
  ],
}

const position = (index: number, rule: string) => atPosition('value', index, rule)
const missing = (...ids: number[]) => ({
  success: true,
  errors: ids.map((id) => ({ id, message: 'Not found' })),
  data: {},
})

/** Rows of §6.3, as JSON text because some numbers are none in JavaScript. */
const idRows: readonly [says: string, bodies: readonly string[], text: string][] = [
  [
    'An element that is no number',
    ['["a"]', '[null]', '[true]', '[{}]', '[[1]]', '[""]'],
    position(0, noNumber),
  ],
  ['The position is counted from 0', ['[1, "b"]'], position(1, noNumber)],
  ['An element with a fraction', ['[1.5]', '["1.5"]'], position(0, noInteger)],
  ['An element beyond what a number can say exactly', ['[9007199254740993]'], position(0, noInteger)],
  ['Anything but an array', ['{}', '{"ids":[1]}', '"x"', '5', 'null'], '"value" must be an array'],
]

/** §6.3 */
export const confirmTexts: Section<Token> = {
  number: '6.3',
  title: 'Texts of confirm',
  cases: [
    {
      says: 'The vendor’s example of an invalid request has status 400 and its exact text',
      source: 'seed: POST /api/v3/case-messages/confirm, Invalid format; §6.3',
      async run(probe) {
        const message = '"value" at position 0 fails because ["0" must be a number]'
        expectError(await post(probe, 'partner', 'case-messages/confirm', ['a']), 400, message)
      },
    },
    ...idRows.map(
      ([says, bodies, text]): Case<Token> => ({
        says,
        source: '§6.3; §12.3',
        async run(probe) {
          for (const bytes of bodies) {
            const body = raw('application/json', bytes)
            expectError(await call(probe, 'partner', 'POST', 'case-messages/confirm', { body }), 400, text)
          }
        },
      }),
    ),
    {
      says: 'No body at all is no array',
      source: '§6.3; §12.3',
      async run(probe) {
        expectError(
          await call(probe, 'partner', 'POST', 'case-messages/confirm'),
          400,
          '"value" must be an array',
        )
      },
    },
    {
      says: 'At most 10 000 elements, looked at after each of them',
      source: '§5.1; §6.3; §12.3; §13',
      async run(probe) {
        const path = 'case-messages/confirm'
        const ids = Array.from({ length: 10_000 }, () => 1)
        const whole = await call(probe, 'partner', 'POST', path, { body: json(ids) })
        expectJson(whole, 200, missing(1))
        const over = await call(probe, 'partner', 'POST', path, { body: json([...ids, 1]) })
        expectError(over, 400, '"value" must contain less than or equal to 10000 items')
        const wrong = await call(probe, 'partner', 'POST', path, { body: json([...ids, 'x']) })
        expectError(wrong, 400, position(10_000, noNumber))
      },
    },
    {
      says: 'A number as text is handled as the number',
      source: '§6.3; §12.3',
      async run(probe) {
        const { id } = await say(probe, 'partner', await openCase(probe))
        expectJson(await post(probe, 'provider', 'case-messages/confirm', [String(id)]), 200, missing())
        expectJson(
          await post(probe, 'provider', 'case-messages/confirm', ['12', ' 1e1 ']),
          200,
          missing(12, 10),
        )
      },
    },
    {
      says: 'An empty array is done at once',
      source: '§6.3; §12.9',
      async run(probe) {
        expectJson(await post(probe, 'partner', 'case-messages/confirm', []), 200, missing())
      },
    },
    {
      says: 'An id twice is handled once',
      source: '§6.3; §12.9',
      async run(probe) {
        const { id } = await say(probe, 'partner', await openCase(probe))
        expectJson(await post(probe, 'provider', 'case-messages/confirm', [id, id]), 200, missing())
        expectJson(await post(probe, 'provider', 'case-messages/confirm', [7, '7']), 200, missing(7))
      },
    },
    {
      says: 'Zero and negative numbers pass the check and are Not found',
      source: '§6.3; §12.3',
      async run(probe) {
        expectJson(await post(probe, 'partner', 'case-messages/confirm', [0, -3]), 200, missing(0, -3))
      },
    },
  ],
}
