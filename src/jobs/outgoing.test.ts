import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { test } from 'node:test'
import { buildOrganisation } from '../../test/harness/build.ts'
import { newDesk, type TestDesk, type TestDeskOptions } from '../../test/harness/desk.ts'
import { type EngineName, onEachEngine } from '../../test/harness/engines.ts'
import { startReceiver } from '../../test/harness/receiver.ts'
import { builtIn } from '../domain/catalog.ts'
import type { DeliveryFilter } from '../storage/jobs.ts'
import { changeCase } from '../usecases/cases/change-case.ts'
import { openCase } from '../usecases/cases/open-case.ts'
import { listDeliveries, retryDelivery } from '../usecases/jobs/list-deliveries.ts'
import { addPartyMessage } from '../usecases/messages/add-party-message.ts'
import { createWebhook } from '../usecases/webhooks/create-webhook.ts'
import { startWorker } from './worker.ts'

/** Everybody who can be called: one case with a callback that is resolved, and one webhook that is told of a message. */
const outgoing = ['callback', 'webhook'] as const
type Outgoing = (typeof outgoing)[number]

interface Scene {
  readonly on: TestDesk
  /** Makes the desk promise a call to the URL, through an ordinary request. @returns whatever tells the calls apart */
  cause(url: string): Promise<void>
  newest(filter?: Partial<DeliveryFilter>): Promise<{ state: string; error: string | null; attempts: number }>
}

async function onDesk(
  engine: EngineName,
  kind: Outgoing,
  options: TestDeskOptions,
  body: (scene: Scene) => Promise<void>,
): Promise<void> {
  const on = await newDesk(engine, { retrySeconds: [30, 120], ...options })
  try {
    await body({
      on,
      cause: kind === 'callback' ? (url) => resolveCase(on, url) : (url) => tellWebhook(on, url),
      async newest(filter = {}) {
        const [first] = await listDeliveries(on.desk, on.as(), { limit: 1, ...filter })
        return { state: first?.state ?? '', error: first?.lastError ?? null, attempts: first?.attempts ?? 0 }
      },
    })
  } finally {
    await on.close()
  }
}

async function resolveCase(on: TestDesk, url: string): Promise<void> {
  const draft = { requester: { name: 'Ann', email: 'ann@a.example' }, subject: 's', description: '' }
  const { number } = await openCase(on.desk, on.as('rest-v3'), {
    ...draft,
    descriptionFormat: 'text',
    callbackUrl: url,
  } as Parameters<typeof openCase>[2])
  await changeCase(on.desk, on.as('rest-v3'), number, { status: builtIn.status.resolved })
}

async function tellWebhook(on: TestDesk, url: string): Promise<void> {
  const provider = await buildOrganisation(on, 'provider')
  const partner = await buildOrganisation(on, 'partner', { defaultProviderId: provider.id })
  await createWebhook(on.desk, on.as('desk'), {
    wire: 'messages',
    topic: 'message.created',
    organisationId: partner.id,
    url,
  })
  const actor = { ...on.as('messages'), organisationId: partner.id, party: 'partner' as const }
  const { number } = await openCase(on.desk, actor, {
    requester: { name: 'Kim', email: 'kim@a.example' },
    subject: 's',
    description: '',
    descriptionFormat: 'text',
    providerId: provider.id,
  })
  await on.desk.engine.write((tx) =>
    tx.updateTable('cases').set({ partner_id: partner.id }).where('number', '=', number).execute(),
  )
  await addPartyMessage(on.desk, on.as('messages'), number, { type: 'serviceComment', body: 'Hello' })
}

/** A server that answers a connection by talking however it likes. */
async function tcpServer(
  talk: (socket: Socket) => void,
): Promise<{ port: number; connections: () => number; close(): Promise<void> }> {
  const open = new Set<Socket>()
  let count = 0
  const server: Server = createServer((socket) => {
    count += 1
    open.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => open.delete(socket))
    talk(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    connections: () => count,
    async close() {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

const garbage: readonly [what: string, talk: (socket: Socket) => void][] = [
  ['nothing at all, for ever', (socket) => void socket.resume()],
  ['no HTTP', (socket) => void socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.9\r\n'))],
  [
    'a broken status line',
    (socket) => void socket.once('data', () => socket.end('HTTP/1.1 two hundred\r\n\r\n')),
  ],
  [
    'huge headers',
    (socket) =>
      void socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\n')
        socket.end(`x-long: ${'a'.repeat(200_000)}\r\n\r\n`)
      }),
  ],
  ['a reset', (socket) => void socket.once('data', () => socket.resetAndDestroy())],
  ['a hang-up', (socket) => void socket.once('data', () => socket.destroy())],
]

for (const kind of outgoing) {
  onEachEngine(
    `threat model 5.4: a ${kind} whose receiver is away or talks nonsense is tried by the schedule, then given up and repeated by hand`,
    async (engine) => {
      for (const [what, talk] of garbage) {
        const receiver = await tcpServer(talk)
        const options = {
          callbackAllow: `127.0.0.1:${receiver.port}`,
          outbound: { totalMs: 150, connectMs: 100 },
        }
        await onDesk(engine, kind, options, async ({ on, cause, newest }) => {
          await cause(`http://127.0.0.1:${receiver.port}/hook`)
          assert.equal(receiver.connections(), 0, `${what}: the request did not wait for it`)
          for (const [attempt, seconds] of [0, 40, 150].entries()) {
            on.clock.advance(seconds * 1000)
            await on.runJobs()
            const { state, attempts, error } = await newest()
            assert.deepEqual([attempts, state], [attempt + 1, attempt < 2 ? 'waiting' : 'failed'], what)
            assert.doesNotMatch(error ?? '', /127|\d{4}/, 'no address is told')
          }
          on.clock.advance(86_400_000)
          await on.runJobs()
          assert.equal(receiver.connections(), 3)
          const [given] = await listDeliveries(on.desk, on.as(), { limit: 1 })
          await retryDelivery(on.desk, on.as(), given?.id ?? 0)
          await on.runJobs()
          assert.equal(receiver.connections(), 4, 'repeated by hand')
          assert.equal((await newest()).state, 'waiting')
        })
        await receiver.close()
      }
    },
  )

  onEachEngine(
    `threat model 5.2: a ${kind} reads little of an endless answer, and its status counts`,
    async (engine) => {
      let closed: Promise<unknown> = Promise.resolve()
      const receiver = await tcpServer((socket) => {
        closed = once(socket, 'close')
        socket.once('data', () => {
          socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')
          const block = Buffer.from(`4000\r\n${'x'.repeat(0x4000)}\r\n`)
          const more = () => {
            if (!socket.destroyed) socket.write(block, () => setImmediate(more))
          }
          more()
        })
      })
      await onDesk(
        engine,
        kind,
        { callbackAllow: `127.0.0.1:${receiver.port}` },
        async ({ on, cause, newest }) => {
          await cause(`http://127.0.0.1:${receiver.port}/`)
          await on.runJobs()
          await closed
          assert.equal((await newest()).state, 'done')
        },
      )
      await receiver.close()
    },
  )

  onEachEngine(
    `threat model 5.2: a ${kind} follows no redirect, least of all to a forbidden address`,
    async (engine) => {
      await using receiver = await startReceiver()
      const inner = await tcpServer((socket) => socket.end())
      await onDesk(engine, kind, { callbackAllow: receiver.host }, async ({ on, cause, newest }) => {
        for (const status of [301, 302, 303, 307, 308]) {
          receiver.reactions.push((response) =>
            response.writeHead(status, { location: `http://127.0.0.1:${inner.port}/` }).end(),
          )
        }
        await cause(receiver.url)
        await on.runJobs()
        const { state, error } = await newest()
        assert.deepEqual([state, error, receiver.calls.length], ['waiting', 'answered 301', 1])
        assert.equal(inner.connections(), 0)
      })
      await inner.close()
    },
  )

  onEachEngine(
    `threat model 5.1: a ${kind} never reaches a forbidden address, however its name moves`,
    async (engine) => {
      await using receiver = await startReceiver()
      const inner = await tcpServer((socket) => socket.end())
      // What the name stands for, look-up after look-up. The receiver's own address is on the list, another is not.
      const turns: Readonly<Record<string, string[][]>> = {
        'moves.example': [['127.0.0.1'], ['127.0.0.2']],
        'both.example': [['127.0.0.1', '127.0.0.2']],
        'mapped.example': [['127.0.0.1', '::ffff:127.0.0.2']],
        'cloud.example': [['169.254.169.254']],
      }
      const asked: string[] = []
      const outbound = {
        async resolve(host: string) {
          asked.push(host)
          return turns[host]?.shift() ?? ['127.0.0.2']
        },
      }
      const options = { callbackAllow: '127.0.0.1/32,::1/128', outbound }
      await onDesk(engine, kind, options, async ({ on, cause, newest }) => {
        for (const host of Object.keys(turns)) {
          const scheme = kind === 'webhook' ? 'https' : 'http'
          receiver.reactions.push(500)
          await cause(`${scheme}://${host}:${host === 'moves.example' ? receiver.port : inner.port}/`)
          await on.runJobs()
          if (host === 'moves.example') {
            assert.equal((await newest()).state, 'waiting', 'it was let through the first time')
            on.clock.advance(60_000)
            await on.runJobs()
          }
          const { state, error } = await newest()
          assert.deepEqual([host, state, error], [host, 'failed', 'target not allowed'])
          receiver.reactions.length = 0
        }
        assert.equal(inner.connections(), 0)
        assert.deepEqual(asked, [
          'moves.example',
          'moves.example',
          'both.example',
          'mapped.example',
          'cloud.example',
        ])
      })
      await inner.close()
    },
  )

  onEachEngine(`threat model 5.4: 410 stops a ${kind} and nothing more goes there`, async (engine) => {
    await using receiver = await startReceiver()
    await onDesk(engine, kind, { callbackAllow: receiver.host }, async ({ on, cause, newest }) => {
      receiver.reactions.push(410)
      await cause(receiver.url)
      await on.runJobs()
      assert.deepEqual(await newest(), { state: 'failed', error: 'answered 410', attempts: 1 })
      const [of] = await on.desk.db.selectFrom('cases').select('callback_url').execute()
      const [webhook] = await on.desk.db.selectFrom('webhooks').select('active').execute()
      assert.deepEqual([of?.callback_url ?? null, webhook?.active ?? 0], [null, 0])
      on.clock.advance(86_400_000)
      await on.runJobs()
      assert.equal(receiver.calls.length, 1)
    })
  })

  onEachEngine(`threat model 5.4: Retry-After delays a ${kind}, up to an hour`, async (engine) => {
    await using receiver = await startReceiver()
    await onDesk(engine, kind, { callbackAllow: receiver.host }, async ({ on, cause }) => {
      receiver.reactions.push((response) => response.writeHead(429, { 'retry-after': '600' }).end())
      await cause(receiver.url)
      await on.runJobs()
      on.clock.advance(599_000)
      await on.runJobs()
      assert.equal(receiver.calls.length, 1)
      on.clock.advance(2_000)
      await on.runJobs()
      assert.equal(receiver.calls.length, 2)
    })
  })

  onEachEngine(
    `threat model 5.3: a ${kind} carries a stable id, its time and a signature over both and the body`,
    async (engine) => {
      await using receiver = await startReceiver()
      const options = { callbackAllow: receiver.host, callbackSecret: 'callback secret' }
      await onDesk(engine, kind, options, async ({ on, cause }) => {
        receiver.reactions.push(503)
        await cause(receiver.url)
        await on.runJobs()
        on.clock.advance(60_000)
        await on.runJobs()
        const [first, second] = receiver.calls
        assert.ok(first && second)
        const id = first.headers['x-caseloom-delivery']
        assert.match(String(id), /^[\da-f]{8}-[\da-f-]{27}$/)
        assert.equal(second.headers['x-caseloom-delivery'], id)
        assert.equal(second.body, first.body)
        const times = [first, second].map(({ headers }) => headers['x-caseloom-timestamp'])
        assert.deepEqual(times, ['1767603600', '1767603660'])
        assert.match(String(first.headers['x-caseloom-signature']), /^v1=[\da-f]{64}$/)
        assert.notEqual(first.headers['x-caseloom-signature'], second.headers['x-caseloom-signature'])
        for (const name of ['cookie', 'authtoken', 'authorization'])
          assert.equal(first.headers[name], undefined)
      })
    },
  )
}

test('threat model 5.4: forty calls to a receiver that never answers hold up nobody else', async () => {
  const silent = await tcpServer((socket) => void socket.resume())
  await using quick = await startReceiver()
  const on = await newDesk('sqlite', {
    callbackAllow: `127.0.0.1:${silent.port},${quick.host}`,
    outbound: { totalMs: 20_000 },
  })
  const stop = { now: async () => {} }
  try {
    for (let count = 0; count < 40; count += 1) await resolveCase(on, `http://127.0.0.1:${silent.port}/`)
    await resolveCase(on, quick.url)
    await tellWebhook(on, quick.url)
    stop.now = startWorker(on.desk, on.handlers, 'worker')
    await quick.called(2)
    assert.ok(silent.connections() <= 4)
  } finally {
    await silent.close()
    await on.desk.engine.write((tx) => tx.updateTable('jobs').set({ state: 'failed' }).execute())
    await stop.now()
    await on.close()
  }
})
