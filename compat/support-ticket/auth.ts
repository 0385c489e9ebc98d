import { changePerson } from '../../src/usecases/people/change-person.ts'
import { deletePerson } from '../../src/usecases/people/delete-person.ts'
import { buildContact, buildSupportTicketApp } from '../../test/harness/build.ts'
import { form, json, multipart } from '../body.ts'
import type { Section } from '../case.ts'
import type { Answer } from '../exchange.ts'
import { any, expectHeader, expectKeys, expectStatus, expectValue } from '../expect.ts'
import {
  call,
  expectData,
  expectRefusal,
  freshTokens,
  logIn,
  prepare,
  type Ticket,
  type TicketProbe,
} from './client.ts'

const history = 'support/get/ticket/history/'
const badApikey = { detail: 'The supplied authentication credentials are invalid.' }
const badLogin = { detail: 'No active account found with the given credentials' }
const noCredentials = { detail: 'Authentication credentials were not provided.' }
const badToken = { detail: 'Given token not valid for any token type', code: 'token_not_valid' }
const badRefresh = { detail: 'Token is invalid or expired', code: 'token_not_valid' }
const badHeader = {
  detail: 'Authorization header must contain two space-delimited values',
  code: 'bad_authorization_header',
}
const required = 'This field is required.'
const aToken = any.textLike(/^[\w-]+\.[\w-]+\.[\w-]+$/)

function expectChallenge(answer: Answer, errors: Readonly<Record<string, string>>): void {
  expectRefusal(answer, 401, errors)
  expectHeader(answer, 'www-authenticate', 'Bearer realm="api"')
}

/** @returns the answer of the history to this Authorization */
function withAuthorization(probe: TicketProbe, Authorization: string): Promise<Answer> {
  return call(probe, 'GET', history, { as: 'app', headers: { Authorization } })
}

/** @returns a new person's log-in, on the desk itself */
async function newcomer(probe: TicketProbe) {
  const username = probe.name(`${probe.unique('newcomer', '-')}@example.com`, 'username')
  const password = probe.name('a password of their own', 'their password')
  const person = await buildContact(probe.desk, { addresses: [username], password })
  return { person, username, password }
}

/** §3 */
export const headers: Section<Ticket> = {
  number: '3',
  title: 'Authentication of every request',
  cases: [
    {
      says: 'A request carries `apikey` and `Authorization: Bearer <access token>`',
      source: 'seed: Headers of every operation; §3',
      async run(probe) {
        expectData(await call(probe, 'GET', history), { TicketList: any.list })
      },
    },
    {
      says: 'Without apikey, or with one nobody has, it is 401, whatever else is sent',
      source: '§9.3',
      async run(probe) {
        const { access } = await logIn(probe, 'user')
        for (const apikey of [undefined, '', 'nobody']) {
          const headers = { Authorization: `Bearer ${access}`, ...(apikey === undefined ? {} : { apikey }) }
          expectChallenge(await call(probe, 'GET', history, { as: 'nobody', headers }), badApikey)
        }
      },
    },
    {
      says: 'The apikey is asked before the token, and both before the parameters',
      source: '§3.3',
      async run(probe) {
        const wrong = { apikey: 'nobody', Authorization: 'Bearer nonsense' }
        const path = 'support/create/ticket/'
        expectChallenge(
          await call(probe, 'POST', path, { as: 'nobody', headers: wrong, body: form({}) }),
          badApikey,
        )
        const noToken = { Authorization: 'Bearer nonsense' }
        expectChallenge(
          await call(probe, 'POST', path, { as: 'app', headers: noToken, body: form({}) }),
          badToken,
        )
      },
    },
    {
      says: 'Without Authorization, or with another scheme than Bearer, credentials were not provided',
      source: '§9.3',
      async run(probe) {
        expectChallenge(await call(probe, 'GET', history, { as: 'app' }), noCredentials)
        expectChallenge(await withAuthorization(probe, 'Basic YTpi'), noCredentials)
      },
    },
    {
      says: '`Bearer` without a token, or with two, is a bad header',
      source: '§9.3',
      async run(probe) {
        const { access } = await logIn(probe, 'user')
        expectChallenge(await withAuthorization(probe, 'Bearer'), badHeader)
        expectChallenge(await withAuthorization(probe, `Bearer ${access} ${access}`), badHeader)
      },
    },
    {
      says: 'A token that is malformed or forged is not valid',
      source: '§9.3',
      async run(probe) {
        const { access } = await logIn(probe, 'user')
        expectChallenge(await withAuthorization(probe, 'Bearer nonsense'), badToken)
        const [head, , signature] = access.split('.')
        const claims = Buffer.from('{"sub":"1","exp":99999999999}').toString('base64url')
        expectChallenge(await withAuthorization(probe, `Bearer ${head}.${claims}.${signature}`), badToken)
      },
    },
    {
      says: 'A refresh token is no access token',
      source: '§9.3',
      async run(probe) {
        const { refresh } = await logIn(probe, 'user')
        expectChallenge(await withAuthorization(probe, `Bearer ${refresh}`), badToken)
      },
    },
    {
      says: 'An access token is over after 60 minutes',
      source: '§9.3',
      needs: 'clock',
      async run(probe) {
        const { access } = await logIn(probe, 'user')
        probe.desk.clock.advance(3_599_000)
        expectStatus(await withAuthorization(probe, `Bearer ${access}`), 200)
        probe.desk.clock.advance(2_000)
        expectChallenge(await withAuthorization(probe, `Bearer ${access}`), badToken)
      },
    },
    {
      says: 'The token of a person who may no longer log in is refused as inactive',
      source: '§9.3',
      needs: 'operator',
      async run(probe) {
        const { person, ...given } = await newcomer(probe)
        const { access } = await freshTokens(probe, given)
        await changePerson(probe.desk.desk, probe.desk.as(), 'contact', person.id, { loginEnabled: false })
        expectChallenge(await withAuthorization(probe, `Bearer ${access}`), { detail: 'User is inactive' })
      },
    },
    {
      says: 'The token of a person who was deleted is refused as not found',
      source: '§3.3',
      needs: 'operator',
      async run(probe) {
        const { person, ...given } = await newcomer(probe)
        const { access } = await freshTokens(probe, given)
        await deletePerson(probe.desk.desk, probe.desk.as(), 'contact', person.id)
        expectChallenge(await withAuthorization(probe, `Bearer ${access}`), { detail: 'User not found' })
      },
    },
    {
      says: 'A token works through the application only through which its person logged in',
      source: '§3',
      needs: 'operator',
      async run(probe) {
        const { access } = await logIn(probe, 'user')
        const { apikey } = await buildSupportTicketApp(probe.desk)
        const headers = {
          apikey: probe.name(apikey, 'apikey of another application'),
          Authorization: `Bearer ${access}`,
        }
        expectChallenge(await call(probe, 'GET', history, { as: 'nobody', headers }), badToken)
      },
    },
    {
      says: 'The scheme may be written in any case',
      source: '§3.3',
      async run(probe) {
        const { access } = await logIn(probe, 'user')
        for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
          expectStatus(await withAuthorization(probe, `${scheme} ${access}`), 200)
        }
      },
    },
  ],
}

/** §3.1 */
export const logInSection: Section<Ticket> = {
  number: '3.1',
  title: 'Log-in — POST user/login/',
  cases: [
    {
      says: 'User name and password give `refresh` and `access`, without an envelope',
      source: '§3.1',
      async run(probe) {
        const { user, password } = probe.credentials
        const answer = await call(probe, 'POST', 'user/login/', {
          as: 'app',
          body: multipart({ username: user, password }),
        })
        expectStatus(answer, 200)
        expectValue(answer.json(), { refresh: aToken, access: aToken })
        expectKeys(answer.json(), 'refresh', 'access')
      },
    },
    {
      says: 'The body may be multipart, a form or JSON',
      source: '§3.1',
      async run(probe) {
        const { user: username, password } = probe.credentials
        for (const encode of [multipart, form, json]) {
          const body = encode({ username, password })
          expectStatus(await call(probe, 'POST', 'user/login/', { as: 'app', body }), 200)
        }
      },
    },
    {
      says: 'A wrong password and an unknown user name are told with the same sentence',
      source: '§3.3',
      async run(probe) {
        for (const username of [probe.credentials.otherUser, `${probe.unique('nobody', '-')}@example.com`]) {
          const body = form({ username, password: 'wrong' })
          expectChallenge(await call(probe, 'POST', 'user/login/', { as: 'app', body }), badLogin)
        }
      },
    },
    {
      says: 'A person who may not log in is refused like a wrong password',
      source: '§3.3',
      needs: 'operator',
      async run(probe) {
        const { person, username, password } = await newcomer(probe)
        await changePerson(probe.desk.desk, probe.desk.as(), 'contact', person.id, { loginEnabled: false })
        const body = form({ username, password })
        expectChallenge(await call(probe, 'POST', 'user/login/', { as: 'app', body }), badLogin)
      },
    },
    {
      says: 'Missing and blank fields are told field by field',
      source: '§3.3',
      async run(probe) {
        const missing = await call(probe, 'POST', 'user/login/', { as: 'app', body: form({}) })
        expectRefusal(missing, 400, { username: required, password: required })
        const body = form({ username: ' ', password: '' })
        const blank = 'This field may not be blank.'
        expectRefusal(await call(probe, 'POST', 'user/login/', { as: 'app', body }), 400, {
          username: blank,
          password: blank,
        })
      },
    },
    {
      says: 'Log-in wants the apikey of a registered application',
      source: '§3.1',
      async run(probe) {
        const body = form({ username: probe.credentials.user, password: probe.credentials.password })
        expectChallenge(await call(probe, 'POST', 'user/login/', { as: 'nobody', body }), badApikey)
      },
    },
  ],
}

/** §3.2 */
export const refreshSection: Section<Ticket> = {
  number: '3.2',
  title: 'Refresh token — POST user/token/refresh/',
  cases: [
    {
      says: 'A refresh token gives a new access token, without an envelope',
      source: '§3.2',
      async run(probe) {
        const { refresh } = await logIn(probe, 'user')
        const answer = await call(probe, 'POST', 'user/token/refresh/', {
          as: 'app',
          body: json({ refresh }),
        })
        expectStatus(answer, 200)
        expectValue(answer.json(), { access: aToken })
        const { access } = answer.json() as { access: string }
        expectStatus(await withAuthorization(probe, `Bearer ${access}`), 200)
      },
    },
    {
      says: 'It goes on doing so when the access token is over, for 24 hours',
      source: '§3',
      needs: 'clock',
      async run(probe) {
        const { refresh } = await logIn(probe, 'user')
        const body = form({ refresh })
        probe.desk.clock.advance(86_399_000)
        expectStatus(await call(probe, 'POST', 'user/token/refresh/', { as: 'app', body }), 200)
        probe.desk.clock.advance(2_000)
        expectChallenge(await call(probe, 'POST', 'user/token/refresh/', { as: 'app', body }), badRefresh)
      },
    },
    {
      says: 'A bad refresh token, and an access token in its place, are refused',
      source: '§3.3',
      async run(probe) {
        const { access } = await logIn(probe, 'user')
        for (const refresh of ['nonsense', access]) {
          const body = form({ refresh })
          expectChallenge(await call(probe, 'POST', 'user/token/refresh/', { as: 'app', body }), badRefresh)
        }
      },
    },
    {
      says: 'A missing refresh token is told as a field',
      source: '§3.3',
      async run(probe) {
        const answer = await call(probe, 'POST', 'user/token/refresh/', { as: 'app', body: form({}) })
        expectRefusal(answer, 400, { refresh: required })
      },
    },
    {
      says: 'The refresh token of a person who may no longer log in is refused as inactive',
      source: '§3.3',
      needs: 'operator',
      async run(probe) {
        const { person, ...given } = await newcomer(probe)
        const { refresh } = await freshTokens(probe, given)
        await changePerson(probe.desk.desk, probe.desk.as(), 'contact', person.id, { loginEnabled: false })
        const body = form({ refresh })
        expectChallenge(await call(probe, 'POST', 'user/token/refresh/', { as: 'app', body }), {
          detail: 'User is inactive',
        })
        expectStatus(await prepare(probe, 'POST', 'user/login/', { as: 'app', body: form(given) }), 401)
      },
    },
  ],
}
