import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { connectCm, type Method } from '../../../test/harness/case-management.ts'
import { newDesk, type TestDesk } from '../../../test/harness/desk.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'

/** A request and its answer as the seed or the contract shows them. A body that is text is sent as it is. */
interface Recording {
  readonly name: string
  readonly source: string
  readonly request: {
    readonly method: Method
    readonly url: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: unknown
  }
  readonly response: {
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
    readonly body: unknown
  }
}

/** What the words in angle brackets stand for. */
type Words = ReadonlyMap<string, unknown>

const folder = join(import.meta.dirname, 'recordings')

onEachEngine('CM: every recorded exchange of seed and contract is answered as recorded', async (engine) => {
  const on = await newDesk(engine, { settings: { publicUrl: 'https://help.example.org' } })
  try {
    const words = await makeWorld(on)
    for (const file of (await readdir(folder)).sort()) {
      const recording = JSON.parse(await readFile(join(folder, file), 'utf8')) as Recording
      const { method, url, headers, body } = recording.request
      const filledBody = filled(body, words)
      const answer = await on.app.inject({
        method,
        url: String(filled(url, words)),
        headers: filled(headers, words) as Record<string, string>,
        ...(body === undefined
          ? {}
          : { payload: typeof body === 'string' ? String(filledBody) : JSON.stringify(filledBody) }),
      })
      const title = `${file}: ${recording.name} (${recording.source})`
      assert.equal(answer.statusCode, recording.response.status, `${title} ${answer.body}`)
      for (const [name, value] of Object.entries(recording.response.headers))
        assert.equal(String(answer.headers[name]), String(filled(value, words)), title)
      const isJson = String(answer.headers['content-type']).startsWith('application/json')
      const shown: unknown = isJson ? answer.json() : answer.body
      assert.deepEqual(shown, settled(filled(recording.response.body, words), shown), title)
    }
  } finally {
    await on.close()
  }
})

/** What the recordings name; nothing in the recordings changes it, so that their order does not matter. */
async function makeWorld(on: TestDesk): Promise<Words> {
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
    ['<now>', now],
    ['<in 20 minutes>', now + 1200],
  ])
}

/** A word alone stands for its value, inside a text for its text. */
function filled(value: unknown, words: Words): unknown {
  if (typeof value === 'string')
    return words.get(value) ?? value.replace(/<[^<>]+>/g, (word) => String(words.get(word) ?? word))
  if (Array.isArray(value)) return value.map((each) => filled(each, words))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, filled(each, words)]))
}

/** Puts what was shown where the recording leaves the value open, if it is of the right kind. */
function settled(expected: unknown, shown: unknown): unknown {
  if (expected === '<id>' && Number.isInteger(shown)) return shown
  if (expected === '<any>' && typeof shown === 'string' && shown !== '') return shown
  if (expected === '<any guid>' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(String(shown)))
    return shown
  if (Array.isArray(expected) && Array.isArray(shown))
    return expected.map((each, index) => settled(each, shown[index]))
  if (typeof expected !== 'object' || expected === null || typeof shown !== 'object' || shown === null)
    return expected
  const given = shown as Readonly<Record<string, unknown>>
  return Object.fromEntries(Object.entries(expected).map(([key, each]) => [key, settled(each, given[key])]))
}
