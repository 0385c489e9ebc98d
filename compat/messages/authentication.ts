import { json, raw } from '../body.ts'
import type { Section } from '../case.ts'
import { expectJson, expectStatus } from '../expect.ts'
import {
  call,
  expectError,
  get,
  look,
  type MessagesProbe,
  nowhere,
  openCase,
  post,
  type Token,
} from './client.ts'

/** Lists the case with headers and query of the case's own. */
const ask = (probe: MessagesProbe, guid: string, query: string, headers: Record<string, string> = {}) =>
  call(probe, 'nobody', 'GET', `case-messages?guid=${guid}${query}`, { headers })

/** §1.3 */
export const authentication: Section<Token> = {
  number: '1.3',
  title: 'Authentication',
  cases: [
    {
      says: 'The token counts in X-Hub-Api-Token and as Bearer',
      source: '§1.3; §12.5',
      async run(probe) {
        const guid = await openCase(probe)
        const { partner } = probe.credentials
        for (const headers of [
          { 'X-Hub-Api-Token': partner },
          { Authorization: `Bearer ${partner}` },
          { Authorization: `bearer ${partner}` },
        ])
          expectJson(await ask(probe, guid, '', headers), 200, [])
      },
    },
    {
      says: 'The token counts in the query, on GET, in all three notations',
      source: 'seed: GET /api/v3/case-messages, Example; §1.3; §12.5',
      async run(probe) {
        const guid = await openCase(probe)
        for (const name of ['accessToken', 'access_token', 'access-token'])
          expectJson(await ask(probe, guid, `&${name}=${probe.credentials.partner}`), 200, [])
      },
    },
    {
      says: 'The token counts in the query, on POST as well',
      source: '§1.3; §12.5',
      async run(probe) {
        const guid = await openCase(probe)
        const path = `case-messages/create?access-token=${probe.credentials.partner}`
        expectStatus(await post(probe, 'nobody', path, { guid, type: 'reminder' }), 200)
      },
    },
    {
      says: 'The first place that holds a token decides: own header, Bearer, query',
      source: '§1.3',
      async run(probe) {
        const guid = await openCase(probe)
        const { partner } = probe.credentials
        const bearer = { Authorization: `Bearer ${partner}` }
        expectStatus(await ask(probe, guid, '&accessToken=wrong', bearer), 200)
        expectStatus(await ask(probe, guid, '', { ...bearer, 'X-Hub-Api-Token': 'wrong' }), 401)
        expectStatus(
          await ask(probe, guid, `&accessToken=${partner}`, { Authorization: 'Bearer wrong' }),
          401,
        )
      },
    },
    {
      says: 'No token and a wrong one are 401, also when the body is invalid too',
      source: '§1.3; §12.5',
      async run(probe) {
        expectError(await ask(probe, nowhere, ''), 401, 'Unauthorized')
        expectError(await ask(probe, nowhere, '&accessToken=wrong'), 401, 'Unauthorized')
        const headers = { 'X-Hub-Api-Token': 'wrong' }
        const answer = await call(probe, 'nobody', 'POST', 'case-messages/create', { headers, body: json(5) })
        expectError(answer, 401, 'Unauthorized')
      },
    },
    {
      says: 'Two tokens in the query count as none',
      source: '§1.2',
      async run(probe) {
        const { partner } = probe.credentials
        const answer = await ask(probe, nowhere, `&accessToken=${partner}&access_token=${partner}`)
        expectError(answer, 401, 'Unauthorized')
      },
    },
    {
      says: 'A token in the body is an unknown key',
      source: '§1.3',
      async run(probe) {
        const accessToken = probe.credentials.partner
        const value = { guid: nowhere, type: 'reminder', accessToken }
        expectError(await post(probe, 'nobody', 'case-messages/create', value), 401, 'Unauthorized')
        expectError(
          await post(probe, 'partner', 'case-messages/create', value),
          400,
          '"accessToken" is not allowed',
        )
      },
    },
    {
      says: 'An account that may act for all providers chooses one with X-Service-Provider',
      source: '§1.3',
      async run(probe) {
        const guid = await openCase(probe)
        const { serviceProviderId } = await look(probe, 'partner', guid)
        const path = `case-messages?guid=${guid}`
        expectError(await get(probe, 'anyProvider', path), 403, 'No access')
        const headers = { 'X-Service-Provider': String(serviceProviderId) }
        expectJson(await call(probe, 'anyProvider', 'GET', path, { headers }), 200, [])
      },
    },
    {
      says: 'Other provider accounts, and ids that are no provider, are 403',
      source: '§1.3',
      async run(probe) {
        const guid = await openCase(probe)
        const { serviceProviderId, partnerId } = await look(probe, 'partner', guid)
        const path = `case-messages?guid=${guid}`
        for (const [who, id] of [
          ['otherProvider', serviceProviderId],
          ['anyProvider', partnerId],
          ['anyProvider', 999_999_999],
        ] as const) {
          const headers = { 'X-Service-Provider': String(id) }
          expectError(await call(probe, who, 'GET', path, { headers }), 403, 'No access')
        }
      },
    },
    {
      says: 'An X-Service-Provider that is no integer is 400, before the body is looked at',
      source: '§1.3; §1.4',
      async run(probe) {
        for (const id of ['acme', '1.5']) {
          const answer = await call(probe, 'anyProvider', 'POST', 'case-messages/create', {
            headers: { 'X-Service-Provider': id },
            body: raw('application/json', '{'),
          })
          expectError(answer, 400, '"X-Service-Provider" must be a number')
        }
      },
    },
    {
      says: 'On a partner account X-Service-Provider is ignored',
      source: '§1.3',
      async run(probe) {
        const guid = await openCase(probe)
        const headers = { 'X-Service-Provider': 'acme' }
        expectJson(await call(probe, 'partner', 'GET', `case-messages?guid=${guid}`, { headers }), 200, [])
      },
    },
  ],
}
