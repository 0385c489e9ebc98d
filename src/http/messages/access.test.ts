import assert from 'node:assert/strict'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { caller, newParties } from '../../../test/harness/parties.ts'
import {
  addAccountToken,
  changeAccount,
  deleteAccountToken,
} from '../../usecases/organisations/change-account.ts'

const errorBody = (message: string) => ({ error: { message } })

onEachEngine('MSG 12.5: the token counts in all its places; none or a wrong one is 401', async (engine) => {
  const { on, partner, openCase } = await newParties(engine)
  try {
    const guid = await openCase()
    const { token } = partner
    const ask = async (
      query: string,
      headers: Record<string, string> = {},
      method: 'GET' | 'POST' = 'GET',
    ) => {
      const path = method === 'GET' ? '/api/v3/case-messages' : '/api/v3/case-messages/create'
      const body = method === 'POST' ? { payload: '{not json' } : {}
      return on.app.inject({ method, url: `${path}?guid=${guid}${query}`, headers, ...body })
    }
    for (const [query, headers] of [
      ['', { 'x-hub-api-token': token }],
      ['', { authorization: `Bearer ${token}` }],
      ['', { authorization: `bearer ${token}` }],
      [`&accessToken=${token}`, {}],
      [`&access_token=${token}`, {}],
      [`&access-token=${token}`, {}],
      // The first place that holds one decides.
      ['&accessToken=wrong', { 'x-hub-api-token': token, authorization: 'Bearer wrong' }],
      ['&accessToken=wrong', { authorization: `Bearer ${token}` }],
      [`&accessToken=${token}`, { authorization: 'Basic eDp5' }],
      [`&accessToken=${token}`, { 'x-hub-api-token': '' }],
    ] as const)
      assert.equal((await ask(query, headers)).statusCode, 200, query + JSON.stringify(headers))
    for (const [query, headers] of [
      ['', {}],
      ['&accessToken=', {}],
      ['&accessToken=wrong', {}],
      ['', { 'x-hub-api-token': 'wrong' }],
      [`&accessToken=${token}`, { 'x-hub-api-token': 'wrong' }],
      [`&accessToken=${token}`, { authorization: 'Bearer wrong' }],
      [`&accessToken=${token}&accessToken=${token}`, {}],
      [`&accessToken=${token}&access_token=${token}`, {}],
      [`&AccessToken=${token}`, {}],
    ] as const) {
      // Whatever else is wrong: guid and body too.
      for (const method of ['GET', 'POST'] as const) {
        const answer = await ask(query, headers, method)
        assert.deepEqual([answer.statusCode, answer.json()], [401, errorBody('Unauthorized')], query)
      }
    }
    const posted = await on.app.inject({
      method: 'POST',
      url: `/api/v3/case-messages/create/?access-token=${token}`,
      payload: { guid, type: 'reminder' },
    })
    assert.equal(posted.statusCode, 200)
  } finally {
    await on.close()
  }
})

onEachEngine('MSG §1.3: X-Service-Provider chooses the provider, for accounts that may', async (engine) => {
  const { on, partner, provider, anyProvider, providerOrganisation, partnerOrganisation, openCase } =
    await newParties(engine)
  try {
    const guid = await openCase()
    const own = providerOrganisation.id
    for (const [who, header, status, message] of [
      [anyProvider, undefined, 403, 'No access'],
      [anyProvider, String(own), 200, null],
      [anyProvider, String(partnerOrganisation.id), 403, 'No access'],
      [anyProvider, '4711', 403, 'No access'],
      [anyProvider, '99999999999999999999999', 403, 'No access'],
      [anyProvider, 'acme', 400, '"X-Service-Provider" must be a number'],
      [anyProvider, '1.5', 400, '"X-Service-Provider" must be a number'],
      [provider, String(partnerOrganisation.id), 403, 'No access'],
      [provider, String(own), 200, null],
      [partner, 'acme', 200, null],
    ] as const) {
      const answer = await who.get(
        `case-messages?guid=${guid}`,
        header === undefined ? {} : { 'x-service-provider': header },
      )
      assert.deepEqual([answer.status, answer.body], [status, message === null ? [] : errorBody(message)])
    }
    // The provider is looked at before the body.
    const answer = await anyProvider.post('case-messages/create', '{', { 'x-service-provider': 'acme' })
    assert.deepEqual(answer.body, errorBody('"X-Service-Provider" must be a number'))
  } finally {
    await on.close()
  }
})

onEachEngine(
  'MSG §2.2: every account of the organisation has access, each with its own tokens',
  async (engine) => {
    const { on, partner, partnerOrganisation, openCase, say } = await newParties(engine)
    try {
      const guid = await openCase()
      const colleague = await caller(on, partnerOrganisation.id)
      const id = await say(colleague, guid)
      const second = await addAccountToken(on.desk, on.as(), partner.account.id)
      const [shown] = (
        await partner.get<Record<string, unknown>[]>(`case-messages?guid=${guid}`, {
          'x-hub-api-token': second.key,
        })
      ).body
      assert.deepEqual([shown?.id, shown?.senderAccountId], [id, colleague.account.id])
    } finally {
      await on.close()
    }
  },
)

onEachEngine('MSG §1.3: a revoked token and a disabled account are told nothing but 401', async (engine) => {
  const { on, partner, provider, openCase } = await newParties(engine)
  try {
    const guid = await openCase()
    const second = await addAccountToken(on.desk, on.as(), partner.account.id)
    const ask = (token: string) => partner.get(`case-messages?guid=${guid}`, { 'x-hub-api-token': token })
    await deleteAccountToken(on.desk, on.as(), second.credential.id)
    const revoked = await ask(second.key)
    assert.deepEqual([revoked.status, revoked.body], [401, errorBody('Unauthorized')])
    assert.equal((await ask(partner.token)).status, 200)
    await changeAccount(on.desk, on.as(), provider.account.id, { disabled: true })
    const disabled = await provider.get(`case-messages?guid=${guid}`)
    assert.deepEqual([disabled.status, disabled.body], [401, errorBody('Unauthorized')])
    await changeAccount(on.desk, on.as(), provider.account.id, { disabled: false })
    assert.equal((await provider.get(`case-messages?guid=${guid}`)).status, 200)
  } finally {
    await on.close()
  }
})

onEachEngine('MSG §1.4: the limit of a body is the installation’s to set', async (engine) => {
  const { on, partner, openCase } = await newParties(engine, { settings: { messagesBodyBytes: 2048 } })
  try {
    const guid = await openCase()
    const empty = JSON.stringify({ guid, type: 'reminder', content: '' }).length
    for (const [size, status] of [
      [2048, 200],
      [2049, 413],
    ] as const) {
      const content = 'x'.repeat(size - empty)
      assert.equal(
        (await partner.post('case-messages/create', { guid, type: 'reminder', content })).status,
        status,
      )
    }
  } finally {
    await on.close()
  }
})

onEachEngine('MSG §1.4: the order of checks, and words for each of them', async (engine) => {
  const { on, partner, openCase } = await newParties(engine)
  try {
    const guid = await openCase()
    const json = { 'content-type': 'application/json' }
    const large = `{"guid":"${guid}","type":"reminder","content":"${'x'.repeat(1_048_576)}"}`
    for (const [path, body, headers, status, message] of [
      ['case-messages/create', large, json, 413, 'Request body is too large'],
      [
        'case-messages/create',
        '{',
        { 'content-type': 'text/plain' },
        415,
        'Content-Type must be application/json',
      ],
      [
        'case-messages/create',
        '{}',
        { 'content-type': 'application/xml' },
        415,
        'Content-Type must be application/json',
      ],
      ['case-messages/create?foo=1', '{', json, 400, 'Invalid JSON'],
      ['case-messages/create', '{"guid":"\\ud800"}', json, 400, 'Invalid JSON'],
      ['case-messages/create', ' ', json, 400, 'Invalid JSON'],
      [
        'case-messages/create?foo=1',
        '{}',
        { 'content-type': 'Application/JSON; charset=utf-8' },
        400,
        '"foo" is not allowed',
      ],
    ] as const) {
      const answer = await partner.post(path, body, headers)
      assert.deepEqual([answer.status, answer.body], [status, errorBody(message)])
    }
    const latin = await on.app.inject({
      method: 'POST',
      url: '/api/v3/case-messages/confirm',
      headers: { ...json, 'x-hub-api-token': partner.token },
      payload: Buffer.from([0x22, 0xe4, 0x22]),
    })
    assert.deepEqual([latin.statusCode, latin.json()], [400, errorBody('Invalid JSON')])
  } finally {
    await on.close()
  }
})

onEachEngine('MSG §1.4: unknown paths and wrong methods are answered before the token', async (engine) => {
  const { on } = await newParties(engine)
  try {
    for (const [method, path, allow] of [
      ['GET', 'case-messages/create', 'POST'],
      ['PUT', 'case-messages/create/', 'POST'],
      ['DELETE', 'case-messages/confirm', 'POST'],
      ['OPTIONS', 'case-messages/delete', 'POST'],
      ['POST', 'case-messages', 'GET, HEAD'],
      ['PATCH', 'case-messages/', 'GET, HEAD'],
      ['POST', 'case', 'GET, HEAD'],
      ['GET', 'case/create', 'POST'],
      ['GET', 'case/validate', 'POST'],
      ['GET', 'case/accept', 'POST'],
      ['GET', 'case/cancel', 'POST'],
      ['GET', 'search-cases', 'POST'],
      ['GET', 'unexported-cases', 'POST'],
    ] as const) {
      const answer = await on.app.inject({ method, url: `/api/v3/${path}` })
      assert.deepEqual([answer.statusCode, answer.headers.allow], [405, allow], `${method} ${path}`)
      assert.deepEqual(answer.json(), errorBody('Method not allowed'))
    }
    for (const method of ['GET', 'POST', 'PUT', 'DELETE'] as const) {
      for (const path of ['case-messages/undo', 'case-messages/create/41', 'case-messages/41']) {
        const answer = await on.app.inject({
          method,
          url: `/api/v3/${path}`,
          headers: { 'content-type': 'text/plain' },
          ...(method === 'GET' ? {} : { payload: 'x'.repeat(2_000_000) }),
        })
        assert.deepEqual(
          [answer.statusCode, answer.json()],
          [404, errorBody('Not found')],
          `${method} ${path}`,
        )
      }
    }
    const head = await on.app.inject({ method: 'HEAD', url: '/api/v3/case-messages' })
    assert.equal(head.statusCode, 401)
  } finally {
    await on.close()
  }
})

onEachEngine('MSG §1.1: Accept: text/html shows the same JSON, escaped, in a page', async (engine) => {
  const { on, partner, openCase, say } = await newParties(engine)
  try {
    const guid = await openCase()
    await say(partner, guid, { content: '<script>alert("&")</script>' })
    const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
    const page = await partner.get(`case-messages?guid=${guid}`, browser)
    assert.equal(page.headers['content-type'], 'text/html; charset=utf-8')
    assert.match(page.text, /&quot;content&quot;: &quot;&lt;script&gt;alert\(\\&quot;&amp;\\&quot;\)/)
    assert.doesNotMatch(page.text, /<script/)
    const wrong = await partner.get(`case-messages?guid=${guid}&<b>=1`, browser)
    assert.equal(wrong.status, 400)
    assert.match(wrong.text, /&lt;b&gt;\\&quot; is not allowed/)
    const stray = await on.app.inject({ url: '/api/v3/case-messages/x', headers: browser })
    assert.match(stray.body, /Not found/)
    assert.equal(stray.headers['content-type'], 'text/html; charset=utf-8')
    for (const accept of ['application/json, text/html;q=0.5', 'text/xml', '*/*', 'image/png']) {
      const plain = await partner.get(`case-messages?guid=${guid}`, { accept })
      assert.equal(plain.headers['content-type'], 'application/json; charset=utf-8', accept)
    }
  } finally {
    await on.close()
  }
})

onEachEngine('MSG: an Idempotency-Key makes one message of a request sent twice', async (engine) => {
  const { on, partner, provider, openCase } = await newParties(engine)
  try {
    const guid = await openCase()
    const body = { guid, type: 'reminder' }
    const key = { 'idempotency-key': 'once' }
    const first = await partner.post('case-messages/create', body, key)
    const again = await partner.post('case-messages/create', body, { ...key, accept: 'text/html' })
    assert.equal(again.headers['idempotency-replayed'], 'true')
    assert.match(again.text, new RegExp(`&quot;id&quot;: ${(first.body as { id: number }).id},`))
    const other = await partner.post('case-messages/create', { ...body, content: 'x' }, key)
    assert.deepEqual(
      [other.status, other.body],
      [422, errorBody('Idempotency-Key belongs to another request')],
    )
    // Keys are each account's own, and searches need none.
    assert.equal((await provider.post('case-messages/create', body, key)).status, 200)
    assert.equal((await provider.post('search-cases', {}, key)).status, 200)
    assert.equal((await partner.get<unknown[]>(`case-messages?guid=${guid}`)).body.length, 2)
  } finally {
    await on.close()
  }
})
