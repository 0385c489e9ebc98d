import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { newDesk, type TestDesk } from '../../../test/harness/desk.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'
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
interface Recording {
  readonly name: string
  readonly source: string
  readonly before?: readonly Exchange[]
  readonly request: Exchange
  readonly response: {
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
    readonly body: unknown
  }
}

type Words = Map<string, string>

const folder = join(import.meta.dirname, 'recordings')

onEachEngine('R-rec: every recorded exchange of the contract is answered as recorded', async (engine) => {
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()) {
    const recording = JSON.parse(await readFile(join(folder, file), 'utf8')) as Recording
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
        assert.ok(made.statusCode < 300, `${file}: ${made.body}`)
        const entity = Object.values(made.json<object>()).find((each) => typeof each?.id === 'string')
        words.set(`<${index + 1}>`, entity?.id ?? '')
      }
      const answer = await send(on, recording.request, words)
      const title = `${file}: ${recording.name} (${recording.source})`
      assert.equal(answer.statusCode, recording.response.status, `${title} ${answer.body}`)
      for (const [name, value] of Object.entries(recording.response.headers))
        assert.equal(answer.headers[name], value, title)
      const shown: unknown = answer.json()
      assert.deepEqual(
        shared(shown, filled(recording.response.body, words)),
        expected(recording, words, shown),
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

function filled(value: unknown, words: Words): unknown {
  if (typeof value === 'string') return value.replace(/<[^<>]+>/g, (word) => words.get(word) ?? word)
  return mapped(value, (each) => filled(each, words))
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

function expected(recording: Recording, words: Words, shown: unknown): unknown {
  return settled(filled(recording.response.body, words), shown)
}

/** Puts what was shown where the recording leaves the value open. */
function settled(recorded: unknown, shown: unknown): unknown {
  if (recorded === '<any>' && typeof shown === 'string') return shown
  if (Array.isArray(recorded) && Array.isArray(shown))
    return recorded.map((each, index) => settled(each, shown[index]))
  if (!isObject(recorded) || !isObject(shown)) return recorded
  return Object.fromEntries(Object.entries(recorded).map(([key, each]) => [key, settled(each, shown[key])]))
}

function mapped(value: unknown, change: (each: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(change)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, change(each)]))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
