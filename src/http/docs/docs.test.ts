import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import fastify from 'fastify'
import { defaultSettings, newDesk, type TestDesk } from '../../../test/harness/desk.ts'
import { type Content, type OpenApi, operationsOf } from '../shared/openapi/document.ts'
import { addressesOf } from '../shared/openapi/recorded.ts'
import { wirePlugins } from '../wires.ts'

const names = wirePlugins.flatMap(({ reference }) => (reference ? [reference.name] : []))

/** An installation that is set up in another way. */
const otherwise = {
  messagesEnvelope: 'data',
  supportTicketPrefix: '/help',
  publicUrl: 'https://desk.example.org',
} as const

async function onDesk<T>(work: (on: TestDesk) => Promise<T>, settings = {}): Promise<T> {
  const on = await newDesk('sqlite', { settings })
  try {
    return await work(on)
  } finally {
    await on.close()
  }
}

async function documentsOf(on: TestDesk): Promise<Map<string, OpenApi>> {
  const documents = new Map<string, OpenApi>()
  for (const name of names) {
    const answer = await on.app.inject(`/docs/${name}/openapi.json`)
    assert.match(String(answer.headers['content-type']), /^application\/json/, name)
    documents.set(name, answer.json())
  }
  return documents
}

test('every API that is not only pages has a document', () => {
  assert.deepEqual(names.toSorted(), ['case-management', 'desk', 'messages', 'rest-v3', 'support-ticket'])
})

test('every document is OpenAPI 3.1 without a word of complaint from a strict linter', async () => {
  const strict = await createConfig({ extends: ['recommended-strict'] })
  const stricter = await createConfig({
    extends: ['recommended-strict'],
    rules: {
      'operation-description': 'error',
      'operation-singular-tag': 'error',
      'operation-tag-defined': 'error',
      'parameter-description': 'error',
      'path-params-defined': 'error',
      'spec-strict-refs': 'error',
      'component-name-unique': 'error',
    },
  })
  const lint = async (on: TestDesk) => {
    for (const [name, document] of await documentsOf(on)) {
      assert.equal(document.openapi, '3.1.0')
      const config = name === 'desk' ? strict : stricter
      const problems = await lintFromString({ source: JSON.stringify(document), config })
      const said = problems.map(
        ({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`,
      )
      assert.deepEqual([...new Set(said)], [], name)
    }
  }
  await onDesk(lint)
  await onDesk(lint, otherwise)
})

test('a document names no server but the one of PUBLIC_URL', async () => {
  const serversOf = (on: TestDesk) =>
    documentsOf(on).then((all) =>
      [...all.values()].flatMap(({ servers = [] }) => servers.map(({ url }) => url)),
    )
  const publicUrl = 'https://help.example.org'
  assert.deepEqual(new Set(await onDesk(serversOf)), new Set(['/']))
  assert.deepEqual(new Set(await onDesk(serversOf, { publicUrl })), new Set([publicUrl]))
})

test('every route of an API is documented, and every documented address is a route', async () => {
  await onDesk(async (on) => {
    for (const { mount, reference } of wirePlugins) {
      if (!reference) continue
      const app = fastify()
      const routes = new Set<string>()
      app.addHook('onRoute', ({ method, url, schema }) => {
        const path = url.replace(/:(\w+)|\*/g, '{}').replace(/(.)\/$/, '$1')
        const methods = [method].flat().filter((each) => each !== 'HEAD')
        if (!schema?.hide) for (const each of methods) routes.add(`${each} ${path}`)
      })
      await mount(app, on.desk, defaultSettings)
      await app.ready()
      const document = await reference.document(app, defaultSettings)
      const documented = operationsOf(document).flatMap(({ path, method, operation }) =>
        addressesOf({ method, path, aliases: operation['x-also-at'] ?? [] }).flatMap((address) => {
          const listed = operation.parameters?.find(
            ({ in: place, schema }) => place === 'path' && schema.enum,
          )
          const written = (value: unknown) =>
            `${address.method} ${address.path.replace(`{${listed?.name}}`, String(value)).replace(/\{\w+\}/g, '{}')}`
          // What stands for some words only may be as many routes.
          return routes.has(written('{}')) ? [written('{}')] : (listed?.schema.enum ?? ['']).map(written)
        }),
      )
      assert.deepEqual(documented.toSorted(), [...routes].sort(), reference.name)
      await app.close()
    }
  })
})

test('every operation of the four contracts has a recorded answer, and a recorded body if it must have one', async () => {
  const look = async (on: TestDesk) => {
    for (const [name, document] of await documentsOf(on)) {
      if (name === 'desk') continue
      const bare = operationsOf(document).flatMap(({ operation }) => {
        const has = (all: Readonly<Record<string, Content>> = {}) =>
          Object.values(all).some(({ examples }) => examples !== undefined)
        const done = Object.entries(operation.responses).filter(([status]) => Number(status) < 300)
        const answered = done.some(([, { content }]) => content === undefined || has(content))
        const sent = operation.requestBody?.required !== true || has(operation.requestBody.content)
        return answered && sent ? [] : [operation.operationId]
      })
      assert.deepEqual(bare, [], name)
    }
  }
  await onDesk(look)
  await onDesk(look, otherwise)
})

test('a page shows every operation, schema and error of its document, and leads nowhere else', async () => {
  await onDesk(async (on) => {
    const addresses = new Set([
      '/docs',
      ...names.flatMap((name) => [`/docs/${name}`, `/docs/${name}/openapi.json`]),
    ])
    for (const [name, document] of await documentsOf(on)) {
      const page = (await on.app.inject(`/docs/${name}`)).body
      for (const { operation } of operationsOf(document))
        assert.ok(page.includes(`<section id="${operation.operationId}"`), `${operation.operationId}`)
      for (const schema of Object.keys(document.components?.schemas ?? {}))
        assert.ok(page.includes(` id="schema-${schema}"`), schema)
      const anchors = [...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1] ?? '')
      assert.equal(new Set(anchors).size, anchors.length, `${name}: anchors are unique`)
      for (const [, target = ''] of page.matchAll(/ href="([^"]+)"/g))
        assert.ok(target.startsWith('#') ? anchors.includes(target.slice(1)) : addresses.has(target), target)
    }
    const { body } = await on.app.inject('/docs/desk')
    assert.match(body, /<code id="error-not_found">/)
  })
})

test('the pages need no script and nothing from elsewhere, and their policy allows neither', async () => {
  await onDesk(async (on) => {
    for (const path of ['/docs', '/docs?q=case', ...names.map((name) => `/docs/${name}`)]) {
      const { body: page, headers, statusCode } = await on.app.inject(path)
      assert.equal(statusCode, 200, path)
      assert.match(String(headers['content-type']), /^text\/html/)
      assert.doesNotMatch(page, /<script|javascript:|<[^>]+ on\w+=|<[^>]+ style="|<link|<img|@import|url\(/i)
      const style = /<style>(.*?)<\/style>/s.exec(page)?.[1] ?? ''
      const hash = createHash('sha256').update(style).digest('base64')
      assert.equal(
        headers['content-security-policy'],
        `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
      )
    }
  })
})

test('the index leads to every API, and a search finds operations in all of them or in one', async () => {
  await onDesk(async (on) => {
    const get = async (path: string) => (await on.app.inject(path)).body
    const index = await get('/docs')
    for (const name of names) assert.ok(index.includes(`href="/docs/${name}"`), name)
    assert.match(await get('/docs?q=create+ticket'), /href="\/docs\/support-ticket#createTicket"/)
    const found = await get('/docs/support-ticket?q=create+ticket')
    assert.match(found, /<section id="createTicket"/)
    assert.doesNotMatch(found, /<section id="logIn"/)
    assert.match(
      await get('/docs/support-ticket?q=%3Cb%3Enothing'),
      /0 of \d+ operations have “&#60;b&#62;nothing”/,
    )
  })
})
