import type { Section } from '../case.ts'
import { any, expect, expectJson, expectKeys, expectStatus, expectValue, partly } from '../expect.ts'
import {
  child,
  expectError,
  expectNoAccess,
  get,
  listed,
  type Message,
  nowhere,
  openCase,
  post,
  say,
  type Token,
  types,
} from './client.ts'

const path = 'case-messages/create'
const twelve = {
  id: any.id,
  caseId: any.id,
  guid: any.guid,
  senderAccountId: any.id,
  senderType: 'partner',
  content: null,
  type: 'serviceComment',
  externalId: null,
  confirmedAt: null,
  createdAt: any.time,
  updatedAt: any.time,
  declaredAt: any.time,
} as const
const noParent = child('parentMessageId', 'is not a message of this case')

/** §3 */
export const create: Section<Token> = {
  number: '3',
  title: 'Create — POST case-messages/create',
  cases: [
    {
      says: 'The vendor’s example is answered with the vendor’s twelve keys in their order',
      source: 'seed: POST /api/v3/case-messages/create, Example and Output; §3.2',
      async run(probe) {
        const guid = await openCase(probe)
        const answer = await post(probe, 'partner', path, {
          guid,
          content: 'Test message',
          type: 'serviceComment',
          declaredAt: '2017-07-25T10:12:54.003Z',
          externalId: 'test-42',
        })
        expectJson(answer, 200, {
          ...twelve,
          guid,
          content: 'Test message',
          externalId: 'test-42',
          declaredAt: '2017-07-25T10:12:54.003Z',
        })
        expectKeys(answer.json(), ...Object.keys(twelve))
      },
    },
    {
      says: 'With guid and type alone content and externalId are null, and the three times are one',
      source: 'seed: POST /api/v3/case-messages/create, Input; §3.2; §12.1',
      async run(probe) {
        const guid = await openCase(probe)
        const answer = await post(probe, 'partner', path, { guid, type: 'serviceComment' })
        expectJson(answer, 200, { ...twelve, guid })
        const { createdAt, updatedAt, declaredAt } = answer.json() as Message
        expectValue([updatedAt, declaredAt], [createdAt, createdAt], 'updatedAt and declaredAt')
      },
    },
    {
      says: 'All fields come back from create and from the list, and a date with a zone in UTC',
      source: 'seed: POST /api/v3/case-messages/create, Input; §3.1; §12.2',
      async run(probe) {
        const guid = await openCase(probe)
        const { id } = await say(probe, 'partner', guid)
        const facts = {
          content: ' <b>Tomorrow</b>\n& later ',
          type: 'shipment',
          externalId: 'W-7',
          parentMessageId: id,
          userEmail: 'kim@works.example',
          userName: 'Kim',
        }
        const answer = await post(probe, 'provider', path, {
          guid,
          ...facts,
          declaredAt: '2024-03-01T10:00:00.5+02:00',
        })
        const whole = {
          ...twelve,
          ...facts,
          guid,
          senderType: 'provider',
          declaredAt: '2024-03-01T08:00:00.500Z',
        }
        expectJson(answer, 200, whole)
        expectValue((await listed(probe, 'partner', guid))[1], whole, 'the message in the list')
      },
    },
    {
      says: 'Both sides may send each of the ten types',
      source: 'seed: POST /api/v3/case-messages/create, Input; §2.3; §12.3',
      async run(probe) {
        const guid = await openCase(probe)
        for (const type of types.split(', ')) {
          for (const who of ['partner', 'provider'] as const)
            expectJson(await post(probe, who, path, { guid, type }), 200, partly({ type }))
        }
        expect((await listed(probe, 'partner', guid)).length === 20, 'not all of them were stored')
      },
    },
    {
      says: 'senderType is the side of the account, senderAccountId the account',
      source: 'seed: GET /api/v3/case-messages, New in V3; §2.1',
      async run(probe) {
        const guid = await openCase(probe)
        const ofPartner = await post(probe, 'partner', path, { guid, type: 'reminder' })
        const ofColleague = await post(probe, 'colleague', path, { guid, type: 'reminder' })
        const ofProvider = await post(probe, 'provider', path, { guid, type: 'reminder' })
        expectJson(ofPartner, 200, partly({ senderType: 'partner' }))
        expectJson(ofColleague, 200, partly({ senderType: 'partner' }))
        expectJson(ofProvider, 200, partly({ senderType: 'provider' }))
        const accounts = [ofPartner, ofColleague, ofProvider].map(
          (answer) => (answer.json() as Message).senderAccountId,
        )
        expect(new Set(accounts).size === 3, 'two accounts have one id')
      },
    },
    {
      says: 'declaredAt is now when it is absent, null or empty',
      source: 'seed: POST /api/v3/case-messages/create, Input, note 2; §3.1',
      async run(probe) {
        const guid = await openCase(probe)
        for (const facts of [{}, { declaredAt: null }, { declaredAt: '' }]) {
          const answer = await post(probe, 'partner', path, { guid, type: 'reminder', ...facts })
          expectStatus(answer, 200)
          const { createdAt, declaredAt } = answer.json() as Message
          expectValue(declaredAt, createdAt, 'declaredAt')
        }
      },
    },
    {
      says: 'Two messages may have one externalId, which is only a note for the sender',
      source: '§2.1',
      async run(probe) {
        const guid = await openCase(probe)
        const value = { guid, type: 'reminder', externalId: probe.unique('R') }
        expectStatus(await post(probe, 'partner', path, value), 200)
        expectStatus(await post(probe, 'partner', path, value), 200)
        expect((await listed(probe, 'partner', guid)).length === 2, 'one of them is missing')
      },
    },
    {
      says: 'A userEmail that is no address is taken as it is',
      source: '§3.1; §13',
      async run(probe) {
        const guid = await openCase(probe)
        const answer = await post(probe, 'partner', path, {
          guid,
          type: 'reminder',
          userEmail: 'the front desk',
        })
        expectJson(answer, 200, partly({ userEmail: 'the front desk' }))
      },
    },
    {
      says: 'parentMessageId, userEmail, userName and isInternal appear only when they say something',
      source: '§3.2; §13',
      async run(probe) {
        const guid = await openCase(probe)
        const answer = await post(probe, 'provider', path, { guid, type: 'reminder', isInternal: false })
        expectKeys(answer.json(), ...Object.keys(twelve))
        const full = await post(probe, 'provider', path, {
          guid,
          type: 'reminder',
          isInternal: true,
          userName: 'Kim',
        })
        expectJson(full, 200, partly({ isInternal: true, userName: 'Kim' }))
      },
    },
    {
      says: 'externalId, userEmail and userName take 512 characters and not 513, counted in UTF-16 units',
      source: 'seed: POST /api/v3/case-messages/create, Input; §12.4',
      async run(probe) {
        const guid = await openCase(probe)
        for (const key of ['externalId', 'userEmail', 'userName']) {
          for (const text of ['x'.repeat(512), '😀'.repeat(256)]) {
            const fits = await post(probe, 'partner', path, { guid, type: 'reminder', [key]: text })
            expectJson(fits, 200, partly({ [key]: text }))
            const over = await post(probe, 'partner', path, { guid, type: 'reminder', [key]: `${text}x` })
            expectError(over, 400, child(key, 'length must be less than or equal to 512 characters long'))
          }
        }
      },
    },
    {
      says: 'A guid in upper case, in brackets of any kind, with colons or without dashes finds the case',
      source: '§1.6; §12.6',
      async run(probe) {
        const guid = await openCase(probe)
        const bare = probe.name(guid.replaceAll('-', ''), 'guid 1 without dashes')
        const colons = probe.name(guid.replaceAll('-', ':'), 'guid 1 with colons')
        const forms = [guid.toUpperCase(), `{${guid}}`, `[${guid}]`, `(${bare})`, bare, colons]
        for (const form of forms) {
          expectJson(
            await post(probe, 'partner', path, { guid: form, type: 'reminder' }),
            200,
            partly({ guid }),
          )
          expectStatus(await get(probe, 'provider', `case-messages?guid=${encodeURIComponent(form)}`), 200)
        }
      },
    },
    {
      says: 'An unknown case is 404, a foreign one 403, for both kinds of accounts',
      source: '§3.3; §12.6; §13',
      async run(probe) {
        const guid = await openCase(probe)
        const value = { type: 'reminder' }
        expectError(await post(probe, 'otherPartner', path, { ...value, guid: nowhere }), 404, 'Not found')
        await expectNoAccess(
          (who) => post(probe, who, path, { ...value, guid }),
          'otherPartner',
          'otherProvider',
        )
        expect((await listed(probe, 'partner', guid)).length === 0, 'a message was stored')
      },
    },
    {
      says: 'Users reply to other messages by parentMessageId, to any depth, and a reply confirms nothing',
      source: 'seed: POST /api/v3/case-messages/create; §3.4; §12.8',
      async run(probe) {
        const guid = await openCase(probe)
        const first = await say(probe, 'partner', guid)
        const second = await say(probe, 'provider', guid, { parentMessageId: first.id })
        const answer = await post(probe, 'partner', path, {
          guid,
          type: 'serviceComment',
          parentMessageId: String(second.id),
        })
        expectJson(answer, 200, partly({ parentMessageId: second.id }))
        const all = await listed(probe, 'partner', guid)
        expectValue(
          all.map(({ parentMessageId, confirmedAt }) => [parentMessageId ?? null, confirmedAt]),
          [
            [null, null],
            [first.id, null],
            [second.id, null],
          ],
          'the thread',
        )
      },
    },
    {
      says: 'A parent of another case, a deleted one and an unknown one are refused, and nothing is stored',
      source: '§3.3; §3.4; §12.8',
      async run(probe) {
        const guid = await openCase(probe)
        const elsewhere = await say(probe, 'partner', await openCase(probe))
        const deleted = await say(probe, 'partner', guid)
        expectStatus(await post(probe, 'partner', 'case-messages/delete', { id: deleted.id }), 200)
        for (const parentMessageId of [elsewhere.id, deleted.id, 0, -1]) {
          const answer = await post(probe, 'partner', path, { guid, type: 'reminder', parentMessageId })
          expectError(answer, 400, noParent)
        }
        expect((await listed(probe, 'partner', guid)).length === 0, 'a message was stored')
      },
    },
    {
      says: 'An internal message of the provider is for its own side: the partner cannot list, confirm or answer it',
      source: '§3.5; §12.12',
      async run(probe) {
        const guid = await openCase(probe)
        const value = { guid, type: 'serviceComment', isInternal: 'true' }
        const answer = await post(probe, 'provider', path, value)
        expectJson(answer, 200, partly({ isInternal: true }))
        const { id } = answer.json() as Message
        expectJson(await get(probe, 'partner', `case-messages?guid=${guid}`), 200, [])
        expectJson(await get(probe, 'provider', `case-messages?guid=${guid}`), 200, [
          partly({ id, isInternal: true }),
        ])
        expectJson(await post(probe, 'partner', 'case-messages/confirm', [id]), 200, {
          success: true,
          errors: [{ id, message: 'Not found' }],
          data: {},
        })
        const reply = { guid, type: 'serviceComment', parentMessageId: id }
        expectError(await post(probe, 'partner', path, reply), 400, noParent)
      },
    },
    {
      says: 'An internal message of a partner is in no list of this API, not even its own',
      source: '§3.5; §12.12',
      async run(probe) {
        const guid = await openCase(probe)
        expectStatus(await post(probe, 'partner', path, { guid, type: 'reminder', isInternal: true }), 200)
        for (const who of ['partner', 'provider'] as const)
          expectJson(await get(probe, who, `case-messages?guid=${guid}`), 200, [])
      },
    },
    {
      says: 'A finished or cancelled case takes messages like any other, and they can be confirmed',
      source: '§2.2',
      async run(probe) {
        const guid = await openCase(probe)
        for (const key of ['closed', 'cancelled']) {
          expectStatus(await post(probe, 'provider', 'case/status', { guid, key }), 200)
          const { id } = await say(probe, 'partner', guid)
          expectJson(await post(probe, 'provider', 'case-messages/confirm', [id]), 200, {
            success: true,
            errors: [],
            data: {},
          })
        }
      },
    },
  ],
}
