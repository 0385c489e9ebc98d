import assert from 'node:assert/strict'
import { test } from 'node:test'
import fastify from 'fastify'
import { newDesk } from '../../../test/harness/desk.ts'
import { type DeskClient, signedIn, withToken } from '../../../test/harness/desk-client.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { openStream, Streams } from './event-stream.ts'

/** One block of a stream, as a browser's EventSource would read it. */
interface Block {
  readonly id?: string
  readonly event?: string
  readonly data?: string
  readonly comment?: string
}

/** Reads a stream block by block over a real socket. */
class Listener {
  readonly response: Response
  readonly #reader: ReadableStreamDefaultReader<string>
  readonly #stop = new AbortController()
  #rest = ''

  private constructor(response: Response, stop: AbortController) {
    this.response = response
    this.#stop = stop
    this.#reader = (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader()
  }

  static async open(
    address: string,
    client: Pick<DeskClient, 'headers'>,
    query = '',
    lastEventId = '',
  ): Promise<Listener> {
    const stop = new AbortController()
    const response = await fetch(`${address}/api/desk/v1/events/stream${query}`, {
      headers: { ...client.headers, ...(lastEventId ? { 'last-event-id': lastEventId } : {}) },
      signal: stop.signal,
    })
    return new Listener(response, stop)
  }

  /** @returns the next block, or null at the end of the stream */
  async next(): Promise<Block | null> {
    for (;;) {
      const end = this.#rest.indexOf('\n\n')
      if (end >= 0) {
        const lines = this.#rest.slice(0, end).split('\n')
        this.#rest = this.#rest.slice(end + 2)
        return Object.fromEntries(
          lines.map((line) => {
            const colon = line.indexOf(':')
            return [colon === 0 ? 'comment' : line.slice(0, colon), line.slice(colon + 1).trim()]
          }),
        )
      }
      const { value, done } = await this.#reader.read()
      if (done) return null
      this.#rest += value
    }
  }

  async nextKind(): Promise<string> {
    return JSON.parse((await this.next())?.data ?? '{}').kind
  }

  leave(): void {
    this.#stop.abort()
  }
}

onEachEngine(
  'a stream tells what happens as it happens, and goes on after the last event',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const me = await signedIn(on)
      const address = await on.listen()
      const stop = await on.desk.engine.listen(() => on.desk.changed.raise())
      const stream = await Listener.open(address, me)
      assert.equal(stream.response.status, 200)
      assert.equal(stream.response.headers.get('cache-control'), 'no-store')
      assert.ok(stream.response.headers.get('x-request-id'))
      const ready = await stream.next()
      assert.deepEqual([ready?.event, ready?.data], ['ready', '{}'])
      const { number } = (await me.call('POST', '/cases', { subject: 's', text: 't' })).json()
      const first = await stream.next()
      const entry = JSON.parse(first?.data ?? '')
      assert.deepEqual([entry.kind, entry.caseNumber, entry.cursor], ['case.opened', number, first?.id])
      stream.leave()
      await me.call('PATCH', `/cases/${number}`, { subject: 'meanwhile' })
      await me.call('POST', `/cases/${number}/messages`, { audience: 'internal', text: 'and this' })
      for (const again of [
        await Listener.open(address, me, '', first?.id),
        await Listener.open(address, me, `?after=${first?.id}`),
      ]) {
        assert.equal((await again.next())?.event, 'ready')
        assert.deepEqual([await again.nextKind(), await again.nextKind()], ['case.changed', 'message.added'])
        again.leave()
      }
      const fromStart = await Listener.open(address, me, '?after=0.0')
      await fromStart.next()
      assert.equal(await fromStart.nextKind(), 'person.added')
      fromStart.leave()
      const wrong = await Listener.open(address, me, '?after=x')
      assert.equal(wrong.response.status, 400)
      assert.equal(wrong.response.headers.get('content-type'), 'application/problem+json')
      await stop()
    } finally {
      await on.close()
    }
  },
)

onEachEngine(
  'a stream ends with its session, its token, or the server, and tells nothing after that',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const me = await signedIn(on)
      const admin = await signedIn(on)
      const address = await on.listen()
      const mine = await Listener.open(address, me)
      await mine.next()
      await me.call('DELETE', '/session')
      assert.equal(await mine.next(), null)
      const program = await withToken(on, me.rep, ['case.view'])
      const theirs = await Listener.open(address, program)
      await theirs.next()
      const tokens = (await admin.call('GET', '/tokens')).json().items
      await admin.call('DELETE', `/tokens/${tokens[0].id}`)
      assert.equal(await theirs.next(), null)
      const blind = await withToken(on, me.rep, ['case.add'])
      assert.equal((await Listener.open(address, blind)).response.status, 403)
      const last = await Listener.open(address, admin)
      await last.next()
      const closing = on.app.close()
      assert.equal(await last.next(), null)
      await closing
    } finally {
      await on.close()
    }
  },
)

test('a silent stream says that it lives, and asks again who is listening', async () => {
  const on = await newDesk('sqlite')
  const app = fastify()
  try {
    let asked = 0
    const actor = on.as('desk')
    const again = async () => {
      asked += 1
      return actor
    }
    const streams = new Streams(5)
    app.get('/api/desk/v1/events/stream', (request, reply) =>
      openStream(on.desk, streams, request, reply, { actor, after: null, again }),
    )
    const address = await app.listen({ host: '127.0.0.1', port: 0 })
    const stream = await Listener.open(address, { headers: {} })
    assert.equal((await stream.next())?.event, 'ready')
    assert.deepEqual([await stream.next(), await stream.next()], [{ comment: 'alive' }, { comment: 'alive' }])
    assert.ok(asked >= 2)
    streams.endAll()
    assert.equal(await stream.next(), null)
  } finally {
    await app.close()
    await on.close()
  }
})

test('one caller has at most 32 streams, and closing them all ends each', () => {
  const streams = new Streams()
  const open = Array.from({ length: 32 }, () => streams.begin('one'))
  assert.throws(() => streams.begin('one'), /too_many_requests/)
  open[0]?.abort()
  const other = streams.begin('two')
  const again = streams.begin('one')
  streams.endAll()
  assert.ok([...open, other, again].every((each) => each.signal.aborted))
  streams.begin('one')
})
