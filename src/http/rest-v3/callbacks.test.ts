import assert from 'node:assert/strict'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { newDesk, type TestDesk } from '../../../test/harness/desk.ts'
import { type EngineName, onEachEngine } from '../../../test/harness/engines.ts'
import { type RestClient, restClient } from '../../../test/harness/rest.ts'
import { builtIn } from '../../domain/catalog.ts'
import { changeCase } from '../../usecases/cases/change-case.ts'

interface Call {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A desk whose callbacks reach a real server on this machine, which answers with the statuses in turn, then 204. */
async function withReceiver(
  engine: EngineName,
  body: (given: {
    on: TestDesk
    rep: RestClient
    url: string
    calls: Call[]
    answers: number[]
  }) => Promise<void>,
): Promise<void> {
  const calls: Call[] = []
  const answers: number[] = []
  const server = createServer(async (request, response) => {
    const text = Buffer.concat(await request.toArray()).toString()
    calls.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: text })
    response.writeHead(answers.shift() ?? 204).end()
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  const on = await newDesk(engine, { callbackAllow: `127.0.0.1:${port}` })
  try {
    await body({
      on,
      rep: await restClient(on),
      url: `http://127.0.0.1:${port}/alarm?id=7&t=secret`,
      calls,
      answers,
    })
  } finally {
    await on.close()
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  }
}

async function raise(rep: RestClient, callback_url: string): Promise<string> {
  const made = await rep.post('requests', { request: { subject: 'Disk full', callback_url } })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  return String(made.one('request').id)
}

const setStatus = async (rep: RestClient, id: string, name: string): Promise<void> => {
  const answer = await rep.put(`requests/${id}`, { request: { status: { name } } })
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
}

onEachEngine(
  'R15.1-1: the URL is kept, shown, changed and removed, under each of its names',
  async (engine) => {
    await withReceiver(engine, async ({ rep, url }) => {
      for (const name of ['callback_url', 'callbackURL', 'callbackUrl', 'callBackURL']) {
        const made = await rep.post('requests', { request: { subject: 's', [name]: `${url}#part` } })
        assert.equal(made.one('request').callback_url, url, name)
      }
      const path = 'requests/1'
      for (const empty of [null, '']) {
        assert.equal(
          (await rep.put(path, { request: { callback_url: url } })).one('request').callback_url,
          url,
        )
        assert.equal(
          (await rep.put(path, { request: { callback_url: empty } })).one('request').callback_url,
          null,
        )
      }
    })
  },
)

onEachEngine('R15.1-2: a URL that may not be called is refused at once', async (engine) => {
  await withReceiver(engine, async ({ rep }) => {
    const wrong = [
      'ftp://x.example/',
      '/alarm',
      'http://user:pw@x.example/',
      'http://',
      'http://127.0.0.1:9/',
      'http://10.1.2.3/',
      'http://[::1]/',
      'http://0x7f000001/',
      'http://169.254.169.254/latest',
      `http://x.example/${'a'.repeat(2000)}`,
    ]
    for (const callback_url of wrong) {
      const made = await rep.post('requests', { request: { subject: 's', callback_url } })
      const [status, code, message, field] = made.refusal()
      assert.deepEqual([status, code, field], [400, 4001, 'callback_url'], callback_url)
      assert.match(String(message), /^Invalid Input: /)
    }
    const named = await rep.post('requests', {
      request: { subject: 's', callback_url: 'http://not-looked-up.example/' },
    })
    assert.equal(named.status, 201)
    assert.equal((await rep.get('requests')).rows('requests').length, 1)
  })
})

onEachEngine('R15.3-1: the receiver is sent exactly the snapshot of the contract', async (engine) => {
  await withReceiver(engine, async ({ on, rep, url, calls }) => {
    const id = await raise(rep, url)
    await rep.put(`requests/${id}/pickup`)
    await rep.put(`requests/${id}/resolutions`, { resolution: { content: '<p>cleaned /var</p>' } })
    assert.equal(await on.runJobs(), 0, 'a resolution alone fires nothing')
    await setStatus(rep, id, 'Resolved')
    // What happens afterwards does not change what is told.
    await rep.put(`requests/${id}`, { request: { subject: 'Renamed' } })
    assert.equal(await on.runJobs(), 1)
    const [call] = calls
    assert.ok(call)
    assert.deepEqual([call.method, call.url], ['POST', '/alarm?id=7&t=secret'])
    const body = JSON.parse(call.body)
    assert.match(body.event_id, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
    assert.equal(call.headers['content-type'], 'application/json;charset=UTF-8')
    assert.equal(call.headers['x-event-id'], body.event_id)
    assert.equal(call.headers['x-event-type'], 'request.resolved')
    assert.equal(call.headers['x-attempt'], '1')
    assert.equal(call.headers['x-signature'], undefined)
    assert.equal(JSON.stringify(call.headers).includes(rep.key), false)
    const time = { display_value: '05/01/2026 09:00 AM', value: '1767603600000' }
    assert.deepEqual(body, {
      event: 'request.resolved',
      event_id: body.event_id,
      occurred_time: time,
      request: {
        id,
        subject: 'Disk full',
        status: { id: '4', name: 'Resolved', color: '#00ff66' },
        resolution: { content: '<p>cleaned /var</p>' },
        technician: { id: String(rep.rep.id), name: rep.rep.name, email_id: rep.rep.email },
        resolved_time: time,
        closure_info: null,
      },
    })
  })
})

onEachEngine('R15.3-3: a resolution is told as HTML that is safe to show', async (engine) => {
  await withReceiver(engine, async ({ on, rep, url, calls }) => {
    for (const [content, told] of [
      ['<p onclick="x()">cleaned<script>x()</script></p>', '<p>cleaned</p>'],
      ['1 < 2 & so', '1 &lt; 2 &amp; so'],
    ]) {
      const id = await raise(rep, url)
      await rep.put(`requests/${id}/resolutions`, { resolution: { content } })
      await setStatus(rep, id, 'Resolved')
      await on.runJobs()
      const body = JSON.parse(String(calls.at(-1)?.body)) as { request: { resolution: { content: string } } }
      assert.equal(body.request.resolution.content, told)
      const shown = (await rep.get(`requests/${id}`)).one('request').resolution as { content: string }
      assert.equal(shown.content, told, 'as it is shown here')
    }
  })
})

onEachEngine('R15.2-1: it fires once for each entry into the resolved state', async (engine) => {
  await withReceiver(engine, async ({ on, rep, url, calls }) => {
    const id = await raise(rep, url)
    const after = async (step: () => Promise<unknown>): Promise<number> => {
      await step()
      await on.runJobs()
      return calls.splice(0).length
    }
    assert.equal(await after(() => setStatus(rep, id, 'On Hold')), 0)
    assert.equal(await after(() => setStatus(rep, id, 'Resolved')), 1, 'resolved')
    assert.equal(await after(() => setStatus(rep, id, 'Closed')), 0, 'resolved to closed')
    assert.equal(await after(() => rep.put(`requests/${id}`, { request: { subject: 'x' } })), 0, 'edited')
    assert.equal(await after(() => setStatus(rep, id, 'Open')), 0, 'reopened')
    assert.equal(await after(() => rep.put(`requests/${id}/close`)), 1, 'closed directly')
    assert.equal(await after(() => rep.put(`requests/${id}/close`)), 0, 'closed again')
    assert.equal(await after(() => setStatus(rep, id, 'In Progress')), 0)
    assert.equal(await after(() => setStatus(rep, id, 'Cancelled')), 0, 'cancelled')
    assert.equal(await after(() => setStatus(rep, id, 'Open')), 0)
    assert.equal(await after(() => rep.delete(`requests/${id}`)), 0, 'trashed')
    assert.equal(await after(() => rep.put(`requests/${id}/restore_from_trash`)), 0, 'restored')
    const byOther = () =>
      changeCase(on.desk, on.as('support-ticket'), Number(id), { status: builtIn.status.closed })
    assert.equal(await after(byOther), 1, 'through another wire')
  })
})

onEachEngine('R15.2-2: without a URL nothing is called', async (engine) => {
  await withReceiver(engine, async ({ on, rep, url }) => {
    const id = await raise(rep, url)
    await rep.put(`requests/${id}`, { request: { callback_url: null } })
    await rep.put(`requests/${id}/close`)
    assert.equal(await on.runJobs(), 0)
  })
})

onEachEngine('R15.3-2: closing tells what was said about it', async (engine) => {
  await withReceiver(engine, async ({ on, rep, url, calls }) => {
    const id = await raise(rep, url)
    const closure_info = { closure_comments: 'done', closure_code: { name: 'success' } }
    await rep.put(`requests/${id}/_close`, { request: { closure_info } })
    await on.runJobs()
    const { request } = JSON.parse(calls[0]?.body ?? '')
    assert.deepEqual(request.closure_info, { closure_code: { name: 'Success' }, closure_comments: 'done' })
    assert.deepEqual([request.status.name, request.resolution, request.technician], ['Closed', null, null])
  })
})

onEachEngine(
  'R15.4-1: a failing receiver is tried again by the schedule, with the same body',
  async (engine) => {
    await withReceiver(engine, async ({ on, rep, url, calls, answers }) => {
      const id = await raise(rep, url)
      answers.push(500, 503, 429, 408, 500, 500)
      await rep.put(`requests/${id}/close`)
      const deliveries = async () =>
        (await rep.get(`requests/${id}/callback_deliveries`)).rows('callback_deliveries')
      await on.runJobs()
      for (const seconds of [30, 120, 600, 3600, 21_600]) {
        const [waiting] = await deliveries()
        assert.equal(waiting?.state, 'pending')
        on.clock.advance(seconds * 1000 * 0.7)
        assert.equal(await on.runJobs(), 0, `too early after ${seconds} s`)
        on.clock.advance(seconds * 1000 * 0.5)
        assert.equal(await on.runJobs(), 1, `after ${seconds} s`)
      }
      assert.equal(calls.length, 6)
      assert.deepEqual(
        calls.map(({ headers }) => headers['x-attempt']),
        ['1', '2', '3', '4', '5', '6'],
      )
      assert.equal(new Set(calls.map(({ body }) => body)).size, 1)
      const [given] = await deliveries()
      assert.deepEqual(given, {
        id: given?.id,
        event_id: calls[0]?.headers['x-event-id'],
        url: url.replace(/\?.*/, '?***'),
        state: 'failed',
        attempts: 6,
        last_status: 500,
        last_error: 'answered 500',
        next_attempt_time: null,
      })
      on.clock.advance(86_400_000)
      assert.equal(await on.runJobs(), 0, 'given up')
    })
  },
)

onEachEngine(
  'R15.4-2: other refusals stop, 410 also clears the URL, a redirect is not followed',
  async (engine) => {
    await withReceiver(engine, async ({ on, rep, url, calls, answers }) => {
      const close = async (answer: number) => {
        const id = await raise(rep, url)
        answers.push(answer)
        await rep.put(`requests/${id}/close`)
        await on.runJobs()
        const [delivery] = (await rep.get(`requests/${id}/callback_deliveries`)).rows('callback_deliveries')
        const shown = await rep.get(`requests/${id}`)
        return [delivery?.state, delivery?.last_status, shown.one('request').callback_url]
      }
      assert.deepEqual(await close(200), ['delivered', 200, url])
      assert.deepEqual(await close(404), ['failed', 404, url])
      assert.deepEqual(await close(410), ['failed', 410, null])
      assert.deepEqual(await close(302), ['pending', 302, url])
      assert.equal(calls.length, 4)
    })
  },
)

onEachEngine(
  'R15.5-1: a target that turns out to be forbidden fails without a retry and without its address',
  async (engine) => {
    await withReceiver(engine, async ({ on, rep }) => {
      // The name is fine as text; what it stands for is not.
      const id = await raise(rep, 'http://localhost:65001/alarm')
      await rep.put(`requests/${id}/close`)
      await on.runJobs()
      const [delivery] = (await rep.get(`requests/${id}/callback_deliveries`)).rows('callback_deliveries')
      assert.deepEqual(
        [delivery?.state, delivery?.last_error, delivery?.attempts],
        ['failed', 'target not allowed', 1],
      )
    })
  },
)

onEachEngine(
  'R15.4-3: deliveries are listed newest first, for those who may see the request',
  async (engine) => {
    await withReceiver(engine, async ({ on, rep, url }) => {
      const id = await raise(rep, url)
      for (let round = 0; round < 2; round++) {
        await rep.put(`requests/${id}/close`)
        await setStatus(rep, id, 'Open')
      }
      const answer = await rep.get(`requests/${id}/callback_deliveries`, {
        list_info: { get_total_count: true },
      })
      const rows = answer.rows('callback_deliveries')
      assert.equal(rows.length, 2)
      assert.ok(Number(rows[0]?.id) > Number(rows[1]?.id))
      assert.deepEqual(rows[0]?.next_attempt_time, {
        display_value: '05/01/2026 09:00 AM',
        value: '1767603600000',
      })
      assert.deepEqual((await rep.get('requests/999/callback_deliveries')).refusal().slice(0, 2), [404, 4007])
      const noRole = await restClient(on, { roleIds: [] })
      assert.equal((await noRole.get(`requests/${id}/callback_deliveries`)).status, 404)
    })
  },
)
