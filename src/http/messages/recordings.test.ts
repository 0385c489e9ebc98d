import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DocumentCheck } from '../../../test/harness/document.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import { newParties, type Parties } from '../../../test/harness/parties.ts'
import {
  filled,
  type Recording,
  readRecordings,
  settled,
  type Words,
} from '../../../test/harness/recordings.ts'

type Exchange = Recording<
  {
    readonly method: 'GET' | 'POST' | 'DELETE'
    readonly url: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: unknown
  },
  { readonly by: 'partner' | 'provider'; readonly path: string; readonly body: unknown }
>

const folder = join(import.meta.dirname, 'recordings')

onEachEngine(
  'MSG: every recorded exchange of seed and contract is answered as recorded, and every documented operation as documented',
  async (engine) => {
    let check: DocumentCheck | undefined
    for (const { recording, title } of await readRecordings<Exchange>(folder)) {
      const parties = await newParties(engine)
      try {
        const words = await wordsOf(parties)
        check ??= new DocumentCheck((await parties.on.app.inject('/docs/messages/openapi.json')).json())
        for (const { by, path, body } of recording.before ?? []) {
          const made = await parties[by].did<{ id?: number }>(path, filled(body, words))
          if (path === 'case-messages/create') words.set(nextMessage(words), made.id ?? 0)
        }
        const { method, url, headers, body } = recording.request
        const realUrl = String(filled(url, words))
        const answer = await parties.on.app.inject({
          method,
          url: realUrl,
          headers: filled(headers, words) as Record<string, string>,
          ...(body === undefined ? {} : { payload: bodyText(filled(body, words)) }),
        })
        assert.equal(answer.statusCode, recording.response.status, title)
        for (const [name, value] of Object.entries(recording.response.headers))
          assert.equal(answer.headers[name], value, title)
        check.answered({ method, url: realUrl, answer }, title)
        const shown: unknown = answer.json()
        assert.deepEqual(shown, settled(filled(recording.response.body, words), shown), title)
      } finally {
        await parties.on.close()
      }
    }
    assert.deepEqual(check?.missing, [], 'operations that no recording calls')
  },
)

async function wordsOf({ on, partner, provider, otherPartner, openCase, ...rest }: Parties): Promise<Words> {
  const guid = await openCase()
  const { data } = await partner.did<{ data: { id: number }[] }>('search-cases', { filters: { guid } })
  const foreign = await otherPartner.did<{ guid: string }>('case/create', {
    productData: { problemText: 'Not yours' },
    customer: { email: 'lee@home.example' },
  })
  return new Map<string, unknown>([
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

function bodyText(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body)
}
