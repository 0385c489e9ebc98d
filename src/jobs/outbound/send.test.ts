import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import type { IncomingMessage, RequestListener } from 'node:http'
import { createServer } from 'node:http'
import type { Server, Socket } from 'node:net'
import { createServer as createTcpServer } from 'node:net'
import type { TestContext } from 'node:test'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { parseAllowList } from './allow-list.ts'
import type { OutboundRequest, Outcome } from './send.ts'
import { send } from './send.ts'

const refused: Outcome = { kind: 'refused', reason: 'target not allowed' }
const failed = (reason: string): Outcome => ({ kind: 'failed', reason })
const answered = (status: number): Outcome => ({ kind: 'answered', status })

async function listen(t: TestContext, server: Server): Promise<number> {
  const open = new Set<Socket>()
  server.on('connection', (socket) => {
    open.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => open.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    for (const socket of open) socket.destroy()
    server.close()
  })
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

const httpReceiver = (t: TestContext, answer: RequestListener) => listen(t, createServer(answer))
const tcpReceiver = (t: TestContext, talk: (socket: Socket) => void) => listen(t, createTcpServer(talk))

/** Calls a receiver on this machine, which the operator has listed, as REST v3 does. */
function call(port: number, changes: Partial<OutboundRequest> = {}): Promise<Outcome> {
  return send({
    url: `http://127.0.0.1:${port}/hook`,
    method: 'POST',
    headers: { 'Content-Type': 'application/json;charset=UTF-8', 'X-Event-Id': 'e1' },
    body: '{"event":"request.resolved","subject":"Störung"}',
    allow: parseAllowList(`127.0.0.1:${port}`).list,
    ...changes,
  })
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

test('REST v3 15.3: the receiver gets method, path with query, headers and body as given', async (t) => {
  const seen: unknown[] = []
  const port = await httpReceiver(t, async (request, response) => {
    seen.push([request.method, request.url, request.headers, await textOf(request)])
    response.writeHead(204).end()
  })
  const url = `http://127.0.0.1:${port}/a%20b?x=1&y=%2F+&&z#part`
  assert.deepEqual(await call(port, { url }), answered(204))
  assert.deepEqual(seen, [
    [
      'POST',
      '/a%20b?x=1&y=%2F+&&z',
      {
        'content-type': 'application/json;charset=UTF-8',
        'x-event-id': 'e1',
        host: `127.0.0.1:${port}`,
        connection: 'close',
        'content-length': '49',
      },
      '{"event":"request.resolved","subject":"Störung"}',
    ],
  ])
})

test('REST v3 15.3: GET goes without a body, other methods as they are', async (t) => {
  const seen: unknown[] = []
  const port = await httpReceiver(t, async (request, response) => {
    seen.push([request.method, request.headers['content-length'], await textOf(request)])
    response.end('ok')
  })
  const url = `http://127.0.0.1:${port}/`
  const allow = parseAllowList('127.0.0.1').list
  for (const method of ['GET', 'POST', 'DELETE'] as const) {
    assert.deepEqual(await send({ url, method, headers: {}, allow }), answered(200))
  }
  for (const method of ['PUT', 'PATCH', 'DELETE'] as const) {
    assert.deepEqual(await send({ url, method, headers: {}, body: 'x', allow }), answered(200))
  }
  assert.deepEqual(seen, [
    ['GET', undefined, ''],
    ['POST', '0', ''],
    ['DELETE', undefined, ''],
    ['PUT', '1', 'x'],
    ['PATCH', '1', 'x'],
    ['DELETE', '1', 'x'],
  ])
})

test('headers that frame the message or name the host are not taken from the caller', async (t) => {
  const seen: IncomingMessage['headers'][] = []
  const port = await httpReceiver(t, (request, response) => {
    seen.push(request.headers)
    response.end()
  })
  const headers = {
    host: 'evil.lan',
    'content-LENGTH': '1',
    'Transfer-Encoding': 'chunked',
    Expect: 'x',
    'X-A': 'b',
  }
  assert.deepEqual(await call(port, { headers, body: 'four' }), answered(200))
  assert.deepEqual(seen, [
    { 'x-a': 'b', host: `127.0.0.1:${port}`, connection: 'close', 'content-length': '4' },
  ])
  assert.deepEqual(await call(port, { headers: { 'X-A': 'a\r\nX-B: c' } }), failed('bad header'))
  assert.equal(seen.length, 1)
})

test('REST v3 15.4: a redirect is an answer and is not followed', async (t) => {
  const paths: unknown[] = []
  const port = await httpReceiver(t, (request, response) => {
    paths.push(request.url)
    response.writeHead(302, { Location: '/elsewhere' }).end()
  })
  assert.deepEqual(await call(port), answered(302))
  assert.deepEqual(paths, ['/hook'])
})

test('REST v3 15.4: Retry-After is read as seconds, or as a date against the receiver clock', async (t) => {
  const date = 'Sat, 21 Nov 2026 23:30:00 GMT'
  const rows: [string, number | undefined][] = [
    ['120', 120_000],
    ['0', 0],
    ['Sat, 21 Nov 2026 23:31:30 GMT', 90_000],
    ['Sat, 21 Nov 2026 23:29:00 GMT', undefined],
    ['soon', undefined],
    ['-5', undefined],
    ['1e9', undefined],
  ]
  for (const [value, retryAfterMs] of rows) {
    const port = await httpReceiver(t, (_request, response) => {
      response.writeHead(503, { 'Retry-After': value, Date: date }).end()
    })
    const expected = retryAfterMs === undefined ? answered(503) : { ...answered(503), retryAfterMs }
    assert.deepEqual(await call(port), expected, value)
  }
})

test('REST v3 15.5: a target that is not listed is refused and not touched', async (t) => {
  let connections = 0
  const port = await tcpReceiver(t, () => {
    connections += 1
  })
  const allow = parseAllowList('').list
  const urls = [`http://127.0.0.1:${port}/`, `http://2130706433:${port}/`, `http://[::ffff:7f00:1]:${port}/`]
  for (const url of [...urls, `http://u:p@127.0.0.1:${port}/`, 'ftp://a', 'nonsense']) {
    assert.deepEqual(await call(port, { url, allow }), refused, url)
  }
  assert.deepEqual(await call(port, { url: `http://localhost:${port}/`, allow }), refused)
  assert.equal(connections, 0)
})

test('REST v3 15.5: every address a name resolves to must be allowed', async (t) => {
  const port = await httpReceiver(t, (_request, response) => response.end())
  const url = `http://hook.example:${port}/`
  const rows: [string[], Outcome][] = [
    [['127.0.0.1'], answered(200)],
    [['127.0.0.1', '10.0.0.1'], refused],
    [['127.0.0.1', '::1'], refused],
    [['8.8.8.8', '169.254.169.254'], refused],
    [['::ffff:127.0.0.1'], answered(200)],
    [[], failed('host not found')],
    [['not an address'], failed('host not found')],
  ]
  for (const [addresses, outcome] of rows) {
    assert.deepEqual(await call(port, { url, resolve: async () => addresses }), outcome, addresses.join())
  }
})

test('REST v3 15.5: a name that turns to a forbidden address is refused at the next attempt', async (t) => {
  let calls = 0
  const port = await httpReceiver(t, (_request, response) => {
    calls += 1
    response.writeHead(500).end()
  })
  const asked: string[] = []
  const turns = [['127.0.0.1'], ['127.0.0.2']]
  const resolve = async (host: string) => {
    asked.push(host)
    return turns.shift() ?? []
  }
  const url = `http://Rebind.example.:${port}/`
  assert.deepEqual(await call(port, { url, resolve }), answered(500))
  assert.deepEqual(await call(port, { url, resolve }), refused)
  assert.deepEqual(asked, ['rebind.example', 'rebind.example'])
  assert.equal(calls, 1)
})

test('REST v3 15.5: the connection goes to the checked address, Host keeps the name', async (t) => {
  const hosts: unknown[] = []
  const port = await httpReceiver(t, (request, response) => {
    hosts.push(request.headers.host)
    response.end()
  })
  const resolve = async () => ['127.0.0.1']
  const allow = parseAllowList('monitor.invalid').list
  assert.deepEqual(
    await call(port, { url: `http://monitor.invalid:${port}/`, allow, resolve }),
    answered(200),
  )
  assert.deepEqual(hosts, [`monitor.invalid:${port}`])
})

test('the next checked address is tried when the first does not answer', async (t) => {
  const port = await httpReceiver(t, (_request, response) => response.end())
  const resolve = async () => ['127.0.0.9', '127.0.0.1']
  const allow = parseAllowList('127.0.0.0/8').list
  assert.deepEqual(await call(port, { url: `http://two.example:${port}/`, allow, resolve }), answered(200))
})

test('REST v3 15.5: proxies of the environment are ignored', async (t) => {
  const paths: unknown[] = []
  const port = await httpReceiver(t, (request, response) => {
    paths.push(request.url)
    response.end()
  })
  const proxied: unknown[] = []
  const proxy = await httpReceiver(t, (request, response) => {
    proxied.push(request.url)
    response.writeHead(502).end()
  })
  const script = `
    import { send } from ${JSON.stringify(new URL('./send.ts', import.meta.url).href)}
    const allow = [{ kind: 'address', address: '127.0.0.1' }]
    const outcome = await send({ url: 'http://127.0.0.1:${port}/hook', method: 'GET', headers: {}, allow })
    process.stdout.write(JSON.stringify(outcome))`
  const address = `http://127.0.0.1:${proxy}`
  const env = {
    NODE_USE_ENV_PROXY: '1',
    HTTP_PROXY: address,
    http_proxy: address,
    ALL_PROXY: address,
    NO_PROXY: '',
  }
  const args = ['--input-type=module', '--eval', script]
  const { stdout } = await promisify(execFile)(process.execPath, args, { env })
  assert.deepEqual(JSON.parse(stdout), answered(200))
  assert.deepEqual([paths, proxied], [['/hook'], []])
})

test('REST v3 15.4: a receiver that is down, unknown or hangs up is a failure without addresses in it', async (t) => {
  const closed = createTcpServer()
  const free = await listen(t, closed)
  closed.close()
  await once(closed, 'close')
  assert.deepEqual(await call(free), failed('connection refused'))

  const resolve = async () => {
    throw Object.assign(new Error('getaddrinfo ENOTFOUND 10.0.0.1'), { code: 'ENOTFOUND' })
  }
  assert.deepEqual(await call(free, { url: 'http://gone.example/', resolve }), failed('host not found'))

  const hangsUp = await tcpReceiver(t, (socket) => socket.once('data', () => socket.destroy()))
  assert.deepEqual(await call(hangsUp), failed('connection closed'))
  const resets = await tcpReceiver(t, (socket) => socket.once('data', () => socket.resetAndDestroy()))
  assert.deepEqual(await call(resets), failed('connection closed'))
})

test('REST v3 15.4: an answer that is not HTTP is a failure', async (t) => {
  const rows: [string, string][] = [
    ['SSH-2.0-OpenSSH_9.9\r\n', 'answer is not HTTP'],
    ['HTTP/1.1 two hundred\r\n\r\n', 'answer is not HTTP'],
    [`HTTP/1.1 200 OK\r\nX-Long: ${'a'.repeat(100_000)}\r\n\r\n`, 'answer is not HTTP'],
    ['HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n', 'answer is not HTTP'],
    ['HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n', 'connection failed'],
  ]
  for (const [text, reason] of rows) {
    const port = await tcpReceiver(t, (socket) => socket.once('data', () => socket.end(text)))
    assert.deepEqual(await call(port), failed(reason), text.slice(0, 40))
  }
})

test('REST v3 15.4: a receiver that never answers is cut', async (t) => {
  const silent = await tcpReceiver(t, (socket) => socket.resume())
  assert.deepEqual(await call(silent, { totalMs: 50 }), failed('timed out'))

  const neverResolves = () => new Promise<string[]>(() => {})
  const url = 'http://slow.example/'
  assert.deepEqual(
    await call(silent, { url, resolve: neverResolves, connectMs: 20 }),
    failed('connection timed out'),
  )

  const silentTls = `https://127.0.0.1:${silent}/`
  assert.deepEqual(await call(silent, { url: silentTls, connectMs: 50 }), failed('connection timed out'))
})

test('REST v3 15.4: dripping headers are cut, and the socket is closed', async (t) => {
  const { promise: closed, resolve: onClose } = Promise.withResolvers<void>()
  const port = await tcpReceiver(t, (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n')
    const drip = setInterval(() => socket.write('X: y\r\n'), 5)
    socket.once('close', () => {
      clearInterval(drip)
      onClose()
    })
  })
  assert.deepEqual(await call(port, { totalMs: 400 }), failed('timed out'))
  await closed
})

test('REST v3 15.4: once the status is there, a body that drips or breaks off changes nothing', async (t) => {
  const { promise: closed, resolve: onClose } = Promise.withResolvers<void>()
  const drips = await httpReceiver(t, (_request, response) => {
    const drip = setInterval(() => response.write('x'), 5)
    response.once('close', () => {
      clearInterval(drip)
      onClose()
    })
  })
  assert.deepEqual(await call(drips, { totalMs: 400 }), answered(200))
  await closed

  const head = 'HTTP/1.1 410 Gone\r\nContent-Length: 100\r\n\r\nhalf'
  const breaksOff = await tcpReceiver(t, (socket) => socket.once('data', () => socket.end(head)))
  assert.deepEqual(await call(breaksOff), answered(410))
})

test('REST v3 15.4: of a huge answer only the beginning is read', async (t) => {
  const { promise: cut, resolve: onCut } = Promise.withResolvers<boolean>()
  const port = await httpReceiver(t, (_request, response) => {
    const block = Buffer.alloc(64 * 1024)
    const more = () => {
      while (!response.destroyed && response.write(block));
    }
    response.on('drain', more)
    response.once('close', () => onCut(!response.writableFinished))
    more()
  })
  assert.deepEqual(await call(port), answered(200))
  assert.equal(await cut, true)
})

test('a receiver that answers before the body is sent is answered', async (t) => {
  const port = await tcpReceiver(t, (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'))
  assert.deepEqual(await call(port), answered(200))
})

test('threat model 7.5: stopping the server ends an attempt at once', async (t) => {
  const stop = new AbortController()
  const port = await tcpReceiver(t, (socket) => socket.once('data', () => stop.abort()))
  assert.deepEqual(await call(port, { signal: stop.signal }), failed('stopped'))
  assert.deepEqual(await call(port, { signal: stop.signal }), failed('stopped'))
})

test('no socket is left after an attempt', async (t) => {
  const closes: Promise<unknown>[] = []
  const server = createServer((_request, response) => response.end('ok'))
  server.on('connection', (socket) => closes.push(once(socket, 'close')))
  const port = await listen(t, server)
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => call(port)))
  assert.deepEqual(outcomes, new Array(20).fill(answered(200)))
  await Promise.all(closes)
  assert.equal(closes.length, 20)
  const sockets = process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap')
  assert.deepEqual(sockets, [])
})
