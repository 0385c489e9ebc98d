import assert from 'node:assert/strict'
import { type IncomingMessage, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import Fastify, { type FastifyInstance } from 'fastify'
import { MalformedBody } from './malformed-body.ts'
import { parseMultipart } from './multipart.ts'
import { BodyTooLarge, DRAIN_BYTES, keepRawBodies, readBytes } from './read-body.ts'

const LIMIT = 1000

test('reading: a body up to the limit comes back whole', async () => {
  assert.equal((await readBytes(Readable.from([]), LIMIT)).length, 0)
  assert.equal((await readBytes(Readable.from([Buffer.from('ab'), 'c']), 3)).toString(), 'abc')
})

test('reading: over the limit the rest is read before the refusal', async () => {
  const stream = Readable.from(Array.from({ length: 10 }, () => Buffer.alloc(LIMIT)))
  await assert.rejects(
    readBytes(stream, LIMIT),
    (error) => error instanceof BodyTooLarge && error.limit === LIMIT,
  )
  assert.ok(stream.readableEnded)
})

test('reading: a body without end is given up', async () => {
  let sent = 0
  const chunk = Buffer.alloc(1024 * 1024)
  const stream = new Readable({
    read() {
      sent += chunk.length
      this.push(chunk)
    },
  })
  await assert.rejects(readBytes(stream, LIMIT), BodyTooLarge)
  assert.ok(sent <= DRAIN_BYTES + 4 * chunk.length)
  stream.destroy()
})

test('reading: a body that breaks off is malformed', async () => {
  const stream = new Readable({ read() {} })
  stream.push('a')
  setImmediate(() => stream.destroy())
  await assert.rejects(readBytes(stream, LIMIT), MalformedBody)
})

/** A server with one raw wire, which says what reached it, beside a route that Fastify parses as usual. */
async function withServer(run: (app: FastifyInstance) => Promise<void>): Promise<void> {
  const app = Fastify()
  app.post('/parsed', async (request) => ({ body: request.body }))
  app.register(async (wire) => {
    wire.addHttpMethod('GET', { hasBody: true, overrideExisting: true })
    keepRawBodies(wire, LIMIT)
    wire.route({
      method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
      url: '/raw',
      handler: async ({ body, headers }) => {
        const type = headers['content-type'] ?? ''
        if (body === undefined) return { body: null, type }
        assert.ok(Buffer.isBuffer(body))
        if (!type.startsWith('multipart/')) return { body: body.toString(), type }
        const { fields } = await parseMultipart(body, type)
        return { fields }
      },
    })
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  try {
    await run(app)
  } finally {
    await app.close()
  }
}

type Answer = { status: number; json: unknown }

/** Sends the chunks as they are: chunked unless the headers hold a Content-Length. */
async function call(
  app: FastifyInstance,
  method: string,
  path: string,
  headers: Record<string, string>,
  ...chunks: (string | Buffer)[]
): Promise<Answer> {
  const { port } = app.server.address() as AddressInfo
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = send({ port, host: '127.0.0.1', method, path, headers, agent: false }, resolve)
    request.on('error', reject)
    for (const chunk of chunks) request.write(chunk)
    request.end()
  })
  return { status: response.statusCode ?? 0, json: JSON.parse(await text(response)) }
}

const FORM = '--b\r\nContent-Disposition: form-data; name="ticket_id"\r\n\r\n7\r\n--b--\r\n'
const FORM_TYPE = { 'content-type': 'multipart/form-data; boundary=b' }

test('raw bodies: a multipart body on GET reaches the handler, with a length or chunked', async () => {
  await withServer(async (app) => {
    const expected = { status: 200, json: { fields: [{ name: 'ticket_id', value: '7' }] } }
    for (const method of ['GET', 'POST']) {
      const length = { ...FORM_TYPE, 'content-length': String(FORM.length) }
      assert.deepEqual(await call(app, method, '/raw', length, FORM), expected)
      const chunked = { ...FORM_TYPE, 'transfer-encoding': 'chunked' }
      assert.deepEqual(await call(app, method, '/raw', chunked, FORM.slice(0, 9), FORM.slice(9)), expected)
    }
  })
})

test('raw bodies: a Content-Type with nothing behind it is no body', async () => {
  await withServer(async (app) => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const headers = { ...FORM_TYPE, 'content-length': '0' }
      const { status, json } = await call(app, method, '/raw', headers)
      assert.deepEqual([status, json], [200, { body: null, type: FORM_TYPE['content-type'] }], method)
      assert.equal((await call(app, method, '/raw', {})).status, 200)
    }
  })
})

test('raw bodies: any type, no type, and what is no type at all', async () => {
  await withServer(async (app) => {
    for (const [type, seen] of [
      ['application/json', 'application/json'],
      ['application/json-put+json; charset=utf-8', 'application/json-put+json; charset=utf-8'],
      ['x/y', 'x/y'],
      ['json', ''],
      ['', ''],
      [undefined, ''],
    ]) {
      for (const method of ['GET', 'POST', 'DELETE']) {
        const headers = { 'content-length': '3', ...(type === undefined ? {} : { 'content-type': type }) }
        const answer = await call(app, method, '/raw', headers, '{a}')
        assert.deepEqual(answer, { status: 200, json: { body: '{a}', type: seen } }, `${method} ${type}`)
      }
    }
  })
})

test('raw bodies: the routes beside the wire are parsed as ever', async () => {
  await withServer(async (app) => {
    const headers = { 'content-type': 'application/json', 'content-length': '7' }
    assert.deepEqual(await call(app, 'POST', '/parsed', headers, '{"a":1}'), {
      status: 200,
      json: { body: { a: 1 } },
    })
  })
})

test('raw bodies: a client still sending too much reads the 413', async () => {
  await withServer(async (app) => {
    const body = Buffer.alloc(5_000_000)
    for (const headers of [{ 'content-length': String(body.length) }, { 'transfer-encoding': 'chunked' }]) {
      for (const method of ['GET', 'POST'])
        assert.equal((await call(app, method, '/raw', headers, body)).status, 413)
    }
  })
})
