import type { Section } from '../case.ts'
import { any, expect, expectJson, expectKeys, expectStatus, expectValue, partly } from '../expect.ts'
import {
  child,
  done,
  expectError,
  expectNoAccess,
  get,
  look,
  nowhere,
  openCase,
  post,
  type Token,
  type Who,
} from './client.ts'

/** Operations on one case, with what each takes beside the guid, and who may not use it at all. */
const onOneCase: readonly [path: string, facts: object, wrongRole: Who | null][] = [
  ['case/accept', {}, 'partner'],
  ['case/cancel', {}, 'partner'],
  ['case/finish', {}, 'provider'],
  ['case/status', { key: 'open' }, 'partner'],
  ['case/update', { orderData: {} }, null],
  ['case/append', { orderData: {} }, null],
  ['case/files', { files: [] }, null],
]

/** §10.2, the case itself */
export const cases: Section<Token> = {
  number: '10.2',
  title: 'Cases — accept, cancel, finish, status, update, append',
  cases: [
    {
      says: 'Unknown is 404, foreign 403, and the wrong role 403, for every operation on one case',
      source: '§10.2',
      async run(probe) {
        const guid = await openCase(probe)
        for (const [path, facts, wrongRole] of onOneCase) {
          const who = wrongRole === 'partner' ? 'provider' : 'partner'
          expectError(await post(probe, who, path, { guid: nowhere, ...facts }), 404, 'Not found')
          const all: Who[] = ['otherPartner', 'otherProvider', ...(wrongRole ? [wrongRole] : [])]
          await expectNoAccess((each) => post(probe, each, path, { guid, ...facts }), ...all)
          expectError(await post(probe, who, path, facts), 400, child('guid', 'is required'))
          expectError(await post(probe, who, path, { guid, ...facts, foo: 1 }), 400, '"foo" is not allowed')
        }
        expectError(await get(probe, 'partner', `case?guid=${nowhere}`), 404, 'Not found')
        await expectNoAccess((who) => get(probe, who, `case?guid=${guid}`), 'otherPartner', 'otherProvider')
      },
    },
    {
      says: 'The provider polls unexported-cases, accepts what it finds, and finds it no more',
      source: '§10.2',
      async run(probe) {
        const guid = await openCase(probe)
        const waiting = async () =>
          (await post(probe, 'provider', 'unexported-cases', { filters: { guid } })).json()
        expectValue(await waiting(), partly({ data: [partly({ guid })] }), 'the cases')
        expectJson(await post(probe, 'provider', 'case/accept', { guid }), 200, done)
        expectValue(await waiting(), partly({ data: [] }), 'the cases')
        expectJson(await post(probe, 'provider', 'case/accept', { guid, status: true }), 200, done)
      },
    },
    {
      says: 'accept may bring orderData, which is added',
      source: '§10.2',
      async run(probe) {
        const guid = await openCase(probe, { orderData: { refNo: '1' } })
        expectJson(
          await post(probe, 'provider', 'case/accept', { guid, orderData: { workNo: 'W1' } }),
          200,
          done,
        )
        const { orderData } = await look(probe, 'partner', guid)
        expectValue(orderData, { refNo: '1', workNo: 'W1' }, 'orderData')
        const wrong = await post(probe, 'provider', 'case/accept', { guid, orderData: 1 })
        expectError(wrong, 400, child('orderData', 'must be an object'))
      },
    },
    {
      says: 'cancel, and accept with status false, take the acceptance back',
      source: '§10.2',
      async run(probe) {
        const guid = await openCase(probe)
        for (const [path, facts] of [
          ['case/cancel', { reason: 'No parts' }],
          ['case/accept', { status: false }],
        ] as const) {
          expectJson(await post(probe, 'provider', 'case/accept', { guid }), 200, done)
          expectJson(await post(probe, 'provider', path, { guid, ...facts }), 200, done)
          const waiting = await post(probe, 'provider', 'unexported-cases', { filters: { guid } })
          expectJson(waiting, 200, partly({ data: [partly({ guid })] }))
        }
      },
    },
    {
      says: 'unexported-cases is for providers',
      source: '§10.2',
      async run(probe) {
        expectError(await post(probe, 'partner', 'unexported-cases', {}), 403, 'No access')
      },
    },
    {
      says: 'finish sends a case that the partner held back with `holdBack`, which has no provider until then',
      source: '§10.2; §2.1',
      async run(probe) {
        const guid = await openCase(probe, { holdBack: true })
        expectValue(await look(probe, 'partner', guid), partly({ serviceProviderId: null }), 'the case')
        expectError(await get(probe, 'provider', `case?guid=${guid}`), 403, 'No access')
        expectJson(await post(probe, 'partner', 'case/finish', { guid }), 200, { result: true })
        expectJson(await get(probe, 'provider', `case?guid=${guid}`), 200, partly({ guid }))
      },
    },
    {
      says: 'finish on a case that has been sent changes nothing',
      source: '§10.2',
      async run(probe) {
        const guid = await openCase(probe)
        const before = await look(probe, 'partner', guid)
        expectJson(await post(probe, 'partner', 'case/finish', { guid }), 200, { result: true })
        expectValue(await look(probe, 'partner', guid), before, 'the case')
      },
    },
    {
      says: 'status takes the name of a status in any letter case, answers it in lower case, and the case shows it',
      source: '§10.2',
      async run(probe) {
        const guid = await openCase(probe)
        const declaredAt = '2019-01-22T10:12:54.003Z'
        const answer = await post(probe, 'provider', 'case/status', { guid, key: 'In Progress', declaredAt })
        expectJson(answer, 200, {
          data: {
            id: any.id,
            caseId: any.id,
            guid,
            key: 'in progress',
            createdAt: any.time,
            updatedAt: any.time,
            declaredAt,
          },
        })
        expectKeys(
          (answer.json() as { data: object }).data,
          'id',
          'caseId',
          'guid',
          'key',
          'createdAt',
          'updatedAt',
          'declaredAt',
        )
        expectValue(await look(probe, 'partner', guid), partly({ currentStatus: 'in progress' }), 'the case')
      },
    },
    {
      says: 'The current status sent again is ignored',
      source: '§10.2',
      needs: 'clock',
      async run(probe) {
        const guid = await openCase(probe)
        const first = await post(probe, 'provider', 'case/status', { guid, key: 'resolved' })
        probe.desk.clock.advance(60_000)
        const again = await post(probe, 'provider', 'case/status', { guid, key: 'RESOLVED' })
        expectValue(again.json(), first.json(), 'the second answer')
      },
    },
    {
      says: 'A status that the desk does not have is refused with those that it has',
      source: '§10.2',
      async run(probe) {
        const guid = await openCase(probe)
        const answer = await post(probe, 'provider', 'case/status', { guid, key: 'lost' })
        expectStatus(answer, 400)
        expectValue(
          answer.json(),
          {
            error: {
              message: any.textLike(/^child "key" fails because \["key" must be one of \[.*closed.*\]\]$/),
            },
          },
          'the answer',
        )
        expectError(await post(probe, 'provider', 'case/status', { guid }), 400, child('key', 'is required'))
      },
    },
    {
      says: 'update replaces what is sent and leaves the rest',
      source: '§10.2',
      async run(probe) {
        const guid = await openCase(probe, {
          orderData: { refNo: '1' },
          productData: { problemText: 'No picture', model: 'ABC-1' },
        })
        const value = {
          guid,
          orderData: { workNo: 'W1' },
          consumer: { firstName: 'Lee', email: 'lee@home.example' },
        }
        expectJson(await post(probe, 'provider', 'case/update', value), 200, { result: true })
        expectValue(
          await look(probe, 'partner', guid),
          partly({
            orderData: { workNo: 'W1' },
            productData: { problemText: 'No picture', model: 'ABC-1' },
            consumer: partly({ firstName: 'Lee', email: 'lee@home.example' }),
            customer: partly({ email: 'kim@home.example' }),
          }),
          'the case',
        )
      },
    },
    {
      says: 'append merges what is sent into what is there, at any depth',
      source: '§10.2',
      async run(probe) {
        const guid = await openCase(probe, {
          orderData: { refNo: '1', partnerSpecific: { acme: { rank: 7 } } },
        })
        const value = {
          guid,
          orderData: { workNo: 'W1', partnerSpecific: { acme: { vip: true } } },
          customer: { city: 'Oslo' },
        }
        expectJson(await post(probe, 'partner', 'case/append', value), 200, { result: true })
        expectValue(
          await look(probe, 'provider', guid),
          partly({
            orderData: { refNo: '1', workNo: 'W1', partnerSpecific: { acme: { rank: 7, vip: true } } },
            customer: partly({ email: 'kim@home.example', city: 'Oslo' }),
          }),
          'the case',
        )
      },
    },
    {
      says: 'tags are ids: update replaces them, append adds, an empty array takes all away, an unknown one is refused',
      source: '§10.2',
      async run(probe) {
        const guid = await openCase(probe)
        const ids = async () =>
          ((await look(probe, 'partner', guid)).tags as { id: number }[]).map(({ id }) => id)
        expectStatus(await post(probe, 'partner', 'case/update', { guid, tags: [1] }), 200)
        expectStatus(await post(probe, 'provider', 'case/append', { guid, tags: [2] }), 200)
        expectValue(await ids(), [1, 2], 'the tags')
        const unknown = await post(probe, 'partner', 'case/update', { guid, tags: [999_999] })
        expectError(unknown, 400, child('tags', 'contains an invalid value'))
        expectStatus(await post(probe, 'partner', 'case/update', { guid, tags: [] }), 200)
        expectValue(await ids(), [], 'the tags')
      },
    },
    {
      says: 'A wrong update is named in the words of the other tables',
      source: '§6.1; §10.2',
      async run(probe) {
        const guid = await openCase(probe)
        for (const [facts, text] of [
          [{ orderData: [] }, child('orderData', 'must be an object')],
          [
            { customer: { email: 'nobody' } },
            `child "customer" fails because [${child('email', 'must be a valid email')}]`,
          ],
          [{ returnDst: { z: 1 } }, 'child "returnDst" fails because ["z" is not allowed]'],
          [
            { tags: ['x'] },
            'child "tags" fails because ["tags" at position 0 fails because ["0" must be a number]]',
          ],
        ] as const) {
          for (const path of ['case/update', 'case/append'])
            expectError(await post(probe, 'partner', path, { guid, ...facts }), 400, text)
        }
      },
    },
    {
      says: 'Any account reads a partner or provider by id, with contactData',
      source: '§10.2',
      async run(probe) {
        const { partnerId, serviceProviderId } = await look(probe, 'partner', await openCase(probe))
        for (const who of ['partner', 'provider', 'otherPartner'] as const) {
          for (const [path, id] of [
            ['partner', partnerId],
            ['provider', serviceProviderId],
          ] as const) {
            const answer = await get(probe, who, `${path}?id=${id}`)
            expectJson(answer, 200, {
              id,
              name: any.someText,
              contactData: partly({ organizationName: any.someText }),
            })
          }
        }
        expectError(await get(probe, 'partner', `provider?id=${partnerId}`), 404, 'Not found')
        expectError(await get(probe, 'partner', 'partner'), 400, child('id', 'is required'))
        expectError(await get(probe, 'partner', 'partner?id=x'), 400, child('id', 'must be a number'))
      },
    },
    {
      says: 'providers gives those of the ids that are providers, and all without ids',
      source: '§10.2',
      async run(probe) {
        const { partnerId, serviceProviderId: id } = await look(probe, 'partner', await openCase(probe))
        const each = { name: any.someText, contactData: any.value }
        expectJson(await get(probe, 'provider', `providers?ids=${id},${partnerId},999999999`), 200, [
          { id, ...each },
        ])
        expectJson(await get(probe, 'provider', 'providers'), 200, any.listOf({ id: any.id, ...each }))
        const wrong = await get(probe, 'provider', 'providers?ids=1,x')
        expectError(
          wrong,
          400,
          'child "ids" fails because ["ids" at position 1 fails because ["1" must be a number]]',
        )
      },
    },
    {
      says: 'Sent twice under one Idempotency-Key, a message is stored once',
      source: '§3',
      async run(probe) {
        const guid = await openCase(probe)
        const headers = {
          'X-Hub-Api-Token': probe.credentials.partner,
          'Idempotency-Key': probe.unique('key', '-'),
        }
        const body = {
          type: 'application/json',
          bytes: Buffer.from(JSON.stringify({ guid, type: 'reminder' })),
        }
        const first = await probe.send('POST', '/api/v3/case-messages/create', { headers, body })
        const again = await probe.send('POST', '/api/v3/case-messages/create', { headers, body })
        expectValue(again.json(), first.json(), 'the second answer')
        const all = await get(probe, 'partner', `case-messages?guid=${guid}`)
        expect((all.json() as unknown[]).length === 1, 'it was stored twice')
      },
    },
  ],
}
