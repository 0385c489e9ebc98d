import assert from 'node:assert/strict'
import { buildContact, buildRep, buildSupportTicketApp } from '../../../test/harness/build.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { type Answer, password, refused, ticketDesk } from '../../../test/samples/ticket-desk.ts'
import type { Person } from '../../domain/person.ts'
import { savePerson } from '../../storage/people.ts'

const history = 'support/get/ticket/history/'

function challenged(answer: Answer, errors: Record<string, string>): void {
  refused(answer, 401, errors)
  assert.equal(answer.headers['www-authenticate'], 'Bearer realm="api"')
}

onEachEngine('ST 9.3: apikey missing or unknown', async (engine) => {
  const { on, apikey, client, send } = await ticketDesk(engine)
  try {
    const ann = await client()
    const { authorization } = ann.headers as { authorization: string }
    for (const headers of [{}, { apikey: '' }, { apikey: 'nobody' }, { apikey: `${apikey}x` }]) {
      // Asked before the token, and before the parameters.
      for (const token of [{}, { authorization }, { authorization: 'Bearer nonsense' }]) {
        const answer = await send('POST', 'support/create/ticket/', { ...headers, ...token })
        challenged(answer, { detail: 'The supplied authentication credentials are invalid.' })
      }
      challenged(await send('POST', 'user/login/', headers), {
        detail: 'The supplied authentication credentials are invalid.',
      })
    }
  } finally {
    await on.close()
  }
})

onEachEngine(
  'ST 9.3: token missing, malformed, forged, of another application or of another use',
  async (engine) => {
    const { on, apikey, client, send } = await ticketDesk(engine)
    try {
      const ann = await client()
      const other = await buildSupportTicketApp(on)
      const missing = { detail: 'Authentication credentials were not provided.' }
      const badHeader = {
        detail: 'Authorization header must contain two space-delimited values',
        code: 'bad_authorization_header',
      }
      const badToken = { detail: 'Given token not valid for any token type', code: 'token_not_valid' }
      for (const [authorization, errors] of [
        [undefined, missing],
        ['', missing],
        ['Basic YTpi', missing],
        [ann.access, missing],
        ['Bearer', badHeader],
        [`Bearer ${ann.access} twice`, badHeader],
        ['Bearer nonsense', badToken],
        [`Bearer ${ann.access.slice(0, -4)}AAAA`, badToken],
        [`Bearer ${ann.refresh}`, badToken],
      ] as const) {
        const headers = { apikey, ...(authorization === undefined ? {} : { authorization }) }
        challenged(await send('GET', history, headers), errors)
        // Before the parameters: this request lacks every one of them.
        challenged(await send('POST', 'support/create/ticket/', headers), errors)
      }
      challenged(await send('GET', history, { ...ann.headers, apikey: other.apikey }), badToken)
      for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
        assert.equal(
          (await send('GET', history, { apikey, authorization: `${scheme} ${ann.access}` })).status,
          200,
        )
      }
    } finally {
      await on.close()
    }
  },
)

onEachEngine('ST 9.3: a token ends after an hour and is renewed for a day', async (engine) => {
  const { on, apikey, client, send } = await ticketDesk(engine)
  try {
    const ann = await client()
    on.clock.advance(3_599_000)
    assert.equal((await ann.send('GET', history)).status, 200)
    on.clock.advance(2_000)
    challenged(await ann.send('GET', history), {
      detail: 'Given token not valid for any token type',
      code: 'token_not_valid',
    })
    for (const path of ['user/token/refresh/', 'user/refresh-token/', 'user/refresh/']) {
      const renewed = await send('POST', path, { apikey }, { json: { refresh: ann.refresh } })
      assert.equal(renewed.status, 200)
      const { access, ...rest } = JSON.parse(renewed.text) as { access: string }
      assert.deepEqual(rest, {})
      assert.equal((await send('GET', history, { apikey, authorization: `Bearer ${access}` })).status, 200)
    }
    on.clock.advance(86_400_000)
    for (const refresh of [ann.refresh, ann.access, 'nonsense']) {
      challenged(await send('POST', 'user/token/refresh/', { apikey }, { form: { refresh } }), {
        detail: 'Token is invalid or expired',
        code: 'token_not_valid',
      })
    }
    refused(await send('POST', 'user/token/refresh/', { apikey }, { form: {} }), 400, {
      refresh: 'This field is required.',
    })
  } finally {
    await on.close()
  }
})

onEachEngine('ST 9.3: a token of an inactive or deleted user', async (engine) => {
  const { on, apikey, client, send } = await ticketDesk(engine)
  try {
    const change = (person: Person) => on.desk.engine.write((tx) => savePerson(tx, person))
    const ann = await client()
    await change({ ...ann.person, loginEnabled: false })
    challenged(await ann.send('GET', history), { detail: 'User is inactive' })
    challenged(await send('POST', 'user/refresh/', { apikey }, { form: { refresh: ann.refresh } }), {
      detail: 'User is inactive',
    })
    challenged(
      await send('POST', 'user/login/', { apikey }, { form: { username: ann.person.email ?? '', password } }),
      { detail: 'No active account found with the given credentials' },
    )
    await change({ ...ann.person, deletedAt: on.clock.now })
    challenged(await ann.send('GET', history), { detail: 'User not found' })
  } finally {
    await on.close()
  }
})

onEachEngine(
  'log-in takes name or address in every encoding and answers without an envelope (§3.1)',
  async (engine) => {
    const { on, apikey, send } = await ticketDesk(engine)
    try {
      const contact = await buildContact(on, {
        password: '  spaces around it  ',
        loginName: 'Ann',
        loginEnabled: true,
      })
      const rep = await buildRep(on, { password })
      for (const [username, secret] of [
        ['ann', '  spaces around it  '],
        [` ${contact.email?.toUpperCase()} `, '  spaces around it  '],
        [rep.loginName ?? '', password],
      ] as const) {
        const given = { username, password: secret }
        for (const body of [{ form: given }, { json: given }, { multipart: given }]) {
          const answer = await send('POST', 'user/login/', { apikey }, body)
          assert.equal(answer.status, 200)
          assert.equal(answer.headers['content-type'], 'application/json')
          const tokens = JSON.parse(answer.text) as Record<string, string>
          assert.deepEqual(Object.keys(tokens), ['refresh', 'access'])
          for (const token of Object.values(tokens)) assert.match(token, /^[\w-]+\.[\w-]+\.[\w-]+$/)
        }
      }
      const logIn = (given: unknown) => send('POST', 'user/login/', { apikey }, { json: given })
      for (const wrong of [
        { username: 'ann', password: 'wrong' },
        { username: 'nobody', password },
      ]) {
        challenged(await logIn(wrong), { detail: 'No active account found with the given credentials' })
      }
      refused(await logIn({}), 400, {
        username: 'This field is required.',
        password: 'This field is required.',
      })
      refused(await logIn({ username: ' ', password: '' }), 400, {
        username: 'This field may not be blank.',
        password: 'This field may not be blank.',
      })
    } finally {
      await on.close()
    }
  },
)

onEachEngine(
  'ST 9.4: the lists take the apikey alone on the sample paths, not on the documented ones',
  async (engine) => {
    const { on, apikey, client, send } = await ticketDesk(engine)
    try {
      const ann = await client()
      const badToken = { detail: 'Given token not valid for any token type', code: 'token_not_valid' }
      for (const [documented, samples] of [
        [
          'support/get/category-list/',
          ['get/support-ticket/catogory-list/', 'get/support-ticket/category-list/'],
        ],
        ['support/get/ticket/tags/', ['get/ticket/tags/']],
      ] as const) {
        challenged(await send('GET', documented, { apikey }), {
          detail: 'Authentication credentials were not provided.',
        })
        const whole = await ann.send('GET', documented)
        assert.equal(whole.status, 200)
        for (const path of samples) {
          for (const headers of [{ apikey }, ann.headers]) {
            assert.equal((await send('GET', path, headers)).text, whole.text)
          }
          challenged(await send('GET', path, { apikey, authorization: 'Bearer nonsense' }), badToken)
        }
      }
    } finally {
      await on.close()
    }
  },
)

onEachEngine('the tag list takes the two headers exchanged, other operations do not (§3)', async (engine) => {
  const { on, apikey, client, send } = await ticketDesk(engine)
  try {
    const ann = await client()
    const swapped = { apikey: `Bearer ${ann.access}`, authorization: apikey }
    for (const path of ['support/get/ticket/tags/', 'get/ticket/tags/']) {
      assert.equal((await send('GET', path, swapped)).status, 200)
      assert.equal((await send('GET', path, { ...swapped, authorization: 'nobody' })).status, 401)
    }
    challenged(await send('GET', history, swapped), {
      detail: 'The supplied authentication credentials are invalid.',
    })
  } finally {
    await on.close()
  }
})

onEachEngine('ST §3.1: wrong passwords are slowed down, and say when to come back', async (engine) => {
  const { on, apikey, client, send } = await ticketDesk(engine)
  try {
    const ann = await client()
    const logIn = (given: string) =>
      send('POST', 'user/login/', { apikey }, { form: { username: ann.person.email ?? '', password: given } })
    for (let tries = 0; tries < 5; tries += 1) assert.equal((await logIn('wrong')).status, 401)
    const slowed = await logIn(password)
    assert.equal(slowed.status, 429)
    assert.ok(Number(slowed.headers['retry-after']) >= 1)
    on.clock.advance(Number(slowed.headers['retry-after']) * 1000)
    assert.equal((await logIn(password)).status, 200)
  } finally {
    await on.close()
  }
})
