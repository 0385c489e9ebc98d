import type { Section } from '../case.ts'
import { any, expectHeader, expectJson, expectStatus, expectValue, partly } from '../expect.ts'
import {
  child,
  expectError,
  listed,
  type MessagesProbe,
  openCase,
  say,
  sending,
  type Token,
  type Who,
} from './client.ts'

const versions = ['v1', 'v2'] as const

/** Calls a version before the third. */
const ask = (probe: MessagesProbe, who: Who, method: string, path: string, value?: unknown) =>
  probe.send(method, `/api/${path}`, sending(probe, who, value === undefined ? {} : { json: value }))

/** §8 */
export const older: Section<Token> = {
  number: '8',
  title: 'Versions 1 and 2',
  cases: [
    {
      says: 'Create takes messageType in place of type, and answers with it',
      source: 'seed: POST /api/v3/case-messages/create, New in V3; §8',
      async run(probe) {
        const guid = await openCase(probe)
        for (const version of versions) {
          const value = { guid, content: 'Hello', messageType: 'serviceComment' }
          expectJson(await ask(probe, 'partner', 'POST', `${version}/case-messages/create`, value), 200, {
            id: any.id,
            caseId: any.id,
            guid,
            senderAccountId: any.id,
            content: 'Hello',
            messageType: 'serviceComment',
            createdAt: any.time,
            updatedAt: any.time,
            declaredAt: any.time,
          })
        }
        expectValue(
          await listed(probe, 'partner', guid),
          versions.map(() => partly({ type: 'serviceComment', senderType: 'partner', externalId: null })),
          'the list of version 3',
        )
      },
    },
    {
      says: 'The list has no externalId, no confirmedAt and no senderType yet, and knows one type only',
      source: 'seed: GET /api/v3/case-messages, New in V3; §8',
      async run(probe) {
        const guid = await openCase(probe)
        const { id } = await say(probe, 'provider', guid, { type: 'shipment', externalId: 'X' })
        for (const version of versions) {
          expectJson(await ask(probe, 'partner', 'GET', `${version}/case-messages?guid=${guid}`), 200, [
            {
              id,
              caseId: any.id,
              guid,
              senderAccountId: any.id,
              content: 'Hello',
              messageType: 'serviceComment',
              createdAt: any.time,
              updatedAt: any.time,
              declaredAt: any.time,
            },
          ])
        }
      },
    },
    {
      says: 'Names of version 3 are unknown there, and serviceComment is the only value',
      source: '§8',
      async run(probe) {
        const guid = await openCase(probe)
        for (const version of versions) {
          const send = (facts: object) =>
            ask(probe, 'partner', 'POST', `${version}/case-messages/create`, { guid, ...facts })
          expectError(await send({ type: 'serviceComment' }), 400, child('messageType', 'is required'))
          const other = child('messageType', 'must be one of [serviceComment]')
          expectError(await send({ messageType: 'reminder' }), 400, other)
          const known = { messageType: 'serviceComment', externalId: 'X' }
          expectError(await send(known), 400, '"externalId" is not allowed')
        }
      },
    },
    {
      says: 'Confirm exists in version 3 only',
      source: '§8',
      async run(probe) {
        for (const version of versions)
          expectError(
            await ask(probe, 'partner', 'POST', `${version}/case-messages/confirm`, [1]),
            404,
            'Not found',
          )
      },
    },
    {
      says: 'Tokens, access and methods are as in version 3',
      source: '§8',
      async run(probe) {
        const guid = await openCase(probe)
        for (const version of versions) {
          const path = `${version}/case-messages`
          expectError(await ask(probe, 'nobody', 'GET', `${path}?guid=${guid}`), 401, 'Unauthorized')
          expectError(await ask(probe, 'otherPartner', 'GET', `${path}?guid=${guid}`), 403, 'No access')
          const wrong = await ask(probe, 'partner', 'GET', `${path}/create`)
          expectStatus(wrong, 405)
          expectHeader(wrong, 'allow', 'POST')
        }
      },
    },
  ],
}
