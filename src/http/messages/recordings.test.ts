import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { newParties, type Parties } from '../../../test/harness/parties.ts'

/** A request and its answer as the seed or the contract shows them; `before` is what must have happened. */
interface Recording {
  readonly name: string
  readonly source: string
  readonly before?: readonly {
    readonly by: 'partner' | 'provider'
    readonly path: string
    readonly body: unknown
  }[]
  readonly request: {
    readonly method: 'GET' | 'POST' | 'DELETE'
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
type Words = Map<string, string | number>

const folder = join(import.meta.dirname, 'recordings')

onEachEngine('MSG: every recorded exchange of seed and contract is answered as recorded', async (engine) => {
  for (const file of (await readdir(folder)).sort()) {
    const recording = JSON.parse(await readFile(join(folder, file), 'utf8')) as Recording
    const parties = await newParties(engine)
    try {
      const words = await wordsOf(parties)
      for (const { by, path, body } of recording.before ?? []) {
        const made = await parties[by].did<{ id?: number }>(path, filled(body, words))
        if (path === 'case-messages/create') words.set(nextMessage(words), made.id ?? 0)
      }
      const { method, url, headers, body } = recording.request
      const answer = await parties.on.app.inject({
        method,
        url: String(filled(url, words)),
        headers: filled(headers, words) as Record<string, string>,
        ...(body === undefined ? {} : { payload: bodyText(filled(body, words)) }),
      })
      const title = `${file}: ${recording.name} (${recording.source})`
      assert.equal(answer.statusCode, recording.response.status, title)
      for (const [name, value] of Object.entries(recording.response.headers))
        assert.equal(answer.headers[name], value, title)
      const shown: unknown = answer.json()
      assert.deepEqual(shown, settled(filled(recording.response.body, words), shown), title)
    } finally {
      await parties.on.close()
    }
  }
})

async function wordsOf({ on, partner, provider, otherPartner, openCase, ...rest }: Parties): Promise<Words> {
  const guid = await openCase()
  const { data } = await partner.did<{ data: { id: number }[] }>('search-cases', { filters: { guid } })
  const foreign = await otherPartner.did<{ guid: string }>('case/create', {
    productData: { problemText: 'Not yours' },
    customer: { email: 'lee@home.example' },
  })
  return new Map<string, string | number>([
    ['<guid>', guid],
    ['<case>', data[0]?.id ?? 0],
    ['<foreign guid>', foreign.guid],
    ['<foreign message>', await rest.say(otherPartner, foreign.guid)],
    ['<partner token>', partner.token],
    ['<partner account>', partner.account.id],
    ['<partner>', rest.partnerOrganisation.id],
    ['<partner name>', rest.partnerOrganisation.name],
    ['<provider token>', provider.token],
    ['<provider account>', provider.account.id],
    ['<provider>', rest.providerOrganisation.id],
    ['<provider name>', rest.providerOrganisation.name],
    ['<now>', new Date(on.clock.now).toISOString()],
  ])
}

function nextMessage(words: Words): string {
  let number = 1
  while (words.has(`<message ${number}>`)) number += 1
  return `<message ${number}>`
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
  if (expected === '<any guid>' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(String(shown)))
    return shown
  if (typeof expected !== 'object' || expected === null || typeof shown !== 'object' || shown === null)
    return expected
  if (Array.isArray(expected))
    return expected.map((each, index) => settled(each, (shown as unknown[])[index]))
  const values = Object.entries(expected)
  return Object.fromEntries(
    values.map(([key, each]) => [key, settled(each, (shown as Record<string, unknown>)[key])]),
  )
}

function bodyText(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body)
}
