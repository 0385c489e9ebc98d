import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildContact, buildSupportTicketApp } from '../../../test/harness/build.ts'
import { newDesk } from '../../../test/harness/desk.ts'
import { DocumentCheck } from '../../../test/harness/document.ts'
import { onEachEngine } from '../../../test/harness/engines.ts'

/** One exchange as the contract has it. `<name>` stands for a value known by then, `<save:name>` for one to keep. */
interface Recording {
  readonly name: string
  readonly source: string
  readonly request: {
    readonly method: 'GET' | 'POST'
    readonly url: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: string | null
  }
  readonly response: {
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
    readonly body: unknown
  }
}

onEachEngine(
  'the recordings, one after the other on a fresh desk, call every documented operation and are answered as documented',
  async (engine) => {
    const on = await newDesk(engine)
    try {
      const { apikey } = await buildSupportTicketApp(on)
      const password = 'correct horse battery'
      const contact = await buildContact(on, { password })
      const known = new Map([
        ['apikey', apikey],
        ['username', contact.email ?? ''],
        ['password', password],
      ])
      const fill = <T>(value: T): T =>
        JSON.parse(
          JSON.stringify(value).replace(/<(\w+)>/g, (whole, name: string) => known.get(name) ?? whole),
        ) as T
      const folder = join(import.meta.dirname, 'recordings')
      const document = (await on.app.inject('/docs/support-ticket/openapi.json')).json()
      const check = new DocumentCheck(document)
      for (const file of (await readdir(folder)).sort()) {
        const recording = JSON.parse(await readFile(join(folder, file), 'utf8')) as Recording
        const { method, url, headers, body } = fill(recording.request)
        const answer = await on.app.inject({
          method,
          url,
          headers,
          ...(body === null ? {} : { payload: body }),
        })
        const expected = recording.response
        const given = typeof expected.body === 'string' ? answer.payload : (answer.json() as unknown)
        keep(expected.body, given)
        assert.deepEqual(given, fill(expected.body), file)
        assert.equal(answer.statusCode, expected.status, file)
        for (const [name, value] of Object.entries(expected.headers))
          assert.equal(answer.headers[name], value, file)
        check.answered({ method, url, answer }, file)
      }
      assert.deepEqual(check.missing, [], 'operations that no recording calls')

      /** Takes what the recording wants to keep, and puts it into the recording so that both compare equal. */
      function keep(wanted: unknown, given: unknown): void {
        if (typeof wanted !== 'object' || wanted === null) return
        for (const [key, value] of Object.entries(wanted)) {
          const name = typeof value === 'string' ? /^<save:(\w+)>$/.exec(value)?.[1] : undefined
          if (name === undefined) continue
          const found = (given as Record<string, unknown>)[key]
          assert.equal(typeof found, 'string')
          known.set(name, String(found))
          Object.assign(wanted, { [key]: found })
        }
      }
    } finally {
      await on.close()
    }
  },
)
