import assert from 'node:assert/strict'
import { join } from 'node:path'
import { newDesk, type TestDesk } from '../../../test/harness/desk.ts'
import { DocumentCheck } from '../../../test/harness/document.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
import {
  filled,
  isObject,
  type Recording,
  readRecordings,
  settled,
  type Words,
} from '../../../test/harness/recordings.ts'
import { restClient } from '../../../test/harness/rest.ts'

interface Exchange {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** A text goes out as it is, anything else as `input_data` in a form. */
  readonly body?: unknown
}

/**
 * A call and its answer as the contract shows them; `before` is what must have happened. Words in angle brackets stand for values:
 * `<key>` the administrator's key, `<rep>` their id, `<1>` the id that the first call before made; in an answer `<any>` for any
 * text. Attributes that the contract's example leaves out may be in the answer too.
 */
type Recorded = Recording<Exchange>

const folder = join(import.meta.dirname, 'recordings')

onEachEngine('R-rec: every recorded exchange of the contract is answered as recorded', async (engine) => {
  let check: DocumentCheck | undefined
  for (const { recording, title } of await readRecordings<Recorded>(folder)) {
    const on = await newDesk(engine)
    try {
      const { rep, key } = await restClient(on, { name: 'Rep One', addresses: ['rep@x.example'] })
      const words: Words = new Map([
        ['<key>', key],
        ['<rep>', String(rep.id)],
        ['<now>', String(on.clock.now)],
      ])
      for (const [index, exchange] of (recording.before ?? []).entries()) {
        const made = await send(on, exchange, words)
        assert.ok(made.statusCode < 300, `${title}: ${made.body}`)
        const entity = Object.values(made.json<object>()).find((each) => typeof each?.id === 'string')
        words.set(`<${index + 1}>`, entity?.id ?? '')
      }
      const answer = await send(on, recording.request, words)
      assert.equal(answer.statusCode, recording.response.status, `${title} ${answer.body}`)
      for (const [name, value] of Object.entries(recording.response.headers))
        assert.equal(answer.headers[name], value, title)
      check ??= new DocumentCheck((await on.app.inject('/docs/rest-v3/openapi.json')).json())
      const { method, url, body } = recording.request
      const asked = /operation(_name)?=/i.test(`${url} ${body}`)
        ? '/api/v3/request'
        : String(filled(url, words))
      check.answered({ method, url: asked, answer }, title)
      const shown: unknown = answer.json()
      assert.deepEqual(
        shared(shown, filled(recording.response.body, words)),
        settled(filled(recording.response.body, words), shown),
        title,
      )
    } finally {
      await on.close()
    }
  }
})

function send(on: TestDesk, { method, url, headers, body }: Exchange, words: Words) {
  const sent = filled(body, words)
  const text = typeof sent === 'string' ? sent : `input_data=${encodeURIComponent(JSON.stringify(sent))}`
  return on.app.inject({
    method,
    url: String(filled(url, words)).replace(/(?<=[?&]input_data=).*/, encodeURIComponent),
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      ...(filled(headers, words) as Record<string, string>),
    },
    ...(body === undefined ? {} : { payload: text }),
  })
}

/** @returns of what was shown only what the recording speaks of */
function shared(shown: unknown, recorded: unknown): unknown {
  if (Array.isArray(shown) && Array.isArray(recorded))
    return shown.map((each, index) => shared(each, recorded[index]))
  if (!isObject(shown) || !isObject(recorded)) return shown
  return Object.fromEntries(
    Object.keys(recorded)
      .filter((key) => key in shown)
      .map((key) => [key, shared(shown[key], recorded[key])]),
  )
}
