import { makePersonalSecret } from '../../src/usecases/credentials/personal-secrets.ts'
import { changePerson } from '../../src/usecases/people/change-person.ts'
import { buildContact, buildRep } from '../../test/harness/build.ts'
import { form, json } from '../body.ts'
import type { Section } from '../case.ts'
import type { Answer } from '../exchange.ts'
import { any, expect, expectHeader, expectKeys, expectStatus, expectValue } from '../expect.ts'
import {
  type Cm,
  type CmProbe,
  call,
  callUntyped,
  denied,
  expectRefusal,
  headersOf,
  idsOf,
  type Json,
  logIn,
  makeTicket,
  prepare,
  unauthorized,
} from './client.ts'

const ticketing = any.textLike(/^https?:\/\/[^/]+\/prod\/ticketing$/)
const jwt = any.textLike(/^[\w-]+\.[\w-]+\.[\w-]+$/)

/** Says that the answer is a session with all sessionKeys keys, whose token says itself when it ends. @returns the token */
export function expectSession(answer: Answer, keys: readonly string[]): string {
  expectStatus(answer, 200)
  const body = answer.json() as Json
  expectKeys(body, ...keys)
  expectValue([body.accessToken, body.expiration, body.expires_in], [jwt, any.id, any.id], 'the session')
  const token = String(body.accessToken)
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Json
  expect(claims.exp === body.expiration, 'the token’s exp is not the expiration')
  return token
}

/** What a session holds. */
export const sessionKeys = ['accessToken', 'expiration', 'expires_in', 'apis']

/** @returns the answer to a log-in with more in its body; undefined leaves a member out */
export function auth(probe: CmProbe, more: Json, headers?: Record<string, string>): Promise<Answer> {
  const body = json({ secret: probe.credentials.secret, ...more })
  return call(probe, 'POST', '/v1/auth', { as: 'key', body, ...(headers ? { headers } : {}) })
}

/** §5.1 */
export const authSection: Section<Cm> = {
  number: '5.1',
  title: 'Get a token — POST /v1/auth',
  cases: [
    {
      says: 'Key and Secret give a token, when it ends, and where the products are',
      source: 'seed: Obtain Authentication and Authorization Keys; §11.1',
      async run(probe) {
        const answer = await auth(probe, {})
        expectSession(answer, sessionKeys)
        expectValue((answer.json() as Json).apis, { ticketing }, 'apis')
      },
    },
    {
      says: 'Without a Content-Type the same JSON works',
      source: '§11.1',
      async run(probe) {
        const text = JSON.stringify({ secret: probe.credentials.secret })
        expectSession(await callUntyped(probe, 'POST', '/v1/auth', text, 'key'), sessionKeys)
      },
    },
    {
      says: 'As a form it works as well',
      source: '§11.1',
      async run(probe) {
        const body = form({ secret: probe.credentials.secret })
        expectSession(await call(probe, 'POST', '/v1/auth', { as: 'key', body }), sessionKeys)
      },
    },
    {
      says: 'A token lives for 1200 seconds',
      source: '§2',
      needs: 'operator',
      async run(probe) {
        expectValue(((await auth(probe, {})).json() as Json).expires_in, 1200, 'expires_in')
      },
    },
    {
      says: 'A Secret that is missing or no text is 400',
      source: '§5.1',
      async run(probe) {
        for (const secret of [undefined, '', 7, null])
          expectRefusal(await auth(probe, { secret }), 400, 'The "secret" parameter is required', 'secret')
      },
    },
    {
      says: 'A wrong Secret is 400 `Secret token not valid`',
      source: '§11.2',
      async run(probe) {
        expectRefusal(await auth(probe, { secret: 'wrong' }), 400, 'Secret token not valid')
      },
    },
    {
      says: 'A missing key is 401, an unknown one 403',
      source: '§5.1; §11.2',
      async run(probe) {
        const body = json({ secret: probe.credentials.secret })
        expectRefusal(await call(probe, 'POST', '/v1/auth', { as: 'nobody', body }), 401, unauthorized)
        const headers = { 'x-inbenta-key': 'bm9ib2R5' }
        expectRefusal(await call(probe, 'POST', '/v1/auth', { as: 'nobody', headers, body }), 403, denied)
      },
    },
    {
      says: 'A domain key is not needed, and alone it is 400',
      source: 'seed: Obtain Authentication and Authorization Keys; §9.1',
      async run(probe) {
        for (const name of ['domain_key', 'domainKey', 'domainkey'])
          expectStatus(await auth(probe, { secret: undefined, [name]: 'x' }), 400)
      },
    },
    {
      says: 'An unknown personal secret is 422 `Invalid user personal secret`',
      source: '§5.1',
      async run(probe) {
        const answer = await auth(probe, { user_personal_secret: 'nobody’s' })
        expectRefusal(answer, 422, 'Invalid user personal secret')
      },
    },
    {
      says: 'A personal secret beside a domain key is 422',
      source: '§5.1',
      async run(probe) {
        const answer = await auth(probe, { user_personal_secret: 'x', domain_key: 'x' })
        expectRefusal(answer, 422, "user_personal_secret can't be used with a domain key")
      },
    },
    {
      says: 'A personal secret of somebody without rights is 403 `User has no rights for instance`',
      source: '§5.1',
      needs: 'operator',
      async run(probe) {
        const { id } = await buildRep(probe.desk, { roleIds: [] })
        const answer = await auth(probe, { user_personal_secret: await personalSecret(probe, id) })
        expectRefusal(answer, 403, 'User has no rights for instance')
      },
    },
    {
      says: 'With a contact’s personal secret only the contact’s own tickets are there',
      source: '§5.1',
      needs: 'operator',
      async run(probe) {
        const [own, other] = [
          await buildContact(probe.desk, { loginEnabled: true }),
          await buildContact(probe.desk),
        ]
        const ticket = await makeTicket(probe, own.id)
        const foreign = await makeTicket(probe, other.id)
        const Authorization = await bound(probe, own.id)
        const given = { as: 'key', headers: { Authorization } } as const
        expectValue(idsOf(await call(probe, 'GET', '/v1/tickets', given)), [ticket.id], 'the tickets')
        const path = `/v1/tickets/${foreign.id}`
        expectRefusal(await call(probe, 'GET', path, given), 404, `Ticket ${foreign.id} does not exist`)
      },
    },
    {
      says: 'A token bound to a person ends when the person’s login is disabled',
      source: '§5.1',
      needs: 'operator',
      async run(probe) {
        const { id } = await buildContact(probe.desk, { loginEnabled: true })
        const given = { as: 'key', headers: { Authorization: await bound(probe, id) } } as const
        expectStatus(await call(probe, 'GET', '/v1/tickets', given), 200)
        await changePerson(probe.desk.desk, probe.desk.as(), 'contact', id, { loginEnabled: false })
        expectRefusal(await call(probe, 'GET', '/v1/tickets', given), 403, denied)
      },
    },
  ],
}

async function personalSecret(probe: CmProbe, personId: number): Promise<string> {
  const issued = await makePersonalSecret(probe.desk.desk, probe.desk.as(), {
    personId,
    name: 'phone',
    expiresAt: null,
  })
  return probe.name(issued.key, 'personal secret')
}

async function bound(probe: CmProbe, personId: number): Promise<string> {
  const answer = await auth(probe, { user_personal_secret: await personalSecret(probe, personId) })
  return `Bearer ${expectSession(answer, sessionKeys)}`
}

/** §5.2 */
export const refreshSection: Section<Cm> = {
  number: '5.2',
  title: 'Exchange a token — POST /v1/refreshToken',
  cases: [
    ...(['[]', '{}', ''] as const).map((text) => ({
      says: `A live token gives a new one, without apis; the body is ${text === '' ? 'an empty form' : text}`,
      source: '§5.2; §11.4' as const,
      async run(probe: CmProbe) {
        const type = text === '' ? 'application/x-www-form-urlencoded' : 'application/json'
        const body = { type, bytes: Buffer.from(text) }
        const answer = await call(probe, 'POST', '/v1/refreshToken', { body })
        const token = expectSession(answer, ['accessToken', 'expiration', 'expires_in'])
        const fresh = { as: 'key', headers: { Authorization: `Bearer ${token}` } } as const
        expectStatus(await call(probe, 'GET', '/v1/users', fresh), 200)
      },
    })),
    {
      says: 'The old token goes on until its own end',
      source: '§5.2; §11.4',
      async run(probe) {
        const given = { as: 'key', headers: { Authorization: `Bearer ${await logIn(probe)}` } } as const
        expectStatus(await prepare(probe, 'POST', '/v1/refreshToken', given), 200)
        expectStatus(await call(probe, 'GET', '/v1/users', given), 200)
      },
    },
    {
      says: 'Without a token it is 401',
      source: '§5.2',
      async run(probe) {
        expectRefusal(await call(probe, 'POST', '/v1/refreshToken', { as: 'key' }), 401, unauthorized)
      },
    },
  ],
}

/** §5.3 */
export const apisSection: Section<Cm> = {
  number: '5.3',
  title: 'Product addresses — GET /v1/apis',
  cases: [
    {
      says: 'The vendor’s own request, headers in lower case, is answered with the addresses and nothing else',
      source: 'seed: Get the API URL; §11.3',
      async run(probe) {
        const { 'x-inbenta-key': key = '', Authorization = '' } = await headersOf(probe, 'app')
        const headers = { authorization: Authorization, 'x-inbenta-key': key }
        const answer = await call(probe, 'GET', '/v1/apis', { as: 'nobody', headers })
        expectStatus(answer, 200)
        expectValue(answer.json(), { apis: { ticketing } }, 'the answer')
      },
    },
    {
      says: 'An empty form may go with the GET',
      source: '§3',
      async run(probe) {
        const headers = { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': '0' }
        expectStatus(await call(probe, 'GET', '/v1/apis', { headers }), 200)
      },
    },
    {
      says: 'POST is 405 with Allow',
      source: '§5.3',
      async run(probe) {
        const answer = await call(probe, 'POST', '/v1/apis')
        expectRefusal(answer, 405, 'Method not allowed')
        expectHeader(answer, 'allow', /GET/)
      },
    },
  ],
}
