import assert from 'node:assert/strict'
import { buildCaseManagementApp, buildContact, buildRep } from '../../../test/harness/build.ts'
import { type CmAnswer, callCm, dataOf, type Json } from '../../../test/harness/case-management.ts'
import { newDesk, type TestDesk } from '../../../test/harness/desk.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { builtIn } from '../../domain/catalog.ts'
import { deletePersonalSecret, makePersonalSecret } from '../../usecases/credentials/personal-secrets.ts'
import { changePerson } from '../../usecases/people/change-person.ts'
import { deletePerson } from '../../usecases/people/delete-person.ts'

interface App {
  readonly key: string
  readonly secret: string
}

/** @returns the id and text of a new personal secret */
async function secretOf(on: TestDesk, personId: number, expiresAt: number | null = null) {
  const issued = await makePersonalSecret(on.desk, on.as(), { personId, name: 'phone', expiresAt })
  return { id: issued.credential.id, text: issued.key }
}

function auth(on: TestDesk, { key, secret }: App, body: Json): Promise<CmAnswer> {
  return callCm(on, 'POST', '/v1/auth', { 'x-inbenta-key': key }, JSON.stringify({ secret, ...body }))
}

/** @returns a way to call the API as the person */
async function callerWith(on: TestDesk, app: App, text: string) {
  const session = await auth(on, app, { user_personal_secret: text })
  assert.equal(session.status, 200, JSON.stringify(session.json))
  const headers = { 'x-inbenta-key': app.key, authorization: `Bearer ${session.json.accessToken}` }
  return {
    headers,
    get: (path: string) => callCm(on, 'GET', path, headers),
    send: (method: 'POST' | 'PUT', path: string, body: Json) =>
      callCm(on, method, path, headers, JSON.stringify(body)),
  }
}

onEachEngine('CM §5.1: personal secrets are refused with the three texts of the table', async (engine) => {
  const on = await newDesk(engine)
  try {
    const app = await buildCaseManagementApp(on)
    const contact = await buildContact(on, { loginEnabled: true })
    const good = await secretOf(on, contact.id)
    const gone = await secretOf(on, contact.id)
    await deletePersonalSecret(on.desk, on.as(), gone.id)
    const rep = await buildRep(on, { roleIds: [] })
    const short = await secretOf(on, contact.id, on.clock.now + 1000)
    on.clock.advance(1000)

    const invalid = 'Invalid user personal secret'
    const domain = "user_personal_secret can't be used with a domain key"
    const rows: [body: Json, status: number, message: string][] = [
      [{ user_personal_secret: 'nobody' }, 422, invalid],
      [{ user_personal_secret: gone.text }, 422, invalid],
      [{ user_personal_secret: short.text }, 422, invalid],
      [{ user_personal_secret: 7 }, 422, invalid],
      [{ user_personal_secret: app.key }, 422, invalid],
      [{ user_personal_secret: good.text, domain_key: 'x' }, 422, domain],
      [{ user_personal_secret: good.text, domainKey: 'x', secret: undefined }, 422, domain],
      [{ user_personal_secret: (await secretOf(on, rep.id)).text }, 403, 'User has no rights for instance'],
      [{ user_personal_secret: good.text, secret: 'wrong' }, 400, 'Secret token not valid'],
    ]
    for (const [body, status, message] of rows) {
      const answer = await auth(on, app, body)
      assert.deepEqual([answer.status, answer.json.message], [status, message], JSON.stringify(body))
      assert.equal((answer.json.error as { code?: unknown }).code, status)
      on.clock.advance(3_600_000)
    }
    for (const none of ['', null]) {
      assert.equal((await auth(on, app, { user_personal_secret: none })).status, 200)
    }
    for (let tries = 0; tries < 5; tries++) await auth(on, app, { user_personal_secret: 'guess' })
    const slowed = await auth(on, app, { user_personal_secret: 'guess' })
    assert.deepEqual([slowed.status, slowed.headers['retry-after']], [429, '1'])
    assert.equal((await auth(on, app, { user_personal_secret: good.text })).status, 200)
  } finally {
    await on.close()
  }
})

onEachEngine(
  'CM §5.1: with a contact’s personal secret the application sees and does what the contact may',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const app = await buildCaseManagementApp(on)
      const [ann, bob] = [await buildContact(on, { loginEnabled: true }), await buildContact(on)]
      const { json } = await auth(on, app, {})
      const whole = { 'x-inbenta-key': app.key, authorization: `Bearer ${json.accessToken}` }
      const open = async (creator: number) =>
        (await callCm(on, 'POST', '/v1/tickets', whole, JSON.stringify({ creator, message: 'Quiet' }))).json
          .id
      const [mine, other] = [await open(ann.id), await open(bob.id)]

      const as = await callerWith(on, app, (await secretOf(on, ann.id)).text)
      assert.deepEqual(
        dataOf(await as.get('/v1/tickets')).map(({ id }) => id),
        [mine],
      )
      assert.equal((await as.get(`/v1/tickets/${mine}`)).status, 200)
      assert.equal((await as.get(`/v1/tickets/${other}`)).status, 404)
      assert.equal((await as.get(`/v1/users/${ann.id}`)).json.address, ann.email)
      for (const path of ['/v1/users', `/v1/users/${bob.id}`, `/v1/tickets?creator=${bob.id}`]) {
        assert.equal((await as.get(path)).status, 403, path)
      }
      const opened = await as.send('POST', '/v1/tickets', { creator: ann.guid, message: 'Loud' })
      assert.equal(opened.status, 200)
      const reply = { creator: ann.id, message: 'Still loud' }
      assert.equal((await as.send('POST', `/v1/tickets/${opened.json.id}/replies`, reply)).status, 200)
      const refused: [method: 'POST' | 'PUT', path: string, body: Json, status: number][] = [
        ['POST', '/v1/tickets', { creator: bob.id, message: 'Not me' }, 403],
        ['POST', `/v1/tickets/${mine}/replies`, { creator: bob.id, message: 'Not me' }, 403],
        ['POST', `/v1/tickets/${other}/replies`, reply, 404],
        ['PUT', `/v1/tickets/${other}`, { title: 'x' }, 404],
        ['POST', '/v1/users', { name: 'Cy', address: 'cy@example.com' }, 403],
        ['PUT', `/v1/users/${bob.id}`, { name: 'Cy' }, 403],
      ]
      for (const [method, path, body, status] of refused) {
        assert.equal((await as.send(method, path, body)).status, status, `${method} ${path}`)
      }

      const refreshed = await as.send('POST', '/v1/refreshToken', {})
      const later = { ...whole, authorization: `Bearer ${refreshed.json.accessToken}` }
      assert.equal(
        (await callCm(on, 'GET', `/v1/tickets/${other}`, later)).status,
        404,
        'a refreshed token stays bound to the person',
      )
    } finally {
      await on.close()
    }
  },
)

onEachEngine(
  'CM §5.1: with a rep’s personal secret the application acts as the rep, with the rights of the roles',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const app = await buildCaseManagementApp(on)
      const ann = await buildContact(on)
      const [rep, reader] = [await buildRep(on), await buildRep(on, { roleIds: [builtIn.role.readOnly] })]
      const as = await callerWith(on, app, (await secretOf(on, rep.id)).text)
      const { json } = await as.send('POST', '/v1/tickets', { creator: ann.id, message: 'Quiet' })
      await as.send('POST', `/v1/tickets/${json.id}/replies`, { creator: rep.id, message: 'Turn it up' })
      const replies = dataOf(await as.get(`/v1/tickets/${json.id}/replies`))
      assert.deepEqual(
        replies.map(({ creator, type }) => [creator, type]),
        [[rep.id, 'answer']],
      )
      const looking = await callerWith(on, app, (await secretOf(on, reader.id)).text)
      assert.equal((await looking.get(`/v1/tickets/${json.id}`)).status, 200)
      assert.equal((await looking.send('PUT', `/v1/tickets/${json.id}`, { title: 'x' })).status, 403)
    } finally {
      await on.close()
    }
  },
)

onEachEngine(
  'CM §5.1: a token bound to a person ends at once with the secret, the login or the person',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const app = await buildCaseManagementApp(on)
      const ends: ((personId: number, secretId: number) => Promise<unknown>)[] = [
        (_person, secret) => deletePersonalSecret(on.desk, on.as(), secret),
        (person) => changePerson(on.desk, on.as(), 'contact', person, { loginEnabled: false }),
        (person) => deletePerson(on.desk, on.as(), 'contact', person),
      ]
      for (const end of ends) {
        const contact = await buildContact(on, { loginEnabled: true })
        const { id, text } = await secretOf(on, contact.id)
        const as = await callerWith(on, app, text)
        assert.equal((await as.get('/v1/tickets')).status, 200)
        await end(contact.id, id)
        assert.equal((await as.get('/v1/tickets')).status, 403)
        assert.equal((await auth(on, app, { user_personal_secret: text })).status, 422)
      }
    } finally {
      await on.close()
    }
  },
)
