import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:https'
import type { Server } from 'node:net'
import { createServer as createTcpServer } from 'node:net'
import type { TestContext } from 'node:test'
import { test } from 'node:test'
import type { TLSSocket } from 'node:tls'
import { setDefaultCACertificates } from 'node:tls'
import { parseAllowList } from './allow-list.ts'
import { send } from './send.ts'

const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const key = keys.privateKey.export({ type: 'pkcs8', format: 'pem' })

/** One DER element: tag, length, content. */
function der(tag: number, ...content: (Buffer | string)[]): Buffer {
  const body = Buffer.concat(content.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)))
  const size = body.length
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}

const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'))

/** A self-signed certificate for one DNS name, so that the tests need no key in the repository. */
function certificateFor(name: string): string {
  const algorithm = der(0x30, oid('2a8648ce3d040302')) // ecdsa-with-SHA256
  const subject = der(0x30, der(0x31, der(0x30, oid('550403'), der(0x0c, name))))
  const validity = der(0x30, der(0x17, '200101000000Z'), der(0x18, '20990101000000Z'))
  const alternativeName = der(0x30, oid('551d11'), der(0x04, der(0x30, der(0x82, name))))
  const body = der(
    0x30,
    ...[der(0xa0, der(0x02, Buffer.from([2]))), der(0x02, Buffer.from([1])), algorithm, subject, validity],
    ...[
      subject,
      keys.publicKey.export({ type: 'spki', format: 'der' }),
      der(0xa3, der(0x30, alternativeName)),
    ],
  )
  const signature = sign('sha256', body, keys.privateKey)
  const certificate = der(0x30, body, algorithm, der(0x03, Buffer.from([0]), signature))
  return `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`
}

async function receiver(t: TestContext, cert: string, names: unknown[]): Promise<number> {
  const server = createServer({ key, cert }, (request, response) => {
    names.push([(request.socket as TLSSocket).servername, request.headers.host])
    response.writeHead(202).end()
  })
  server.on('tlsClientError', () => {})
  return listen(t, server)
}

async function listen(t: TestContext, server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

const trusted = certificateFor('hook.example')
setDefaultCACertificates([trusted])

function call(url: string) {
  const allow = parseAllowList('127.0.0.1').list
  return send({ url, method: 'POST', headers: {}, body: '{}', allow, resolve: async () => ['127.0.0.1'] })
}

test('REST v3 15.5: TLS asks for and verifies the name, though the checked address is called', async (t) => {
  const names: unknown[] = []
  const port = await receiver(t, trusted, names)
  assert.deepEqual(await call(`https://hook.example:${port}/`), { kind: 'answered', status: 202 })
  assert.deepEqual(await call(`https://hook.example.:${port}/`), { kind: 'answered', status: 202 })
  assert.deepEqual(names, [
    ['hook.example', `hook.example:${port}`],
    ['hook.example', `hook.example.:${port}`],
  ])
})

test('a certificate for another name, for no name, or of an unknown issuer is not accepted', async (t) => {
  const names: unknown[] = []
  const refused = { kind: 'failed', reason: 'certificate not accepted' }
  const port = await receiver(t, trusted, names)
  assert.deepEqual(await call(`https://other.example:${port}/`), refused)
  assert.deepEqual(await call(`https://127.0.0.1:${port}/`), refused)
  const unknown = await receiver(t, certificateFor('unknown.example'), names)
  assert.deepEqual(await call(`https://unknown.example:${unknown}/`), refused)
  assert.deepEqual(names, [])
})

test('http spoken to a TLS port, and TLS to an http port, are failures', async (t) => {
  const port = await receiver(t, trusted, [])
  assert.equal((await call(`http://hook.example:${port}/`)).kind, 'failed')

  const plain = createTcpServer((socket) => socket.on('error', () => {}).end('HTTP/1.1 200 OK\r\n\r\n'))
  const plainPort = await listen(t, plain)
  const outcome = await call(`https://hook.example:${plainPort}/`)
  assert.deepEqual(outcome, { kind: 'failed', reason: 'TLS handshake failed' })
})
