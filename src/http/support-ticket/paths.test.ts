import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { refused, ticketDesk } from '../../../test/samples/ticket-desk.ts'
import type { WireSettings } from '../wire-settings.ts'
import { paths, prefixOf, rewritePath } from './paths.ts'

const settings = { supportTicketPrefix: '/api/v1' } as WireSettings

test('ST 9.2: invisible characters are taken out of a path before it is routed', () => {
  const status = '/api/v1/support/ticket/status'
  for (const garbled of [
    '/api/v1/%E2%80%8Esupport/ticket/status/',
    '/api/v1/%e2%80%8esupport/ticket/status/',
    '/api/v1/%ce%b2%e2%82%ac%c5%bdsupport/ticket/status/',
    '/api/v1/%EF%BB%BFsupport/%E2%80%8Bticket//status',
    '//api/v1//%E2%81%A0support/ticket/status%E2%80%AE',
  ]) {
    assert.equal(rewritePath(garbled, settings), status, garbled)
  }
})

test('ST 9.2: paths of others are left alone, whatever the prefix', () => {
  for (const path of ['/api/v3/requests/%E2%80%8E1', '/api/v1', '/api/v1/support/ticket/status/', '/']) {
    assert.equal(rewritePath(path, settings), null, path)
  }
  const atRoot = { ...settings, supportTicketPrefix: '/' }
  assert.equal(rewritePath('/api/v3/requests/a%2Fb', atRoot), null)
  assert.equal(rewritePath('/%E2%80%8Esupport/ticket/status/', atRoot), '/support/ticket/status')
})

test('the prefix may have several segments or none (§1)', () => {
  for (const [given, prefix] of [
    ['/api/v1', '/api/v1'],
    ['api/v1/', '/api/v1'],
    ['/help/desk/api/v2', '/help/desk/api/v2'],
    ['/', ''],
    ['', ''],
  ]) {
    assert.equal(prefixOf({ supportTicketPrefix: given ?? '' }), prefix)
  }
})

/** The operations that are POSTs; without credentials each answers 401, which shows that it is there. */
const posts = ['logIn', 'refresh', 'create', 'update', 'conversation', 'status']

onEachEngine('ST 9.2: every path is served directly, with and without a slash at the end', async (engine) => {
  const { on, send } = await ticketDesk(engine)
  try {
    for (const [operation, served] of Object.entries(paths)) {
      const method = posts.includes(operation) ? 'POST' : 'GET'
      const variants = served.flatMap((path) => [path, `${path}/`, `/${path.replace('/', '//')}//`])
      if (operation === 'status') {
        for (const odd of ['%E2%80%8E', '%e2%80%8e', '%ce%b2%e2%82%ac%c5%bd']) {
          variants.push(`${odd}support/ticket/status/`, `${odd}support/ticket/status`)
        }
      }
      for (const path of variants) {
        const answer = await send(method, path, {})
        refused(answer, 401, { detail: 'The supplied authentication credentials are invalid.' })
      }
    }
  } finally {
    await on.close()
  }
})

onEachEngine('unknown paths are 404, known ones under another method 405 with Allow (§1)', async (engine) => {
  const { on, send } = await ticketDesk(engine)
  try {
    for (const path of ['', 'support', 'support/ticket/nothing/', 'zz/%zz', '%E2%80%8Esupport/nothing']) {
      refused(await send('GET', path, {}), 404, { detail: 'Not found.' })
    }
    for (const [method, path, allow] of [
      ['GET', 'support/create/ticket/', 'POST'],
      ['DELETE', 'support/ticket/status/', 'POST'],
      ['PUT', 'support/ticket/download/1/', 'GET, HEAD'],
      ['PATCH', 'support/ticket/detailed-view/', 'GET, HEAD, POST'],
    ] as const) {
      const answer = await send(method, path, {})
      refused(answer, 405, { detail: `Method "${method}" not allowed.` })
      assert.equal(answer.headers.allow, allow)
    }
  } finally {
    await on.close()
  }
})

onEachEngine('the wire can stand at the root and under a long prefix (§1)', async (engine) => {
  for (const supportTicketPrefix of ['', '/help/desk/api/v2']) {
    const { on, client } = await ticketDesk(engine, { settings: { supportTicketPrefix } })
    try {
      const ann = await client()
      const ticket = await ann.open()
      const status = await ann.send('POST', '%E2%80%8Esupport/ticket/status/', {
        form: { ticket: String(ticket), status: '3' },
      })
      assert.equal(status.status, 200)
      assert.equal((await on.app.inject('/health')).statusCode, 200)
    } finally {
      await on.close()
    }
  }
})
