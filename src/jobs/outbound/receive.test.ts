import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { parseAllowList } from './allow-list.ts'
import { type OutboundRequest, type Outcome, send } from './send.ts'

const answered = (status: number): Outcome => ({ kind: 'answered', status })
const failed = (reason: string): Outcome => ({ kind: 'failed', reason })

/** A server with files. @returns what fetches one of them, with the bytes that were handed over so far */
async function fileServer(t: TestContext) {
  const server = createServer((request, response) => {
    if (request.url === '/cut') response.writeHead(200, { 'content-length': '9' }).end('part')
    else if (request.url === '/missing') response.writeHead(404).end('no such file')
    else if (request.url === '/endless') response.write('x')
    else response.end('x'.repeat(100_000))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const got: number[] = []
  const fetchFile = (path: string, changes: Partial<OutboundRequest> = {}): Promise<Outcome> =>
    send({
      url: `http://127.0.0.1:${port}${path}`,
      method: 'GET',
      headers: {},
      allow: parseAllowList(`127.0.0.1:${port}`).list,
      async receive(body: Readable) {
        got.push((await buffer(body)).length)
      },
      ...changes,
    })
  return { fetchFile, got }
}

test('Messages §10.2: the body of a file is handed over whole, or the attempt has failed', async (t) => {
  const { fetchFile, got } = await fileServer(t)
  assert.deepEqual(await fetchFile('/whole'), answered(200))
  assert.deepEqual(await fetchFile('/cut'), failed('connection closed'))
  assert.deepEqual(await fetchFile('/endless', { totalMs: 200 }), failed('timed out'))
  const receive = async () => {
    throw new Error('disk full')
  }
  assert.deepEqual(await fetchFile('/whole', { receive }), failed('connection failed'))
  assert.deepEqual(got, [100_000])
})

test('Messages §10.2: what is no file is not handed over', async (t) => {
  const { fetchFile, got } = await fileServer(t)
  assert.deepEqual(await fetchFile('/missing'), answered(404))
  assert.deepEqual(got, [])
})
