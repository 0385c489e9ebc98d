import { deflateSync, gunzipSync, inflateSync } from 'node:zlib'
import { raw } from '../body.ts'
import type { Section } from '../case.ts'
import { any, expect, expectHeader, expectJson, expectStatus, partly } from '../expect.ts'
import {
  call,
  child,
  expectError,
  get,
  listed,
  look,
  nowhere,
  openCase,
  post,
  prepare,
  say,
  type Token,
} from './client.ts'

/** §1.1, §1.2, §1.4 */
export const transport: Section<Token> = {
  number: '1.1',
  title: 'Transport, parameters and errors',
  cases: [
    {
      says: 'A slash at the end of a path is tolerated',
      source: '§1.1',
      async run(probe) {
        const guid = await openCase(probe)
        expectJson(await get(probe, 'partner', `case-messages/?guid=${guid}`), 200, [])
        expectStatus(await post(probe, 'partner', 'case-messages/create/', { guid, type: 'reminder' }), 200)
      },
    },
    {
      says: 'Answers are JSON in UTF-8, whatever Accept says',
      source: '§1.1',
      async run(probe) {
        const guid = await openCase(probe)
        await say(probe, 'partner', guid, { content: 'Größe 😀' })
        for (const accept of ['application/json', 'text/xml', '*/*', 'image/png']) {
          const answer = await call(probe, 'partner', 'GET', `case-messages?guid=${guid}`, {
            headers: { Accept: accept },
          })
          expectJson(answer, 200, [partly({ content: 'Größe 😀' })])
          expectHeader(answer, 'content-type', /^application\/json/)
        }
      },
    },
    {
      says: '`Accept: text/html` shows the same JSON in a page, escaped',
      source: '§1.1',
      async run(probe) {
        const guid = await openCase(probe)
        await say(probe, 'partner', guid, { content: '<script>alert(1)</script>' })
        const answer = await call(probe, 'partner', 'GET', `case-messages?guid=${guid}`, {
          headers: { Accept: 'text/html' },
        })
        expectStatus(answer, 200)
        expectHeader(answer, 'content-type', /^text\/html/)
        expect(answer.text.includes('&lt;script&gt;'), 'the content is not escaped')
        expect(!answer.text.includes('<script>'), 'the page holds a script of a client')
      },
    },
    {
      says: 'Answers come as gzip or deflate to clients that take it',
      source: '§1.1',
      async run(probe) {
        const guid = await openCase(probe)
        await say(probe, 'partner', guid, { content: 'x'.repeat(5000) })
        expectHeader(await get(probe, 'partner', `case-messages?guid=${guid}`), 'content-encoding', null)
        for (const [encoding, decode] of [
          ['gzip', gunzipSync],
          ['deflate', inflateSync],
        ] as const) {
          // Its length differs from run to run, so the report shows the plain one only.
          const answer = await prepare(probe, 'partner', 'GET', `case-messages?guid=${guid}`, {
            headers: { 'Accept-Encoding': encoding },
          })
          expectHeader(answer, 'content-encoding', encoding)
          const [message] = JSON.parse(decode(answer.bytes).toString()) as { content: string }[]
          expect(message?.content.length === 5000, 'the content is not what was sent')
        }
      },
    },
    {
      says: 'A POST takes nothing but the token from its query',
      source: '§1.2; §12.7',
      async run(probe) {
        const guid = await openCase(probe)
        const value = { guid, type: 'reminder' }
        expectError(
          await post(probe, 'partner', 'case-messages/create?foo=1', value),
          400,
          '"foo" is not allowed',
        )
        expectError(
          await post(probe, 'partner', 'case-messages/confirm?guid=1', []),
          400,
          '"guid" is not allowed',
        )
        expectJson(await get(probe, 'partner', `case-messages?guid=${guid}`), 200, [])
      },
    },
    {
      says: 'A GET refuses a parameter that is not in its table, named in camelCase however it was written',
      source: '§1.2; §12.7',
      async run(probe) {
        for (const name of ['fooBar', 'foo_bar', 'foo-bar']) {
          const answer = await get(probe, 'partner', `case-messages?guid=${nowhere}&${name}=1`)
          expectError(answer, 400, '"fooBar" is not allowed')
        }
      },
    },
    {
      says: 'Keys of a body are camelCase only',
      source: '§1.2',
      async run(probe) {
        const guid = await openCase(probe)
        const answer = await post(probe, 'partner', 'case-messages/create', {
          guid,
          type: 'reminder',
          user_name: 'Kim',
        })
        expectError(answer, 400, '"user_name" is not allowed')
      },
    },
    {
      says: 'The same query parameter twice arrives as an array',
      source: '§1.2',
      async run(probe) {
        const answer = await get(probe, 'partner', `case-messages?guid=${nowhere}&guid=${nowhere}`)
        expectError(answer, 400, child('guid', 'must be a string'))
      },
    },
    {
      says: 'A body that is not JSON is refused, one that is not UTF-8 as well',
      source: '§1.4',
      async run(probe) {
        for (const bytes of ['{"guid":', ' ', Buffer.from([0x22, 0xe4, 0x22])]) {
          const body = raw('application/json', bytes)
          expectError(
            await call(probe, 'partner', 'POST', 'case-messages/create', { body }),
            400,
            'Invalid JSON',
          )
        }
      },
    },
    {
      says: 'A body under another media type is refused, an absent one is not',
      source: '§1.4',
      async run(probe) {
        for (const type of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded']) {
          const answer = await call(probe, 'partner', 'POST', 'case-messages/create', {
            body: raw(type, '{}'),
          })
          expectError(answer, 415, 'Content-Type must be application/json')
        }
        const bytes = deflateSync('{}')
        const unnamed = await call(probe, 'partner', 'POST', 'case-messages/create', {
          body: { type: 'application/octet-stream', bytes },
        })
        expectStatus(unnamed, 415)
        const none = await call(probe, 'partner', 'POST', 'case-messages/create')
        expectError(none, 400, child('guid', 'is required'))
      },
    },
    {
      says: 'A body over the limit of 1 MiB is refused',
      source: '§1.4',
      needs: { what: 'the default limit of bodies', desk: {} },
      async run(probe) {
        const guid = await openCase(probe)
        const content = 'x'.repeat(1_048_576)
        const value = { guid, type: 'reminder', content }
        const answer = await prepare(probe, 'partner', 'POST', 'case-messages/create', { json: value })
        expectError(answer, 413, 'Request body is too large')
        expect((await listed(probe, 'partner', guid)).length === 0, 'the message was stored')
      },
    },
    {
      says: 'An unknown path is 404 and a wrong method 405 with Allow, both before the token is looked at',
      source: '§1.4',
      async run(probe) {
        expectError(await get(probe, 'nobody', 'case-messages/undo'), 404, 'Not found')
        for (const [method, path, allow] of [
          ['GET', 'case-messages/create', 'POST'],
          ['DELETE', 'case-messages/confirm', 'POST'],
          ['POST', 'case-messages', /^GET\b/],
          ['PUT', 'case/update', 'POST'],
          ['POST', 'providers', /^GET\b/],
        ] as const) {
          const answer = await call(probe, 'nobody', method, path)
          expectError(answer, 405, 'Method not allowed')
          expectHeader(answer, 'allow', allow)
        }
      },
    },
    {
      says: 'A path with broken percent signs is an unknown path',
      source: '§1.4',
      async run(probe) {
        for (const part of ['%zz', '%', '%ff'])
          expectError(await get(probe, 'nobody', `case-messages/${part}`), 404, 'Not found')
      },
    },
    {
      says: 'Checks come in this order: token, media type, JSON, query, body, case, party, parent message',
      source: '§1.4',
      async run(probe) {
        const path = 'case-messages/create'
        const own = await openCase(probe)
        const text = raw('text/plain', '{')
        expectError(await call(probe, 'nobody', 'POST', path, { body: text }), 401, 'Unauthorized')
        expectStatus(await call(probe, 'partner', 'POST', `${path}?foo=1`, { body: text }), 415)
        const broken = raw('application/json', '{')
        expectError(
          await call(probe, 'partner', 'POST', `${path}?foo=1`, { body: broken }),
          400,
          'Invalid JSON',
        )
        expectError(await post(probe, 'partner', `${path}?foo=1`, {}), 400, '"foo" is not allowed')
        expectError(await post(probe, 'partner', path, { guid: nowhere }), 400, child('type', 'is required'))
        const parentMessageId = 1
        const value = { type: 'reminder', parentMessageId }
        expectError(await post(probe, 'otherPartner', path, { ...value, guid: nowhere }), 404, 'Not found')
        expectError(await post(probe, 'otherPartner', path, { ...value, guid: own }), 403, 'No access')
        const noParent = child('parentMessageId', 'is not a message of this case')
        expectError(await post(probe, 'partner', path, { ...value, guid: own }), 400, noParent)
      },
    },
    {
      says: 'By default results come bare, as the vendor shows them',
      source: '§1.5; §13',
      async run(probe) {
        const guid = await openCase(probe)
        expectJson(await get(probe, 'partner', `case-messages?guid=${guid}`), 200, [])
        expectJson(
          await post(probe, 'partner', 'case-messages/create', { guid, type: 'reminder' }),
          200,
          partly({ id: any.id }),
        )
      },
    },
    {
      says: 'With the envelope `data`, create and list are wrapped; confirm and errors stay as they are',
      source: '§1.5; §12.14',
      needs: { what: 'the envelope `data`', desk: { settings: { messagesEnvelope: 'data' } } },
      async run(probe) {
        const guid = await openCase(probe)
        const made = await post(probe, 'partner', 'case-messages/create', { guid, type: 'reminder' })
        expectJson(made, 200, { data: partly({ id: any.id }) })
        const { data } = made.json() as { data: { id: number } }
        expectJson(await get(probe, 'partner', `case-messages?guid=${guid}`), 200, { data: [data] })
        expectJson(await post(probe, 'provider', 'case-messages/confirm', [data.id]), 200, {
          success: true,
          errors: [],
          data: {},
        })
        expectError(
          await post(probe, 'partner', 'case-messages/create', {}),
          400,
          child('guid', 'is required'),
        )
      },
    },
    {
      says: 'The envelope `data` also wraps the case answers that the vendor shows bare, and only those',
      source: '§10.2; §1.5',
      needs: { what: 'the envelope `data`', desk: { settings: { messagesEnvelope: 'data' } } },
      async run(probe) {
        const guid = await openCase(probe)
        for (const path of ['case/update', 'case/append', 'case/finish'])
          expectJson(await post(probe, 'partner', path, { guid }), 200, { data: { result: true } })
        expectJson(await get(probe, 'partner', `case?guid=${guid}`), 200, { data: partly({ guid }) })
        const { serviceProviderId: id } = await look(probe, 'partner', guid)
        expectJson(await get(probe, 'partner', `provider?id=${id}`), 200, { data: partly({ id }) })
        expectJson(await post(probe, 'provider', 'case/accept', { guid }), 200, { data: { result: true } })
        expectJson(await post(probe, 'partner', 'search-cases', { filters: { guid } }), 200, {
          data: [partly({ guid })],
          pagination: { offset: 0, count: 1 },
        })
      },
    },
  ],
}
