import type { Section } from '../case.ts'
import { any, expectStatus, expectValue } from '../expect.ts'
import { auth, expectSession, sessionKeys } from './auth.ts'
import {
  type Cm,
  type CmProbe,
  call,
  denied,
  expectRefusal,
  headersOf,
  logIn,
  unauthorized,
} from './client.ts'

/** §1 */
export const addresses: Section<Cm> = {
  number: '1',
  title: 'Addresses',
  cases: [
    ...['/prod/ticketing/v1/tickets', '/ticketing/v1/tickets', '/v1/tickets'].map((path) => ({
      says: `Tickets are at ${path}, also with a slash at the end`,
      source: 'seed: Specify the version; §1' as const,
      async run(probe: CmProbe) {
        expectStatus(await call(probe, 'GET', path), 200)
        expectStatus(await call(probe, 'GET', `${path}/`), 200)
      },
    })),
    {
      says: 'The address that `apis` gives carries no version and no slash; with `/v1` it works',
      source: 'seed: Specify the version; §11.3',
      async run(probe) {
        const answer = await call(probe, 'GET', '/v1/apis')
        const { apis } = answer.json() as { apis: { ticketing: string } }
        const path = new URL(apis.ticketing).pathname
        expectStatus(await call(probe, 'GET', `${path}/v1/tickets`), 200)
      },
    },
    {
      says: 'The Auth API stands at /v1 only',
      source: '§1',
      async run(probe) {
        for (const path of ['/prod/ticketing/v1/apis', '/ticketing/v1/apis'])
          expectRefusal(await call(probe, 'GET', path), 404, 'Not found')
      },
    },
    {
      says: 'apis.ticketing is built from the public address of the installation, where one is set',
      source: '§1',
      needs: { what: 'a public address', desk: { settings: { publicUrl: 'https://help.example.org' } } },
      async run(probe) {
        const answer = await call(probe, 'GET', '/v1/apis')
        expectValue(answer.json(), { apis: { ticketing: 'https://help.example.org/prod/ticketing' } })
      },
    },
  ],
}

/** §2 */
export const headersSection: Section<Cm> = {
  number: '2',
  title: 'Key and token of every request',
  cases: [
    {
      says: 'Key and `Bearer <access token>` go with every request; names of headers and the word are of any case',
      source: 'seed: Use the access token; §9.1',
      async run(probe) {
        const { 'x-inbenta-key': key = '', Authorization = '' } = await headersOf(probe, 'app')
        const sent = { 'X-INBENTA-KEY': key, authorization: Authorization.replace('Bearer', 'bEaReR') }
        expectStatus(await call(probe, 'GET', '/v1/users', { as: 'nobody', headers: sent }), 200)
      },
    },
    {
      says: 'Without a key, or without Authorization, it is 401 `Unauthorized`',
      source: '§2; §11.2',
      async run(probe) {
        const { Authorization = '' } = await headersOf(probe, 'app')
        expectRefusal(await call(probe, 'GET', '/v1/users', { as: 'nobody' }), 401, unauthorized)
        expectRefusal(await call(probe, 'GET', '/v1/users', { as: 'key' }), 401, unauthorized)
        const empty = { as: 'key', headers: { Authorization: '' } } as const
        expectRefusal(await call(probe, 'GET', '/v1/users', empty), 401, unauthorized)
        const keyless = { as: 'nobody', headers: { Authorization } } as const
        expectRefusal(await call(probe, 'GET', '/v1/tickets', keyless), 401, unauthorized)
      },
    },
    {
      says: 'With an unknown key it is 403, with a capital Message',
      source: '§2; §11.2',
      async run(probe) {
        const headers = { 'x-inbenta-key': 'bm9ib2R5' }
        expectRefusal(await call(probe, 'GET', '/v1/users', { headers }), 403, denied)
        expectRefusal(await auth(probe, {}, headers), 403, denied)
      },
    },
    {
      says: 'A token of another key, a forged one and one that is none are 403',
      source: '§2',
      async run(probe) {
        const { Authorization = '' } = await headersOf(probe, 'other')
        for (const value of [
          Authorization,
          `${Authorization}x`,
          'Bearer nonsense',
          'Basic eDp5',
          'nonsense',
        ]) {
          const given = { as: 'key', headers: { Authorization: value } } as const
          expectRefusal(await call(probe, 'GET', '/v1/users', given), 403, denied)
        }
      },
    },
    {
      says: 'An expired token is 403',
      source: '§2; §11.4',
      needs: 'clock',
      async run(probe) {
        const Authorization = `Bearer ${await logIn(probe)}`
        probe.desk.clock.advance(1_201_000)
        const given = { as: 'key', headers: { Authorization } } as const
        expectRefusal(await call(probe, 'GET', '/v1/users', given), 403, denied)
        expectRefusal(await call(probe, 'POST', '/v1/refreshToken', given), 403, denied)
      },
    },
    {
      says: 'A Secret holds only letters, digits, `.`, `_` and `-`, because clients send it unencoded',
      source: '§2',
      async run(probe) {
        expectValue(probe.credentials.secret, any.textLike(/^[\w.-]+$/), 'the Secret')
        const body = {
          type: 'application/x-www-form-urlencoded',
          bytes: Buffer.from(`secret=${probe.credentials.secret}`),
        }
        expectSession(await call(probe, 'POST', '/v1/auth', { as: 'key', body }), sessionKeys)
      },
    },
    {
      says: 'Headers of request signing and odd ones are ignored',
      source: '§3; §10',
      async run(probe) {
        const headers = { '0': 'x', 'x-inbenta-signature': 'x', 'x-inbenta-timestamp': '1' }
        expectStatus(await call(probe, 'GET', '/v1/users', { headers }), 200)
      },
    },
  ],
}
