import assert from 'node:assert/strict'
import { join } from 'node:path'
import { connectCm, type Method } from '../../../test/harness/case-management.ts'
import { newDesk, type TestDesk } from '../../../test/harness/desk.ts'
import { DocumentCheck } from '../../../test/harness/document.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { startReceiver } from '../../../test/harness/receiver.ts'
import {
  filled,
  type Recording,
  readRecordings,
  settled,
  type Words,
} from '../../../test/harness/recordings.ts'

/** A body that is text is sent as it is. */
type Exchange = Recording<{
  readonly method: Method
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}>

const folder = join(import.meta.dirname, 'recordings')

onEachEngine(
  'CM: every recorded exchange of seed and contract is answered as recorded, and every documented operation as documented',
  async (engine) => {
    await using receiver = await startReceiver()
    const settings = { publicUrl: 'https://help.example.org' }
    const on = await newDesk(engine, { settings, callbackAllow: receiver.host })
    try {
      const words = await makeWorld(on, receiver.url)
      const check = new DocumentCheck((await on.app.inject('/docs/case-management/openapi.json')).json())
      for (const { recording, title } of await readRecordings<Exchange>(folder)) {
        const { method, url, headers, body } = recording.request
        const filledBody = filled(body, words)
        const realUrl = String(filled(url, words))
        const answer = await on.app.inject({
          method,
          url: realUrl,
          headers: filled(headers, words) as Record<string, string>,
          ...(body === undefined
            ? {}
            : { payload: typeof body === 'string' ? String(filledBody) : JSON.stringify(filledBody) }),
        })
        assert.equal(answer.statusCode, recording.response.status, `${title} ${answer.body}`)
        for (const [name, value] of Object.entries(recording.response.headers))
          assert.equal(String(answer.headers[name]), String(filled(value, words)), title)
        check.answered({ method, url: realUrl, answer }, title)
        const isJson = String(answer.headers['content-type']).startsWith('application/json')
        const shown: unknown = isJson ? answer.json() : answer.body
        assert.deepEqual(shown, settled(filled(recording.response.body, words), shown), title)
      }
      assert.deepEqual(check.missing, [], 'operations that no recording calls')
    } finally {
      await on.close()
    }
  },
)

/** What the recordings name; nothing in the recordings changes it, so that their order does not matter. */
async function makeWorld(on: TestDesk, receiver: string): Promise<Words> {
  const client = await connectCm(on)
  const extra = [{ id: 2, content: 'C123-U456' }]
  const create = async (path: string, body: Record<string, unknown>) =>
    (await client.send('POST', path, body)).json
  const user = await create('/v1/users', { name: 'Ann Lee', address: 'ann@example.com', extra })
  const other = await create('/v1/users', { name: 'Bob', address: 'bob@example.com' })
  const medium = await create('/v1/media', { name: 'file.pdf', content: 'Y29udGVudA==' })
  const ticket = await create('/v1/tickets', {
    creator: user.id,
    title: 'Printer is down',
    message: 'It prints nothing.',
    source: 3,
    external_id: 'chat-1',
    attachments: [medium.id],
    history: { messages: [{ message: 'Hello', user: 'guest' }] },
  })
  const reply = await create(`/v1/tickets/${ticket.id}/replies`, { creator: user.id, message: 'Any news?' })
  const otherTicket = await create('/v1/tickets', { creator: other.id, message: 'Another' })
  const quietTicket = await create('/v1/tickets', { creator: other.id, message: 'Nobody touches this one' })
  const hook = { item: 'reply', url: receiver, secret: 'a secret of ours' }
  const webhook = await create('/v1/webhooks', hook)
  const now = on.clock.now / 1000
  return new Map<string, unknown>([
    ['<key>', client.key],
    ['<secret>', client.secret],
    ['<token>', client.token],
    ['<user>', user.id],
    ['<user guid>', user.full_uuid],
    ['<other user>', other.id],
    ['<medium>', medium.id],
    ['<medium guid>', medium.full_uuid],
    ['<ticket>', ticket.id],
    ['<ticket guid>', ticket.full_uuid],
    ['<other ticket>', otherTicket.id],
    ['<reply>', reply.id],
    ['<quiet ticket>', quietTicket.id],
    ['<receiver>', receiver],
    ['<webhook>', webhook.id],
    ['<webhook guid>', webhook.full_uuid],
    ['<other webhook>', (await create('/v1/webhooks', hook)).id],
    ['<third webhook>', (await create('/v1/webhooks', hook)).id],
    ['<now>', now],
    ['<in 20 minutes>', now + 1200],
  ])
}
