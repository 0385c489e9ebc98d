import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildContact, buildRepWithKey } from '../../../test/harness/build.ts'
import { newDesk } from '../../../test/harness/desk.ts'
import { DocumentCheck } from '../../../test/harness/document.ts'
import { type EngineName, onEachEngine } from '../../../test/harness/engines.ts'

/**
 * One exchange as the contract has it. `<name>` stands for a value known by then, `<save:name>` for one to keep, `<id>` for digits,
 * `<time>` for a shown time. What an answer holds besides is of no concern here.
 */
interface Recording {
  readonly request: {
    readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
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
  'R-rec-2: the story of one request, recorded from the contract, is answered step by step',
  async (engine) => {
    await replay(engine, 'story')
  },
)

onEachEngine(
  'R-rec-3: a tour through every documented operation is answered as recorded and as documented',
  async (engine) => {
    assert.deepEqual(await replay(engine, 'tour'), [], 'operations that the tour leaves out')
  },
)

/** @returns the documented operations that were not called with success */
async function replay(engine: EngineName, story: string): Promise<string[]> {
  const on = await newDesk(engine)
  try {
    const { key } = await buildRepWithKey(on, {
      name: 'Rep One',
      addresses: ['rep@x.example'],
      password: 'correct horse battery',
    })
    await buildContact(on, { name: 'Guest', addresses: ['guest@x.example'] })
    const known = new Map([['key', key]])
    const fill = (text: string) => text.replace(/<(\w+)>/g, (whole, name: string) => known.get(name) ?? whole)
    const folder = join(import.meta.dirname, 'recordings', story)
    const files = (await readdir(folder)).sort()
    assert.ok(files.length > 20)
    const check = new DocumentCheck((await on.app.inject('/docs/rest-v3/openapi.json')).json())
    for (const file of files) {
      const { request, response } = JSON.parse(await readFile(join(folder, file), 'utf8')) as Recording
      const url = fill(request.url)
      const answer = await on.app.inject({
        method: request.method,
        url,
        headers: JSON.parse(fill(JSON.stringify(request.headers))) as Record<string, string>,
        ...(request.body === null ? {} : { payload: fill(request.body) }),
      })
      assert.equal(answer.statusCode, response.status, `${file}: ${answer.payload}`)
      for (const [name, value] of Object.entries(response.headers))
        assert.equal(answer.headers[name], value, file)
      const operation = /operation(_name)?=/i.test(request.body ?? '')
      check.answered({ method: request.method, url: operation ? '/api/v3/request' : url, answer }, file)
      const isText = typeof response.body === 'string'
      compare(response.body, isText ? answer.payload : answer.json(), file)
    }

    function compare(wanted: unknown, given: unknown, at: string): void {
      if (typeof wanted === 'string') {
        const name = /^<save:(\w+)>$/.exec(wanted)?.[1]
        if (name !== undefined) known.set(name, String(given))
        else if (wanted === '<id>') assert.match(String(given), /^\d+$/, at)
        else if (wanted === '<time>') assert.match(String(given), /^\d\d\/\d\d\/\d{4} \d\d:\d\d [AP]M$/, at)
        else assert.equal(given, fill(wanted), at)
      } else if (typeof wanted !== 'object' || wanted === null) {
        assert.equal(given, wanted, at)
      } else {
        if (Array.isArray(wanted)) assert.equal((given as unknown[] | undefined)?.length, wanted.length, at)
        for (const [key, value] of Object.entries(wanted)) {
          compare(value, (given as Record<string, unknown> | null)?.[key], `${at} ${key}`)
        }
      }
    }
    return check.missing
  } finally {
    await on.close()
  }
}
