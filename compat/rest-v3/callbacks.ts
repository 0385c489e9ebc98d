import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Case, Section } from '../case.ts'
import { any, expect, expectValue, partly } from '../expect.ts'
import {
  call,
  entityIn,
  expectRefusal,
  type Json,
  look,
  openRequest,
  prepare,
  type RestKey,
  type RestProbe,
  rowsIn,
  time,
} from './client.ts'

type RestCase = Case<RestKey>
const needs = { what: 'callbacks to the machine itself', desk: { callbackAllow: '127.0.0.1' } } as const

interface Received {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: Json
}

/** A monitoring tool that waits for its callback. */
class Tool implements AsyncDisposable {
  readonly calls: Received[] = []
  readonly #server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const text = Buffer.concat(chunks).toString()
      this.calls.push({ method, url, headers, body: text === '' ? {} : (JSON.parse(text) as Json) })
      response.writeHead(this.status).end()
    })
  })
  status = 200

  async listen(probe: RestProbe): Promise<string> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#server.listen(0, '127.0.0.1', resolve)
    await promise
    const { port } = this.#server.address() as AddressInfo
    return `${probe.name(`http://127.0.0.1:${port}`, 'tool')}/alarm?secret=1`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#server.close(() => resolve())
    await promise
  }
}

const edit = (probe: RestProbe, id: string, request: Json) =>
  call(probe, 'PUT', `requests/${id}`, { request })

const attribute: readonly RestCase[] = [
  {
    says: 'A callback URL may be given when a request is created, and when it is edited; null or nothing removes it',
    source: 'seed: the callback URL is applicable only while creating and editing requests; §15.1',
    async run(probe) {
      const id = await openRequest(probe, { callback_url: 'http://tool.example/a' })
      expectValue((await look(probe, id)).callback_url, 'http://tool.example/a', 'callback_url')
      const second = entityIn(
        await edit(probe, id, { callback_url: 'https://tool.example/b#part' }),
        'request',
      )
      expectValue(second.callback_url, 'https://tool.example/b', 'callback_url without its fragment')
      expectValue(entityIn(await edit(probe, id, { callback_url: '' }), 'request').callback_url, null)
    },
  },
  ...['callbackURL', 'callbackUrl', 'callBackURL'].map(
    (name): RestCase => ({
      says: `The callback URL may be called ${name}`,
      source: '§8.1',
      async run(probe) {
        const id = await openRequest(probe, { [name]: 'http://tool.example/a' })
        expectValue((await look(probe, id)).callback_url, 'http://tool.example/a', 'callback_url')
      },
    }),
  ),
  ...[
    ...[
      'tool',
      'ftp://tool.example/',
      '//tool.example/',
      'http://ann:pw@tool.example/',
      `http://tool.example/${'x'.repeat(2000)}`,
    ],
    ...[
      'http://127.0.0.1/',
      'http://2130706433/',
      'http://0x7f.1/',
      'http://[::1]/',
      'http://10.0.0.1/',
      'http://169.254.169.254/',
    ],
    ...['http://[::ffff:127.0.0.1]/', 'http://100.64.0.1/', 'http://192.168.1.1/', 'http://0.0.0.0/'],
  ].map(
    (callback_url): RestCase => ({
      says: `A URL that may not be called is refused at once: ${callback_url.slice(0, 40)}`,
      source: '§15.1; §15.5',
      async run(probe) {
        const request = { subject: probe.unique('s'), callback_url }
        const answer = await call(probe, 'POST', 'requests', { request })
        expectRefusal(answer, [400, 4001, /^Invalid Input/, 'callback_url'])
      },
    }),
  ),
]

const calls: readonly RestCase[] = [
  {
    says: 'When the cause for the alarm is resolved the callback URL is invoked, and the tool can clear the alarm',
    source: 'seed: SupportCenter Plus will invoke an URL; §15.2; §15.3',
    needs,
    async run(probe) {
      await using tool = new Tool()
      const callback_url = await tool.listen(probe)
      const resolution = { content: '<p>cleaned /var</p>' }
      const id = await openRequest(probe, { callback_url, resolution, technician: { name: 'Ada Admin' } })
      await edit(probe, id, { status: { name: 'Resolved' } })
      await prepare(probe, 'PUT', `requests/${id}`, { request: { subject: 'Renamed' } })
      await probe.desk.runJobs()
      const [received] = tool.calls
      expect(tool.calls.length === 1 && received !== undefined, `${tool.calls.length} calls came`)
      expectValue([received.method, received.url], ['POST', '/alarm?secret=1'], 'the call')
      const { headers } = received
      expectValue(
        headers,
        partly({
          'content-type': 'application/json;charset=UTF-8',
          'x-event-type': 'request.resolved',
          'x-attempt': '1',
        }),
      )
      expect(headers.authtoken === undefined && headers.cookie === undefined, 'a key of ours was sent along')
      expectValue(received.body, {
        event: 'request.resolved',
        event_id: headers['x-event-id'],
        occurred_time: time,
        request: {
          ...{
            id,
            subject: probe.unique('Disk full'),
            status: { id: '4', name: 'Resolved', color: '#00ff66' },
          },
          ...{ resolution, technician: { id: any.textId, name: 'Ada Admin', email_id: any.text } },
          ...{ resolved_time: time, closure_info: null },
        },
      })
    },
  },
  {
    says: 'Without a callback URL nothing additional happens',
    source: 'seed: If this URL is not provided; §15.2',
    needs,
    async run(probe) {
      const id = await openRequest(probe)
      await edit(probe, id, { status: 'Resolved' })
      const none = rowsIn(
        await call(probe, 'GET', `requests/${id}/callback_deliveries`),
        'callback_deliveries',
      )
      expectValue(none, [], 'the deliveries')
    },
  },
  ...(
    [
      ['resolved and then closed', ['Resolved', 'Closed'], 1],
      ['closed directly', ['Closed'], 1],
      ['resolved, reopened and resolved again', ['Resolved', 'Open', 'Resolved'], 2],
      ['put on hold', ['On Hold'], 0],
      ['cancelled', ['Cancelled'], 0],
    ] as const
  ).map(
    ([how, statuses, times]): RestCase => ({
      says: `A request that is ${how} calls ${times === 0 ? 'nobody' : times === 1 ? 'once' : 'twice'}`,
      source: '§15.2',
      needs,
      async run(probe) {
        await using tool = new Tool()
        const id = await openRequest(probe, { callback_url: await tool.listen(probe) })
        for (const name of statuses) await edit(probe, id, { status: { name } })
        await probe.desk.runJobs()
        expect(tool.calls.length === times, `${tool.calls.length} calls came`)
      },
    }),
  ),
  {
    says: 'What cannot be delivered is tried again later with the same event id, and everything is shown in callback_deliveries',
    source: '§15.4',
    needs,
    async run(probe) {
      await using tool = new Tool()
      tool.status = 500
      const id = await openRequest(probe, { callback_url: await tool.listen(probe) })
      await prepare(probe, 'PUT', `requests/${id}/close`)
      await probe.desk.runJobs()
      const deliveries = async () =>
        rowsIn(await call(probe, 'GET', `requests/${id}/callback_deliveries`), 'callback_deliveries')
      const event_id = tool.calls[0]?.headers['x-event-id']
      const url = any.textLike(/^http:\/\/127\.0\.0\.1:\d+\/alarm\?\*\*\*$/)
      const row = { id: any.textId, event_id, url, attempts: 1, last_error: any.value }
      expectValue(
        await deliveries(),
        [{ ...row, state: 'pending', last_status: 500, next_attempt_time: time }],
        'after the first',
      )
      tool.status = 204
      probe.desk.clock.advance(60_000)
      await probe.desk.runJobs()
      expectValue(
        await deliveries(),
        [{ ...row, state: 'delivered', attempts: 2, last_status: 204, next_attempt_time: null }],
        'after the second',
      )
      expectValue(
        tool.calls.map(({ headers }) => [headers['x-event-id'], headers['x-attempt']]),
        [
          [event_id, '1'],
          [event_id, '2'],
        ],
        'the attempts',
      )
    },
  },
  ...(
    [
      [410, 'failed', true],
      [404, 'failed', false],
      [302, 'pending', false],
    ] as const
  ).map(
    ([status, state, clears]): RestCase => ({
      says: `A tool that answers ${status} ${state === 'failed' ? 'is not called again' : 'is called again later'}${clears ? ', and the URL is cleared' : ''}`,
      source: '§15.4',
      needs,
      async run(probe) {
        await using tool = new Tool()
        tool.status = status
        const id = await openRequest(probe, { callback_url: await tool.listen(probe) })
        await prepare(probe, 'PUT', `requests/${id}/close`)
        await probe.desk.runJobs()
        const [row] = rowsIn(
          await call(probe, 'GET', `requests/${id}/callback_deliveries`),
          'callback_deliveries',
        )
        expectValue(row, partly({ state, last_status: status }))
        expect(((await look(probe, id)).callback_url === null) === clears, 'the URL')
      },
    }),
  ),
]

export const callbacks: readonly Section<RestKey>[] = [
  { number: '15.1', title: 'Callback URL — the attribute callback_url', cases: attribute },
  { number: '15.2', title: 'Callback URL — when it is called, and what it is told', cases: calls },
]
